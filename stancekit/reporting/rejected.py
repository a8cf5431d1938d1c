"""Articles that could not be read or scored: how many, why, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from stancekit.html_text import escaped
from stancekit.reporting.looks import counted
from stancekit.tables import Rejection

MOST = 200
"""So many are named; of the others only the number."""


def rejected_html(rejections: Sequence[Rejection]) -> str:
    """Rejected articles as HTML: reasons with counts, and a table that opens."""
    if not rejections:
        return "<p>No rejected articles are known of.</p>"
    reasons = Counter(rejection.reason for rejection in rejections).most_common()
    told = ", ".join(f"{escaped(reason)} ({count:,})" for reason, count in reasons)
    lines = "".join(
        f'<tr><th scope="row"><bdi>{escaped(rejection.doc_id)}</bdi></th><td>{escaped(rejection.reason)}</td>'
        f"<td><bdi>{escaped(rejection.detail)}</bdi></td></tr>"
        for rejection in rejections[:MOST]
    )
    more = f"<p>And {counted(len(rejections) - MOST, 'more article')}.</p>" if len(rejections) > MOST else ""
    return (
        f"<p>{counted(len(rejections), 'article')}: {told}.</p>\n<details><summary>Which</summary>"
        '<div class="scroll" role="region" tabindex="0" aria-label="Rejected articles"><table><thead><tr>'
        '<th scope="col">article</th><th scope="col">reason</th><th scope="col">detail</th></tr></thead>'
        f"<tbody>{lines}</tbody></table></div>{more}</details>"
    )
