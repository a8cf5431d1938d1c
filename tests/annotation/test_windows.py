"""Windows of word pieces: every piece is read, each is answered for once."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from stancekit.annotation.windows import NOWHERE, SHAPES, shape, windows
from stancekit.errors import ModelError

CLS, SEP = 1, 2


def letters_tokenizer(special: tuple[str, ...] = ("[CLS]", "[SEP]")) -> Tokenizer:
    """One piece a letter, so that lengths can be counted by eye."""
    letters = string.ascii_lowercase + string.digits + string.punctuation
    pieces = ["[UNK]", *special, *letters, *(f"##{letter}" for letter in letters)]
    model = models.WordPiece({piece: number for number, piece in enumerate(pieces)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


TOKENIZER = letters_tokenizer()


def read(text, **sizes):
    """What each window answers for, letter by letter; a dash for context and special pieces."""
    return [
        "".join("-" if place == NOWHERE else text[slice(*place)] for place in window.offsets)
        for window in windows(text, TOKENIZER, **sizes)
    ]


CASES = [
    ("no text", "", {}, []),
    ("nothing but white space", " \n\n \n", {}, []),
    ("one paragraph between the special pieces", "abc", {}, ["-abc-"]),
    ("paragraphs are packed, a separator between them", "ab\ncd\n\nef", {}, ["-ab-cd-ef-"]),
    ("a paragraph that no longer fits opens a window", "abc\ndef\ngh", {"max_pieces": 5}, ["-abc-", "-def-gh-"]),
    ("a paragraph of exactly the size is whole", "abcdef", {"max_paragraph": 6, "overlap": 2}, ["-abcdef-"]),
    (
        "a longer one is cut, each window with a piece of context",
        "abcdefgh",
        {"max_pieces": 6, "max_paragraph": 6, "overlap": 2},
        ["-abcde--", "--fgh-"],
    ),
]


@pytest.mark.parametrize(("text", "sizes", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_windows(text, sizes, wanted):
    assert read(text, **sizes) == wanted


def test_a_window_stands_between_the_special_pieces():
    (window,) = windows("ab\ncd", TOKENIZER)
    assert (window.ids[0], window.ids[3], window.ids[-1]) == (CLS, SEP, SEP)
    assert len(window.ids) == len(window.offsets)


@pytest.mark.parametrize(("letters", "count"), [(80, 1), (81, 2)])
def test_a_window_takes_160_pieces_of_paragraphs(letters, count):
    assert len(windows(f"{'a' * 80}\n{'b' * letters}", TOKENIZER)) == count


def test_a_tokenizer_of_another_make_is_refused():
    with pytest.raises(ModelError, match=r"\[CLS\]"):
        windows("ab", letters_tokenizer(("<s>", "</s>")))


def test_a_paragraph_is_read_the_same_whatever_stands_far_away():
    """Windows hold whole paragraphs, so what is added far below changes nothing above."""
    text = "\n".join(["abcdef"] * 20)
    assert windows(text + "\nxyz", TOKENIZER, 20)[:5] == windows(text, TOKENIZER, 20)[:5]


SHAPED = [
    ("talks", "lower"),
    ("é", "lower"),
    ("3rd", "lower"),
    ("国", "lower"),  # of a script without capitals
    ("Ana", "title"),
    ("McKay", "title"),
    ("É", "title"),
    ("A", "title"),
    ("NATO", "upper"),
    ("G7", "upper"),
    ("24", "other"),
    (",", "other"),
    ("’", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("piece", "wanted"), SHAPED)
def test_shape(piece, wanted):
    assert SHAPES[shape(piece)] == wanted


@given(st.text())
def test_every_piece_has_a_shape(piece):
    assert 0 <= shape(piece) < len(SHAPES)


def test_pieces_have_the_shape_of_their_own_letters():
    (window,) = windows("Ab 9\né", TOKENIZER)
    assert [SHAPES[number] for number in window.shapes] == [
        "other",  # [CLS]
        "title",
        "lower",
        "other",
        "other",  # [SEP]
        "lower",
        "other",
    ]


@given(
    st.text(alphabet="abC “”é国\n \t.", max_size=200),
    st.integers(4, 40),
    st.integers(4, 40),
    st.integers(0, 3),
)
def test_every_piece_is_answered_for_once_and_in_order(text, max_pieces, max_paragraph, overlap):
    whole = TOKENIZER.encode(text, add_special_tokens=False).offsets
    found = windows(text, TOKENIZER, max_pieces, max_paragraph, overlap)
    places = [place for window in found for place in window.offsets if place != NOWHERE]
    assert places == whole
    for window in found:
        assert len(window.ids) == len(window.offsets) == len(window.shapes)
        read = [(s, place) for s, place in zip(window.shapes, window.offsets, strict=True) if place != NOWHERE]
        assert all(number == shape(text[slice(*place)]) for number, place in read)
    assert all(len(window.ids) <= max(max_pieces, max_paragraph) + max_pieces + 2 for window in found)
