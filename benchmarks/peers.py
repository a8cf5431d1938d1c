"""Quotes, their sources and words per second beside free libraries: same texts, same run, same scorer.

``python benchmarks/peers.py [--shared ../shared] [--limit N] [--systems stancekit textacy ...]`` reads PolNeAR dev,
article by article in turns, with

- stancekit: reader and quotes, the codebook's notion of a quote (no speakers, no tone: the peers have none);
- textacy 0.13.0 (Apache-2.0): ``direct_quotations``, paragraph by paragraph, since it gives up on any text with an odd
  number of marks;
- SaysWho 0.1.4 (MIT): its preparation of the text and its ``quote_finder``, on whole articles. Its coreference is left
  out: it needs ``en_coreference_web_trf``, which is not on PyPI and was made for spaCy 3.4;
- a regex: the pairs of quotation marks of a paragraph as one quote, and the paragraph's PERSON nearest to it as source.

The last three stand on the shared CNN pipeline, all of it, and their words/s count it. textacy and SaysWho name the
speaker's head and its ``compound``s; since the pipeline's labels (UD) join names by ``flat``, which they do not know,
the head's whole phrase is taken as the source. An exception of a peer costs the part it read (a paragraph for textacy,
else an article); the column ``failed articles`` and the lines below the table tell.
Rows marked “quoted” are figures of ``../shared/bench/README.md``; their speed was measured there, on PolNeAR test.

The peers are no dependency of ours. Into an environment of their own (Python 3.11 and spaCy 3.8; SaysWho insists on
pytest 7, so the extras ``bench`` and ``dev`` cannot share one)::

    python3 -m venv /tmp/bench && /tmp/bench/bin/pip install -e ".[bench]"
    /tmp/bench/bin/python benchmarks/peers.py

Exit status 0: all measured; 2: ../shared or a peer is missing, or a system failed everywhere.
"""

from __future__ import annotations

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from pathlib import Path

import spacy
from spacy.tokens import Token

import stancekit
from stancekit.annotation.layers import read_quotes

INSTALL = 'pip install -e ".[bench]" in an environment of its own'
COLUMNS = (
    *("system", "quote exact", "quote m50", "quote joint", "source accuracy", "direct exact", "direct joint"),
    *("words/s", "failed articles"),
)
QUOTED = (
    ("BBC Citron, retrained on 420 articles (quoted)", "–", "–", "61.4", "–", "–", "71.6", "920", "–"),
    ("GenderGapTracker (quoted)", "–", "–", "44.9", "–", "–", "49.3", "3,800", "–"),
)
PARAGRAPH = re.compile(r"[^\n]*\w[^\n]*")
MARKED = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
MARKS = frozenset('‹「」»"„”›‚』『«“')  # what SaysWho's preparation may replace by a straight one


class PeerMissingError(Exception):
    """A peer is not installed, or something it imports is not."""


@dataclass
class Outcome:
    """What one system did with all the articles."""

    articles: list[dict] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0
    failed: int = 0
    errors: Counter = field(default_factory=Counter)


def prediction(content, source, cue=None, kind=None):
    """One quote as the scorer reads it; spans are pairs of offsets."""
    return {"content": content, "source": source or None, "cue": cue or None, "kind": kind}


def offsets(parts):
    """Offsets of spaCy spans or tokens."""
    starts = [part.idx if isinstance(part, Token) else part.start_char for part in parts]
    return [[start, start + len(part.text)] for start, part in zip(starts, parts, strict=True)]


def read_stancekit(shared):
    nlp = stancekit.load(exclude=["stancekit_mentions", "stancekit_speakers", "stancekit_counterparts"])
    nlp.get_pipe("stancekit_reader").notion = "quotes"
    nlp.get_pipe("stancekit_quotes").headlines = True  # PolNeAR annotates its headlines too

    def read(text):
        for quote in read_quotes(nlp(text)):
            source, cue = ([] if span is None else [span] for span in (quote.source, quote.cue))
            yield prediction(offsets(quote.content), offsets(source), offsets(cue), quote.kind)

    return lambda text: attempt(read, text)


def read_textacy(shared):
    direct_quotations = needed("textacy.extract").direct_quotations
    nlp = base_pipeline(shared)

    def read(text):
        found, errors = [], []
        paragraphs = list(PARAGRAPH.finditer(text))
        docs = nlp.pipe(paragraph.group() for paragraph in paragraphs)
        for paragraph, doc in zip(paragraphs, docs, strict=True):
            quotes, error = attempt(direct_quotations, doc)
            found += [triple(quote, range(paragraph.start(), paragraph.end() + 1)) for quote in quotes]
            errors += error
        return found, errors

    return read


def read_sayswho(shared):
    prepare = needed("sayswho.helpers").prep_text_for_quote_detection
    quote_finder = needed("sayswho.quote_finder").quote_finder
    nlp = base_pipeline(shared)

    def read(text):
        prepared = prepare(text)
        found = list(quote_finder(nlp(prepared)))
        places = way_back(prepared, text) if found else []
        return [triple(quote, places) for quote in found]

    return lambda text: attempt(read, text)


def read_regex(shared):
    nlp = base_pipeline(shared)

    def read(text):
        persons = [(entity.start_char, entity.end_char) for entity in nlp(text).ents if entity.label_ == "PERSON"]
        for paragraph in PARAGRAPH.finditer(text):
            content = [match.span(1) for match in MARKED.finditer(text, *paragraph.span())]
            if content:
                here = [person for person in persons if paragraph.start() <= person[0] < paragraph.end()]
                # negative: named inside the quote
                outside = [(far, person) for person in here if (far := distance(person, content)) >= 0]
                yield prediction(content, [min(outside)[1]] if outside else None)

    return lambda text: attempt(read, text)


