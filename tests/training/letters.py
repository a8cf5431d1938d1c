"""A tokenizer with one piece a letter, and labels drawn as letters, so that one can be read under the other."""

from __future__ import annotations

import string
from collections.abc import Iterable

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

LETTERS = {"roles": ".CcSsKk", "wide": ".CcSsKk", "names": ".PpOoLl", "starts": ".Bb"}
"""For each head: outside, then two letters a label, the capital where it begins."""
MASKED = "-"


def letters_tokenizer() -> Tokenizer:
    """One piece a letter; ``##`` marks those that go on a word."""
    letters = string.ascii_lowercase + string.digits + string.punctuation + "“”‘’«»"
    pieces = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", *letters, *(f"##{letter}" for letter in letters)]
    tokenizer = Tokenizer(models.WordPiece({piece: n for n, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


TOKENIZER = letters_tokenizer()


def drawn(labels: Iterable[int], head: str = "roles") -> str:
    """Labels as letters, a dash where they are masked."""
    return "".join(MASKED if label < 0 else LETTERS[head][label] for label in labels)
