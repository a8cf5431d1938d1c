"""Bytes to text: encodings that articles come in, and what is no text."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.corpus.decoding import decode
from stancekit.errors import InputError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_encodings_of_english_news(encoding):
    text = "“We’ll see,” said the minister – a café owner’s son from Dún Laoghaire – and left for talks in Bruges."
    assert decode(text.encode(encoding)) == text


def test_russian_in_the_old_windows_encoding():
    text = "«Мы готовы к переговорам», — сказал министр иностранных дел на встрече в Любляне."
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize("content", [PNG, bytes(range(256)) * 4, gzip.compress(b"They will answer. " * 9), b"\0" * 90])
def test_binary_content_is_no_text(content):
    with pytest.raises(InputError, match="binary"):
        decode(content)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_comes_back_as_it_was(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_are_text_or_refused(content):
    try:
        text = decode(content)
    except InputError:
        return
    assert isinstance(text, str)
