"""Which models made the rows, and how the figures of the page come about."""

from __future__ import annotations

from collections import Counter

from stancekit import __version__
from stancekit.artefacts import KINDS, Manifest, model_dir, name_version, read_manifest
from stancekit.errors import ModelError
from stancekit.html_text import escaped
from stancekit.reporting.given import Given
from stancekit.reporting.looks import counted

_FIGURES = (
    (
        "row",
        "A quote toward one state. A quote toward two states is two rows, one toward none is a row without a tone.",
    ),
    ("tone", "The likeliest of hostile ▼, cautious ● and constructive ▲, toward that state and in that quote only."),
    ("stance", "Probability of constructive minus probability of hostile, from −1 to 1: what is averaged."),
    ("undecided", "The 90 % prediction set holds all three tones: the model cannot tell."),
    ("statement", "Quotes of one statement, carried by several articles, share its weight in a mean."),
    ("confidence", "Of the quote and its source, of the speaker, and of the state addressed; the lowest is shown."),
    ("numbers", "Probabilities and confidences are kept in the page to three decimals."),
)


def models_html(given: Given) -> str:
    """The models that rows name, with what is known of them here, and what the figures mean."""
    lines = "".join(
        f'<tr><th scope="row"><bdi>{escaped(name)}</bdi></th><td>{counted(count, "row")}</td>'
        f"<td>{escaped(_known(name))}</td></tr>"
        for name, count in _models(given)
    )
    meanings = "".join(f"<div><dt>{name}</dt><dd>{meaning}</dd></div>" for name, meaning in _FIGURES)
    return (
        '<div class="scroll" role="region" tabindex="0" aria-label="Models"><table><caption>Models that made the rows'
        '</caption><thead><tr><th scope="col">model</th><th scope="col">rows</th><th scope="col">known of it</th></tr>'
        f"</thead><tbody>{lines}</tbody></table></div>\n<h3>What the figures are</h3>\n"
        f'<dl class="meanings">{meanings}</dl>\n<p>Page written by stancekit {escaped(__version__)}. Tones are '
        "a model’s judgement of words, not of people; before you quote a figure, read the sentences behind it.</p>"
    )


def _models(given: Given) -> list[tuple[str, int]]:
    """Names of models, each with the number of rows it worked on; a row names several, with blanks between."""
    counts: Counter[str] = Counter()
    for row in given.rows:
        counts.update((row["model"] or "").split())
    return counts.most_common()


def _known(name: str) -> str:
    """When and on what a model was trained, where it is the one that is installed here."""
    for kind in KINDS:
        try:
            folder = model_dir(kind)
            if name_version(folder) == name:
                return _trained(read_manifest(folder))
        except ModelError:  # nothing installed of this kind, so nothing known of it
            continue
    return "not the one installed where the page was written"


def _trained(manifest: Manifest) -> str:
    told = [f"{manifest.kind} model", f"licence {manifest.licence}"]
    if date := manifest.trained.get("date"):
        told.append(f"trained {date}")
    return ", ".join([*told, "figures in its model card"])
