"""Large corpora for measuring, made of small ones: articles recombined from paragraphs, each with words of its own.

The text comes from our own articles and, beside the project, from the shared ones; nothing of it is kept. Every article
also gets an invented name and town, so that new words keep coming, as they do in the news.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from stancekit.training.annotated import read_annotated

_SYLLABLES = "ba ra ko li mo ne ta su vi du ga fe zo ri ma ke lo ni pa te".split()
_SEED = 20261128


def paragraphs(shared: Path | None) -> list[str]:
    """Paragraphs of our own articles, and of the shared ones where there are any."""
    texts = [
        article["text"] for folder in ("seeds/annotated", "seeds/held_out") for article in read_annotated(Path(folder))
    ]
    texts += [path.read_text(encoding="utf-8") for path in sorted(Path("seeds/articles").glob("*.txt"))]
    if shared is not None:
        for name in ("e2e/dev.jsonl", "attribution/texts_train.jsonl"):
            with (shared / "data" / name).open(encoding="utf-8") as lines:
                texts += [json.loads(line)["text"] for line in lines]
    return [part for text in texts for part in text.split("\n\n") if 8 <= len(part.split()) <= 200]


def articles(shared: Path | None, number: int, words: int) -> Iterator[dict[str, str]]:
    """Articles of about so many words: id, title, date, outlet, text."""
    chance = random.Random(_SEED)
    pool = paragraphs(shared)
    for place in range(number):
        parts = [f"{_name(chance)} ({_name(chance)}) – A report by {_name(chance)} {_name(chance)}."]
        while sum(len(part.split()) for part in parts) < words:
            parts.append(chance.choice(pool))
        yield {
            "id": f"wire-{place:06}",
            "title": parts[0],
            "date": f"20{16 + place % 10}-{1 + place % 12:02}-{1 + place % 28:02}",
            "outlet": f"Wire {place % 7}",
            "text": "\n\n".join(parts),
        }


def write_corpus(folder: Path, shared: Path | None, number: int, words: int, files: int = 10) -> int:
    """A corpus as several tables of JSON lines; the words that it has."""
    total = 0
    tables = [(folder / f"wire-{place}.jsonl").open("w", encoding="utf-8") for place in range(files)]
    for place, article in enumerate(articles(shared, number, words)):
        total += len(article["text"].split())
        tables[place * files // number].write(json.dumps(article) + "\n")
    for table in tables:
        table.close()
    return total


def _name(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4))).title()