SYSTEMS = {"stancekit": read_stancekit, "textacy": read_textacy, "sayswho": read_sayswho, "regex": read_regex}


def needed(module):
    try:
        return import_module(module)
    except ImportError as error:
        raise PeerMissingError(f"{module}: {error}") from error


def base_pipeline(shared):
    return spacy.load(shared / "base_pipeline" / "pipeline")


def attempt(read, text):
    """Quotes, and what went wrong instead; a reader that fails half-way has found nothing."""
    try:
        return list(read(text)), []
    except Exception as error:  # recorded and shown: whatever a peer raises is its result
        return [], [f"{type(error).__name__}: {error}"]


def triple(quote, places):
    """A (speaker, cue, content) triple of textacy or SaysWho; ``places`` gives the offset in the article."""
    phrase = sorted({token for speaker in quote.speaker for token in speaker.subtree})
    parts = ([quote.content], phrase, quote.cue)
    content, source, cue = ([[places[start], places[end]] for start, end in offsets(part)] for part in parts)
    return prediction(content, source, cue, "direct")


def distance(person, content):
    """Characters between a person and the nearest part of a quote; negative where they overlap."""
    return min(max(start - person[1], person[0] - end) for start, end in content)


def way_back(prepared, text):
    """Place in ``text`` of each character of what SaysWho made of it, and of the end.

    That drops blank lines and outer space, makes marks straight, and puts in spaces, marks and the letter x.
    """
    places = []
    at = len(text) - len(text.lstrip())
    for character in prepared:
        places.append(at)
        here = text[at : at + 1]
        if character == "\n":
            at += len(text[at:]) - len(text[at:].lstrip())
        elif character == '"' and text.startswith("''", at):
            at += 2
        elif character == here or (character == '"' and here in MARKS):
            at += 1
    return [*places, at]


def measure(readers, texts):
    """Every system reads an article before the next article comes, so that a busy machine slows all alike."""
    outcomes = {name: Outcome() for name in readers}
    for read in readers.values():
        read(texts[0]["text"])  # the first call fills caches
    for article in texts:
        for name, read in readers.items():
            started = time.process_time()
            quotes, errors = read(article["text"])
            outcome = outcomes[name]
            outcome.seconds += time.process_time() - started
            outcome.words += len(article["text"].split())
            outcome.failed += bool(errors)
            outcome.errors.update(re.sub(r"\d+", "N", error) for error in errors)
            outcome.articles.append({"id": article["id"], "quotes": quotes})
    return outcomes


def scores(shared, articles):
    """What the shared scorer says about these articles."""
    data = shared / "data" / "attribution"
    ids = {article["id"] for article in articles}
    with tempfile.TemporaryDirectory() as scratch:
        gold, found = Path(scratch) / "gold.jsonl", Path(scratch) / "predicted.jsonl"
        write(gold, (line for line in read_lines(data / "gold_dev.jsonl") if line["id"] in ids))
        write(found, articles)
        scorer = [sys.executable, shared / "bench" / "score_quotes.py", gold, found, data / "texts_dev.jsonl"]
        return json.loads(subprocess.run([*scorer, "--json"], check=True, stdout=subprocess.PIPE).stdout)


def read_lines(path):
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(path, objects):
    path.write_text("".join(json.dumps(each) + "\n" for each in objects), encoding="utf-8")


def row(name, outcome, score):
    quote, direct = score["quote"], score["direct"]
    figures = (quote["exact"][2], quote["m50"][2], quote["joint"][2], quote["src_acc"])
    figures += (direct["exact"][2], direct["joint"][2], f"{outcome.words / outcome.seconds:,.0f}")
    return (name, *map(str, figures), f"{outcome.failed} of {len(outcome.articles)}")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--limit", type=int, help="read the first so many articles only")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    options = parser.parse_args()
    if not (options.shared / "bench" / "score_quotes.py").exists():
        parser.error(f"--shared: {options.shared} holds no bench/score_quotes.py")
    if options.limit is not None and options.limit < 1:
        parser.error(f"--limit: {options.limit} is no number of articles; 1 or more")
    return options


def main():
    options = arguments()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    readers, missing = {}, {}
    for name in dict.fromkeys(options.systems):
        try:
            read = SYSTEMS[name](options.shared)
            readers[name if name == "regex" else f"{name} {version(name)}"] = read
        except PeerMissingError as error:
            missing[name] = error
    texts = list(islice(read_lines(options.shared / "data" / "attribution" / "texts_dev.jsonl"), options.limit))
    outcomes = measure(readers, texts)
    rows = [row(name, outcome, scores(options.shared, outcome.articles)) for name, outcome in outcomes.items()]
    rows += [(f"{name}: not installed", *["–"] * (len(COLUMNS) - 1)) for name in missing]
    print(f"PolNeAR dev, {len(texts)} articles; {platform.processor() or platform.machine()}, one core, CPU seconds\n")
    for cells in (COLUMNS, ["---"] * len(COLUMNS), *rows, *QUOTED):
        print(f"| {' | '.join(cells)} |")
    print("\nquoted: from ../shared/bench/README.md; PolNeAR dev, but words/s of another run, on PolNeAR test")
    for name, outcome in outcomes.items():
        for error, times in outcome.errors.most_common():
            print(f"\n{name} failed {times} times: {error}")
    for error in missing.values():
        print(f"\nnot installed: {error}; {INSTALL}", file=sys.stderr)
    unread = any(o.errors and not any(article["quotes"] for article in o.articles) for o in outcomes.values())
    return 2 if missing or unread else 0


if __name__ == "__main__":
    sys.exit(main())
