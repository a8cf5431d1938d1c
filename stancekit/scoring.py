"""From articles to stances: quotes from the spaCy half, tone from the tone half."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from stancekit import pipeline
from stancekit.annotation.reader import Reader
from stancekit.artefacts import name_version
from stancekit.articles import Given, as_articles
from stancekit.errors import InputError, StancekitError, TextError
from stancekit.goldfiles import GoldArticle, marked_quotes
from stancekit.identities import link_speakers
from stancekit.rowfiles import writable
from stancekit.stopwatch import Watch, unwatched
from stancekit.tables import TONE_COLUMNS, Rejection, ScoredArticle, to_frame, tone_cells
from stancekit.tone.judge import Judge, ToneJudge
from stancekit.tone.quotes_table import Quotes, as_quotes
from stancekit.tone.storage import HEAD, read_head
from stancekit.types import TONES, Article, Quote, Stance

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

    from stancekit.tone.classifier import ToneClassifier

BATCH = 16
"""Articles that are read together; rows are the same for any number."""


@dataclass(frozen=True, slots=True)
class Models:
    """A pipeline and a tone model, loaded, with the name that goes into the rows."""

    nlp: Language
    tone: Judge
    name: str

    def score(self, articles: Sequence[Article], watch: Watch = unwatched) -> list[ScoredArticle]:
        """Score a batch, one result per article, in order; ``watch`` measures its stages."""
        return list(score_articles(self.nlp, self.tone, articles, max(1, len(articles)), watch))


def load_models(
    reader: str | Path | None = None, tone_model: str | Path | None = None, names: Sequence[str | Path] = ()
) -> Models:
    """Load the models that score articles.

    Parameters
    ----------
    reader, tone_model
        Model folders; None for those that come with stancekit.
    names
        Tables of state names of one's own, see `stancekit.load`.

    Raises
    ------
    ModelError
        Where a folder is missing or damaged.
    """
    nlp = pipeline.load(reader, names=names)
    tone = ToneJudge.load(tone_model)
    return Models(nlp, tone, model_name(nlp, tone))


@cache
def default_nlp() -> Language:
    """The pipeline that comes with stancekit, loaded once."""
    return pipeline.load()


@cache
def default_tone() -> ToneJudge:
    """The tone model that comes with stancekit, loaded once."""
    return ToneJudge.load()


def model_name(nlp: Language, tone: Judge) -> str:
    """Name, version and checksum prefix of reader and tone model, as rows carry them."""
    folders = (component.folder for _, component in nlp.pipeline if isinstance(component, Reader))
    reader = next((name_version(folder) for folder in folders), "no-reader")
    return f"{reader} {_tone_name(tone)}"


def _tone_name(tone: Judge) -> str:
    """The model folder's name; that of a classifier, which may be fitted anew, only where the folder holds this one."""
    if isinstance(tone, ToneJudge):
        return tone.name
    fitted = cast("ToneClassifier", tone)
    coefficients = fitted.coef_.tolist()
    folder = getattr(fitted.encoder_, "folder", None)
    if folder is not None and (folder / HEAD).is_file() and read_head(folder).coef == coefficients:
        return name_version(folder)
    return f"unsaved-tone+{hashlib.sha256(repr(coefficients).encode()).hexdigest()[:8]}"


def score(
    articles: Given | Iterable[Given] | pd.DataFrame,
    nlp: Language | None = None,
    tone: Judge | None = None,
) -> pd.DataFrame:
    """Quotes of articles, who says them toward whom, and in what tone.

    Parameters
    ----------
    articles
        A text, an `Article`, a mapping with ``text`` (and ``id``, ``title``, ``date``, ``outlet``, ``url``),
        an iterable of these, or a frame with such columns (``id`` and ``text`` at least).
    nlp
        A pipeline from `load`; None for the default one, loaded once.
    tone
        A fitted `ToneClassifier` or a `stancekit.tone.judge.ToneJudge`; None for the default one, loaded once.

    Returns
    -------
    DataFrame
        One row per quote and counterpart. Of several articles, those that could not be scored are in
        ``frame.attrs["rejected"]`` (doc_id, reason, detail), and a warning counts them.

    Raises
    ------
    TextError
        Where the only article given has no text that can be analysed.
    InputError
        Where this is no article, or a frame lacks ``id`` or ``text``.
    ModelError
        Where a model is missing or damaged.

    Examples
    --------
    >>> rows = score("“We welcome Croatia's offer,” the Slovenian foreign minister, Ana Kovar, said.")
    >>> rows["quote"].tolist()
    ["We welcome Croatia's offer"]
    """
    given = list(as_articles(articles))
    nlp = default_nlp() if nlp is None else nlp
    tone = default_tone() if tone is None else tone
    scored = list(score_articles(nlp, tone, (item for item in given if isinstance(item, Article))))
    rejected = _rejected(given, scored)
    if rejected and isinstance(articles, str | Article | Mapping):
        raise next((one.error for one in scored if one.error), TextError(rejected[0].detail, articles))
    stances = (stance for one in scored for stance in one.stances)
    frame = link_speakers(to_frame(stances, (one.article for one in scored), model_name(nlp, tone)))
    frame.attrs["rejected"] = [asdict(rejection) for rejection in rejected]
    if rejected:
        message = f"{len(rejected)} of {len(given)} articles rejected; see .attrs['rejected'] of the result"
        warnings.warn(message, stacklevel=2)
    return frame


