"""The head of the report: how much there is, in which tones, and who is quoted most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stancekit.analysis import row_weights
from stancekit.gazetteer_dates import iso_date
from stancekit.html_text import escaped
from stancekit.palette import SIGNS
from stancekit.reporting.given import Given
from stancekit.reporting.looks import counted, signed, state_html, view
from stancekit.types import TONES

if TYPE_CHECKING:
    import pandas as pd

MOST_QUOTED = 10
_UNDECIDED = frozenset(TONES)


def overview(given: Given) -> str:
    """One line: quotes, articles, first and last day."""
    frame = given.frame
    quotes = len(frame[["doc_id", "quote_id"]].drop_duplicates())
    days = sorted(day for day in map(iso_date, frame["date"].dropna().unique()) if day)
    span = f", {days[0]} to {days[-1]}" if days else ", without dates"
    return f"{counted(quotes, 'quote')} from {counted(frame['doc_id'].nunique(), 'article')}{span}"


def summary_html(given: Given) -> str:
    """Figures, tones and the speakers quoted most, as HTML."""
    figures = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{escaped(value)}</dd></div>" for name, value in _figures(given)
    )
    return f'<dl class="figures">{figures}</dl>\n{_tones(given.frame)}\n{_speakers(given.frame)}'


def _figures(given: Given) -> Iterator[tuple[str, str]]:
    frame, counts = given.frame, given.counts
    if counts is not None:
        yield "articles read", f"{counts.read:,}"
        yield "without quotes", f"{counts.without_quotes:,}"
    yield "articles with quotes", f"{frame['doc_id'].nunique():,}"
    yield "quotes", f"{len(frame[['doc_id', 'quote_id']].drop_duplicates()):,}"
    yield "statements", f"{frame['statement_id'].nunique():,}"
    yield "toward a state", f"{int(frame['counterpart'].notna().sum()):,}"
    yield "speakers", f"{_persons(frame).nunique():,}"
    dyads = frame[["speaker_state", "counterpart"]].dropna().drop_duplicates()
    yield "dyads", f"{len(dyads):,}"
    if given.rejections:
        yield "rejected articles", f"{len(given.rejections):,}"


def _persons(frame: pd.DataFrame) -> pd.Series[str]:
    """Who speaks: the person's id where the run gave one, else the name."""
    return frame["speaker_id"].fillna(frame["speaker"]).dropna()


def _tones(frame: pd.DataFrame) -> str:
    """How many quotes toward a state are of each tone, as a table whose cells have bars."""
    scored = frame["tone"].dropna()
    undecided = sum(frozenset(tones.split("|")) == _UNDECIDED for tones in frame["tone_set"].dropna())
    lines = []
    for tone in TONES:
        n = int((scored == tone).sum())
        share = n / len(scored) if len(scored) else 0.0
        bar = (
            f'<svg class="bar" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="{tone}"'
        )
        lines.append(
            f'<tr><th scope="row"><a href="{view(tone=tone)}"><span class="sign {tone}" aria-hidden="true">'
            f"{SIGNS[tone]}</span> {tone}</a></th><td>{n:,}</td><td>{share:.0%}</td>"
            f'<td>{bar} width="{100 * share:.1f}" height="10"/></svg></td></tr>'
        )
    mean = f"Mean stance {signed(_mean(frame))}, each statement counted once." if len(scored) else "No tone at all."
    return (
        '<div class="beside"><div><table class="tones"><caption>Tone of quotes toward a state</caption>'
        '<thead><tr><th scope="col">tone</th><th scope="col">quotes</th><th scope="col">share</th>'
        '<th scope="col"><span class="unseen">as a bar</span></th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table>"
        f"<p>{mean} For {undecided:,} of {len(scored):,} the 90 % prediction set holds all three tones: undecided.</p>"
        "</div>"
    )


def _mean(frame: pd.DataFrame) -> float:
    """The mean stance as the other figures have it: quotes of one statement share its weight."""
    scored = frame[frame["stance"].notna()]
    weights = row_weights(scored)
    return float((scored["stance"] * weights).sum() / weights.sum()) if len(scored) else float("nan")


def _speakers(frame: pd.DataFrame) -> str:
    """The speakers quoted most, with the mean stance of what they say toward states."""
    named = frame.dropna(subset=["speaker"])
    if named.empty:
        return "<p>No speaker is named.</p></div>"
    persons = dict(list(named.groupby(_persons(named), sort=False)))
    quotes = named.drop_duplicates(["doc_id", "quote_id"])
    most = _persons(quotes).value_counts(sort=False).sort_values(ascending=False, kind="stable").index[:MOST_QUOTED]
    lines = [_speaker(persons[person]) for person in most]
    return (
        '<table class="speakers"><caption>Speakers quoted most</caption><thead><tr><th scope="col">speaker</th>'
        '<th scope="col">state</th><th scope="col">quotes</th><th scope="col">mean stance</th></tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _speaker(rows: pd.DataFrame) -> str:
    name, state = rows["speaker"].iloc[0], rows["speaker_state"].iloc[0]
    return (
        f'<tr><th scope="row"><a href="{view(speaker=name)}"><bdi>{escaped(name)}</bdi></a></th>'
        f"<td>{state_html(state) if isinstance(state, str) else '–'}</td>"
        f"<td>{len(rows[['doc_id', 'quote_id']].drop_duplicates()):,}</td><td>{signed(_mean(rows))}</td></tr>"
    )
