"""Real statements toward states that nobody has labelled: what a larger network says of them, a smaller one can learn.

Distillation (Hinton, Vinyals and Dean 2015) over the quotes that stancekit itself finds in articles, and over the
statements that the annotators rejected: odd ones, such as come in use.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import softmax
from tokenizers import Tokenizer

from stancekit.labelled import OPTIONAL, REQUIRED, paragraph_of, read_labelled
from stancekit.scoring import score
from stancekit.training.tone_data import Example, Shares, examples
from stancekit.training.tone_net import ToneNet, logits_of
from stancekit.types import TONES, Article


def found_in(texts: Sequence[str], *, without_counterpart: bool = False) -> pd.DataFrame:
    """The quotes in articles, each in its paragraph.

    Parameters
    ----------
    texts
        Of the articles.
    without_counterpart
        Whether quotes are told, too, that no counterpart was found for.

    Returns
    -------
    DataFrame
        As labelled quotes, without tones.
    """
    articles = {str(number): text for number, text in enumerate(texts)}
    rows = score([Article(key, text) for key, text in articles.items()])
    rows = rows[rows["counterpart"].notna() | without_counterpart]
    statements = pd.DataFrame(
        {
            "text": rows["quote"],
            "counterpart": rows["counterpart"],
            "tone": None,
            "context": [
                paragraph_of(articles[doc], [tuple(part) for part in parts])
                for doc, parts in zip(rows["doc_id"], rows["fragments"], strict=True)
            ],
            "speaker": rows["speaker"],
            "speaker_state": rows["speaker_state"],
        }
    )
    return read_labelled(statements.reset_index(drop=True), keep_rejected=True)


def rejected(path: Path) -> pd.DataFrame:
    """Statements that the annotators took for none, or for one without a stance."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    frame = read_labelled(pd.DataFrame(rows), keep_rejected=True)
    return frame[frame["text"].notna() & frame["counterpart"].notna()][[*REQUIRED, *OPTIONAL]]


def told_by(teachers: Sequence[ToneNet], rows: pd.DataFrame, tokenizer: Tokenizer) -> list[Example]:
    """Statements with what the teachers, on average, say of them."""
    unsure: Shares = np.full((len(rows), len(TONES)), 1 / len(TONES))
    asked = examples(rows, unsure, tokenizer)
    said = np.mean([softmax(logits_of(teacher, asked), axis=1) for teacher in teachers], axis=0)
    return [example._replace(shares=shares) for example, shares in zip(asked, said, strict=True)]
