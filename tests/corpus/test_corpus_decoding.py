"""Bytes to text: encodings that articles come in, and what is no text."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stancekit.corpus.decoding import declared_encoding, decode
from stancekit.errors import InputError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
RUSSIAN = "«Мы готовы к переговорам», — сказал министр иностранных дел на встрече в Любляне."
JAPANESE = "「交渉は続く」と外務大臣は述べた。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_encodings_of_english_news(encoding):
    text = "“We’ll see,” said the minister – a café owner’s son from Dún Laoghaire – and left for talks in Bruges."
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("content", [PNG, bytes(range(256)) * 4, gzip.compress(b"They will answer. " * 9), b"\0" * 90])
def test_binary_content_is_no_text(content):
    with pytest.raises(InputError, match="binary"):
        decode(content)


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<META CHARSET=windows-1251>", "cp1251"),
        (b"<meta name=x><meta\n charset = 'koi8-r'/>", "koi8-r"),
        (b'<meta http-equiv="content-type" content="text/html; charset=ISO-8859-2">', "iso8859-2"),
        (b'<?xml version="1.0" encoding="windows-1250"?><html>', "cp1250"),
        (b"<meta charset=latin1>", "cp1252"),
        (b"<meta charset=gb2312>", "gb18030"),
        (b"<meta charset=no-such><meta charset=big5>", "big5hkscs"),
        (b"<!-- <meta charset=koi8-r> -->", None),
        (b" " * 1024 + b"<meta charset=koi8-r>", None),
        (b"<meta charset>", None),
        (b"<meta charset=utf-7>", None),
        (b"<meta charset=unicode_escape>", None),
        (b"<meta charset=base64>", None),
        (b"", None),
    ],
)
def test_encodings_that_pages_declare(page, encoding):
    assert declared_encoding(page) == encoding


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp1251", None),
        (RUSSIAN, "cp1251", "gb18030"),
        (RUSSIAN, "utf-8", "cp1251"),
        (RUSSIAN, "utf-8-sig", "cp1251"),
        (RUSSIAN, "utf-16", "cp1251"),
        ("Šta će Žarko?", "cp1250", "cp1250"),  # too short to tell by its letters
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "iso2022_jp", "iso2022_jp"),  # looks like ASCII
    ],
)
def test_what_is_declared_counts_where_it_can_be_true(text, encoding, declared):
    assert decode(text.encode(encoding), declared) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_utf8_comes_back_as_it_was(text):
    assert decode(text.encode()) == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_declare_an_encoding_or_none(content):
    for page in (content, b"<meta charset=" + content, b"<meta charset='" + content + b"'>"):
        assert declared_encoding(page) is None or decode(b"", declared_encoding(page)) == ""


@given(st.binary())
def test_any_bytes_are_text_or_refused(content):
    try:
        text = decode(content)
    except InputError:
        return
    assert isinstance(text, str)
