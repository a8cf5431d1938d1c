"""The markup of our own annotated articles: what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from stancekit.errors import InputError
from stancekit.training.annotated import parse_annotated, read_annotated

SEEDS = Path(__file__).parents[2] / "seeds" / "annotated"
ARTICLE = """Talks resume

<s:1,2>Minister Ana Kovar</s> <k:1>said</k> that <c:1>Serbia had “never <c:3>really</c> answered”</c>, \
<k:2>adding</k> that <c:2>the door</c> was, <s:3>she</s> <k:2>thought</k>, <c:2>open</c>.
=====
1 | mixed | Ana Kovar | HR | RS cautious

2 | indirect | Ana Kovar | HR | RS constructive, EU hostile
3 | direct | - | - | -
"""


def test_an_article_is_text_and_quotes() -> None:
    article = parse_annotated(ARTICLE, "a1")
    assert article["id"] == "a1"
    assert article["text"].startswith("Talks resume\n\nMinister Ana Kovar said that Serbia had “never really answered”")
    assert "<" not in article["text"]
    first, second, third = (article["quotes"][number] for number in (0, 2, 1))
    assert (first["kind"], first["speaker"], first["speaker_state"]) == ("mixed", "Ana Kovar", "HR")
    assert first["counterparts"] == {"RS": "cautious"}
    assert second["counterparts"] == {"RS": "constructive", "EU": "hostile"}
    assert (third["speaker"], third["speaker_state"], third["counterparts"]) == (None, None, {})


def test_tags_become_spans_of_the_text() -> None:
    article = parse_annotated(ARTICLE, "a1")
    words = [
        {part: [article["text"][s:e] for s, e in quote[part] or []] for part in ("content", "source", "cue")}
        for quote in article["quotes"]
    ]
    assert words == [
        {"content": ["Serbia had “never really answered”"], "source": ["Minister Ana Kovar"], "cue": ["said"]},
        {"content": ["really"], "source": ["she"], "cue": []},
        {"content": ["the door", "open"], "source": ["Minister Ana Kovar"], "cue": ["adding", "thought"]},
    ]


REFUSED = [
    ("no rule between text and quotes", "<c:1>No</c>\n1 | direct | - | - | -", "rule of equals signs"),
    ("a tag that is never closed", "<c:1>No\n=====\n1 | direct | - | - | -", "never closed"),
    ("a tag that closes nothing", "No</c>\n=====\n", "closes nothing"),
    ("tags that cross", "<c:1>No <s:1>one</c></s>\n=====\n1 | direct | - | - | -", "closes nothing"),
    ("a mistyped tag", "<c1>No</c1> <c:1>one</c>\n=====\n1 | direct | - | - | -", "is no tag"),
    ("a quote without content", "<s:1>She</s>\n=====\n1 | direct | - | - | -", "no content"),
    ("a tag that no line describes", "<c:1>No</c> <c:2>one</c>\n=====\n1 | direct | - | - | -", r"\[2\]"),
    ("a quote described twice", "<c:1>No</c>\n=====\n" + "1 | direct | - | - | -\n" * 2, "two lines"),
    ("an unknown kind", "<c:1>No</c>\n=====\n1 | spoken | - | - | -", "expected 'number"),
    ("an unknown tone", "<c:1>No</c>\n=====\n1 | direct | - | - | RS angry", "'RS angry'"),
    ("a state without a tone", "<c:1>No</c>\n=====\n1 | direct | - | - | RS", "'RS'"),
    ("an unknown state", "<c:1>No</c>\n=====\n1 | direct | - | Serbia | -", "'Serbia' is no code"),
    ("an unknown counterpart", "<c:1>No</c>\n=====\n1 | direct | - | - | XX hostile", "'XX' is no code"),
    ("a line too short", "<c:1>No</c>\n=====\n1 | direct | -", "expected 'number"),
    ("a line without a number", "<c:1>No</c>\n=====\none | direct | - | - | -", "expected 'number"),
]


@pytest.mark.parametrize(("markup", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_refused(markup: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_annotated(markup, "a1")


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text("<c:1>No</c>\n=====\n1 | direct | - | - | -", encoding="utf-8")
    (tmp_path / "README.md").write_text("not an article", encoding="utf-8")
    assert [article["id"] for article in read_annotated(tmp_path)] == ["a", "b"]
    assert [article["id"] for article in read_annotated(tmp_path / "b.txt")] == ["b"]


def test_our_own_articles_keep_to_the_codebook() -> None:
    """No outer marks, commas, white space in a content; a source is there wherever a speaker is."""
    articles = read_annotated(SEEDS)
    assert len(articles) > 20
    for article in articles:
        text = article["text"]
        for quote in article["quotes"]:
            where = f"{article['id']}: {quote['number']}"
            for start, end in quote["content"]:
                content = text[start:end]
                assert content == content.strip(" \n,"), where
            assert quote["speaker_state"] not in quote["counterparts"] or quote["speaker_state"] is None, where
            starts = [start for start, _ in quote["content"]]
            assert starts == sorted(starts), where