def score_marked(
    articles: Iterable[GoldArticle], nlp: Language | None = None, tone: Judge | None = None
) -> pd.DataFrame:
    """Speakers, counterparts and tones of quotes that are marked already: how good are these stages by themselves?

    Parameters
    ----------
    articles
        Gold articles, see `stancekit.goldfiles.read_gold`. Of their quotes, content, kind, source and cue are
        used, and nothing else.
    nlp, tone
        As for `score`.

    Returns
    -------
    DataFrame
        Rows as of `score`.

    Raises
    ------
    TextError
        Where an article's text cannot be analysed.
    """
    nlp = default_nlp() if nlp is None else nlp
    tone = default_tone() if tone is None else tone
    stances = []
    for article in articles:
        given = Article(article["id"], article["text"], date=article.get("date"))
        quotes = pipeline.annotate_marked(nlp, given, marked_quotes(article))
        stances += [stance for found in _stances(quotes, tone) for stance in found]
    return link_speakers(to_frame(stances, model=model_name(nlp, tone)))


def score_articles(
    nlp: Language, tone: Judge, articles: Iterable[Article], batch_size: int = BATCH, watch: Watch = unwatched
) -> Iterator[ScoredArticle]:
    """Score articles as they come, one result each, in order; a bad article doesn't stop the others.

    Parameters
    ----------
    nlp
        A pipeline from `load`.
    tone
        A fitted `ToneClassifier` or a `stancekit.tone.judge.ToneJudge`; asked once per batch.
    batch_size
        Articles read together; the results don't depend on it.
    watch
        Measures the stages, see `stancekit.stopwatch`.
    """
    waiting = iter(articles)
    while batch := list(islice(waiting, batch_size)):
        annotated = list(pipeline.annotate(nlp, batch, watch=watch))
        quotes = [quote for _, found in annotated if isinstance(found, tuple) for quote in found]
        with watch("tone"):
            stances = iter(_stances(quotes, tone))
        for article, found in annotated:
            if isinstance(found, StancekitError):
                yield ScoredArticle(article, error=found)
                continue
            yield ScoredArticle(article, tuple(stance for _ in found for stance in next(stances)))


def score_quotes(frame: pd.DataFrame, tone: Judge | None = None) -> pd.DataFrame:
    """The tone of quotes that are already at hand.

    Parameters
    ----------
    frame
        Needs ``text`` and ``counterpart``; ``speaker_state`` and ``context`` help.
    tone
        A fitted `ToneClassifier` or a `stancekit.tone.judge.ToneJudge`; None for the default one, loaded once.

    Returns
    -------
    DataFrame
        A copy with the same index and ``tone``, ``p_hostile``, ``p_cautious``, ``p_constructive``, ``stance``
        and ``tone_set``; columns of these names are replaced. They are null where the text or the
        counterpart is: without a target there is no tone.

    Raises
    ------
    InputError
        Where a column is missing, or a cell holds something else than text.
    """
    import pandas as pd  # here: scoring a corpus needs none of it

    missing = [column for column in ("text", "counterpart") if column not in frame.columns]
    if missing:
        has = ", ".join(map(str, frame.columns)) or "none"
        raise InputError(f"no column {', '.join(missing)}, only {has}; rename or add it", missing)
    tone = default_tone() if tone is None else tone
    pairs = zip(frame["text"], frame["counterpart"], strict=True)
    scorable = [not (pd.isna(text) or pd.isna(toward) or not str(text).strip()) for text, toward in pairs]
    cells = iter(_tone_of(frame.loc[np.array(scorable, dtype=bool)], tone))
    nothing = tone_cells(None, None, None)
    rows = [next(cells) if can else nothing for can in scorable]
    result = frame.copy()
    for column in TONE_COLUMNS:
        dtype = "float64" if column.startswith(("p_", "stance")) else "object"
        result[column] = pd.Series([row[column] for row in rows], index=frame.index, dtype=dtype)
    return result


def _rejected(given: Sequence[Article | Rejection], scored: Iterable[ScoredArticle]) -> list[Rejection]:
    """What was rejected before or while scoring, in the order in which it came."""
    results = iter(scored)
    outcomes = (item if isinstance(item, Rejection) else next(results).rejection for item in given)
    return [outcome for outcome in outcomes if outcome is not None]


def _stances(quotes: Sequence[Quote], tone: Judge) -> list[list[Stance]]:
    """The stances of each quote: one per counterpart, or a single one toward no one."""
    pairs = [(quote, counterpart) for quote in quotes for counterpart in quote.counterparts]
    columns = Quotes(
        [quote.read[0] if quote.read else quote.text for quote, _ in pairs],
        [toward.state for _, toward in pairs],
        [quote.speaker.state for quote, _ in pairs],
        [quote.read[1] if quote.read else quote.context for quote, _ in pairs],
    )
    judged = iter(_judged(columns, tone) if pairs else ())
    return [
        [Stance(quote, toward, *next(judged)) for toward in quote.counterparts] or [Stance(quote)] for quote in quotes
    ]


def _tone_of(frame: pd.DataFrame, tone: Judge) -> list[dict[str, Any]]:
    return [] if frame.empty else [tone_cells(*judged) for judged in _judged(as_quotes(frame), tone)]


def _judged(quotes: Quotes, tone: Judge) -> list[tuple[Any, Any, Any]]:
    """Most likely tone, probabilities and prediction set of each quote, by one call for all."""
    whole = quotes._replace(
        text=[writable(text) for text in quotes.text],
        context=[context and writable(context) for context in quotes.context],
    )
    found = tone.predict_proba(whole)
    sets = tone.sets_of(found)
    return [
        (TONES[int(row.argmax())], tuple(map(float, row)), tuple(held)) for row, held in zip(found, sets, strict=True)
    ]
