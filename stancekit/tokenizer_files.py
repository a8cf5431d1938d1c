"""What a ``tokenizer.json`` may hold: word pieces as BERT has them.

The tokenizers library reads much more: patterns that take for ever on the right text, rewritings, tables in a binary
form. No encoder of ours was trained with these, so they are refused before the library sees them.
"""

from __future__ import annotations

from typing import Any

MOST_PIECES = 1_000_000
LONGEST_WORD = 1_000
"""Characters of a word up to which pieces are looked for; the search is quadratic."""
LONGEST_TEMPLATE = 8
NORMALIZERS = frozenset({"BertNormalizer", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Strip", "StripAccents"})
SPLITTERS = frozenset({"BertPreTokenizer", "Whitespace", "WhitespaceSplit"})
TEMPLATES = frozenset({"TemplateProcessing", "BertProcessing"})
SEQUENCES = {"normalizer": "normalizers", "pre_tokenizer": "pretokenizers"}
"""Under which name a sequence of such parts holds them."""
OPEN, CLOSE = "[CLS]", "[SEP]"


def check_tokenizer(content: Any) -> None:
    """Look through a tokenizer's JSON.

    Parameters
    ----------
    content
        What the file holds, read.

    Raises
    ------
    ValueError
        Where it is no tokenizer, or holds what an encoder of ours has no need of; the message says what.
    """
    top = _mapping(content, "tokenizer")
    model = _mapping(top.get("model"), "model")
    if model.get("type") != "WordPiece":
        raise ValueError(f"the model {model.get('type')!r}, not 'WordPiece'")
    _check_vocabulary(_mapping(model.get("vocab"), "vocab"), model.get("unk_token"))
    longest = model.get("max_input_chars_per_word")
    if not isinstance(longest, int) or not 0 < longest <= LONGEST_WORD:
        raise ValueError(f"words of {longest!r} characters; at most {LONGEST_WORD} are searched for pieces")
    for part, known in (("normalizer", NORMALIZERS), ("pre_tokenizer", SPLITTERS), ("decoder", {"WordPiece"})):
        _check_part(top.get(part), part, known)
    _check_template(top.get("post_processor"))
    _check_added(top.get("added_tokens"), model["vocab"])


def _mapping(content: Any, what: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise ValueError(f"no {what}")
    return content


def _check_vocabulary(pieces: dict[str, Any], unknown: Any) -> None:
    if lacking := [piece for piece in (OPEN, CLOSE, unknown) if not isinstance(piece, str) or piece not in pieces]:
        raise ValueError(f"no piece {lacking[0]!r}")
    for piece, number in pieces.items():
        if type(number) is not int or not 0 <= number < MOST_PIECES:
            raise ValueError(f"the piece {piece[:40]!r} has the number {number!r}")
    if len(set(pieces.values())) < len(pieces):
        raise ValueError("pieces that share a number")


def _check_part(part: Any, what: str, known: frozenset[str] | set[str]) -> None:
    if part is None:
        return
    kind = _mapping(part, what).get("type")
    if kind == "Sequence" and what in SEQUENCES:
        inner = part.get(SEQUENCES[what])
        if not isinstance(inner, list) or len(inner) > LONGEST_TEMPLATE:
            raise ValueError(f"a {what} of too many parts")
        for one in inner:
            if _mapping(one, what).get("type") == "Sequence":
                raise ValueError(f"a {what} in a {what}")
            _check_part(one, what, known)
    elif not isinstance(kind, str) or kind not in known:
        raise ValueError(f"the {what} {kind!r}; {', '.join(sorted(known))} are known")


def _check_template(part: Any) -> None:
    _check_part(part, "post_processor", TEMPLATES)
    if part is None or part["type"] != "TemplateProcessing":
        return
    if not isinstance(part.get("single"), list) or len(part["single"]) > LONGEST_TEMPLATE:
        raise ValueError("a post_processor that adds too much to a text")
    for name, added in _mapping(part.get("special_tokens"), "special_tokens").items():
        ids = _mapping(added, "special token").get("ids")
        if not isinstance(ids, list) or len(ids) > LONGEST_TEMPLATE:
            raise ValueError(f"a post_processor that adds too much to a text, by {name[:40]!r}")


def _check_added(added: Any, pieces: dict[str, Any]) -> None:
    """Added pieces must be pieces of the model under the same number: others the encoder has no vector for."""
    if not isinstance(added, list):
        raise ValueError("no added_tokens")
    for one in added:
        content, number = _mapping(one, "added token").get("content"), one.get("id")
        if not isinstance(content, str) or content not in pieces or pieces[content] != number:
            raise ValueError(f"the added piece {str(content)[:40]!r} with the number {number!r}")
