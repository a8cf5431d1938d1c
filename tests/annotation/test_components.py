"""The components with the real reader: alone, together, stored, copied, and in somebody else's pipeline."""

from __future__ import annotations

import pickle
import shutil

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from stancekit.annotation import layers
from stancekit.annotation.reader import Reader
from stancekit.annotation.records import quotes
from stancekit.artefacts import model_dir
from stancekit.errors import ModelError
from stancekit.pipeline import COMPONENTS, load

NOTHING = [("empty", ""), ("a space", " "), ("line ends", "\n\n"), ("one word", "No"), ("a mark", "“")]


@pytest.mark.parametrize("text", [case[1] for case in NOTHING], ids=[case[0] for case in NOTHING])
def test_a_doc_with_nothing_in_it_has_no_quotes(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc._.quotes == ()
    assert doc.text == text
    assert doc.tensor.shape[0] == len(doc)


def test_the_components_fit_together(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert nlp.pipe_names == list(COMPONENTS)
    assert not any(analysis["problems"].values())


def test_what_the_reader_leaves(nlp: Language, story: str) -> None:
    doc = nlp(story)
    assert doc.tensor.shape == (len(doc), 384)
    assert np.isfinite(doc.tensor).all()
    assert "Nikos Vardas" in {ent.text for ent in doc.ents if ent.label_ == "PERSON"}
    assert len(list(doc.sents)) >= 5
    assert {span.text for span in layers.read_roles(doc, "cue")} >= {"said", "added"}


def test_doc_quotes_are_the_records(nlp: Language, story: str) -> None:
    doc = nlp(story)
    found = doc._.quotes
    assert found == quotes(doc)
    assert [(q.speaker.name, q.speaker.state) for q in found] == [
        ("Nikos Vardas", "GR"),
        ("Nikos Vardas", "GR"),
        ("Kremlin", "RU"),
        ("Liv Aasen", "NO"),
    ]
    assert found[0].text == "We thank Egypt for its patience"
    assert [c.state for c in found[0].counterparts] == ["EG"]


def to_disk(nlp: Language, folder) -> Language:
    nlp.to_disk(folder)
    return spacy.load(folder)


def to_bytes(nlp: Language, folder) -> Language:
    return spacy.blank("en").from_config(nlp.config).from_bytes(nlp.to_bytes())


def pickled(nlp: Language, folder) -> Language:
    return pickle.loads(pickle.dumps(nlp))


@pytest.mark.parametrize("way", [to_disk, to_bytes, pickled])
def test_a_stored_pipeline_finds_the_same(nlp: Language, story: str, tmp_path, way) -> None:
    again = way(nlp, tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    assert again(story)._.quotes == nlp(story)._.quotes


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_can_be_pickled(nlp: Language, story: str, name: str) -> None:
    component = pickle.loads(pickle.dumps(nlp.get_pipe(name)))
    doc = nlp.make_doc(story)
    for other, pipe in nlp.pipeline:
        doc = component(doc) if other == name else pipe(doc)
    assert quotes(doc) == nlp(story)._.quotes


def test_a_pipeline_with_a_reader_of_ones_own_moves_without_its_folder(story: str, tmp_path) -> None:
    """The saved pipeline holds the model; where its config once found it does not matter any more."""
    own = tmp_path / "own reader"
    shutil.copytree(model_dir("reader"), own)
    nlp = load(own)
    wanted = nlp(story)._.quotes
    nlp.to_disk(tmp_path / "pipeline")
    shutil.rmtree(own)
    assert spacy.load(tmp_path / "pipeline")(story)._.quotes == wanted


def test_a_docbin_keeps_what_was_found(nlp: Language, story: str) -> None:
    stored = DocBin(store_user_data=True, docs=[nlp(story)]).to_bytes()
    (doc,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert doc._.quotes == nlp(story)._.quotes


def test_workers_find_what_one_process_finds(nlp: Language, story: str) -> None:
    texts = [story, "", "Rain fell.", story.replace("Egypt", "Chile"), " \n "]
    alone = [doc._.quotes for doc in nlp.pipe(texts)]
    together = [doc._.quotes for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert together == alone
    assert [len(found) for found in alone] == [4, 0, 0, 4, 0]


@pytest.mark.parametrize("batch_size", [1, 2, 50])
def test_neighbours_and_batches_change_nothing(nlp: Language, story: str, batch_size: int) -> None:
    texts = ["Rain fell.", story, story.upper(), story]
    docs = list(nlp.pipe(texts, batch_size=batch_size))
    single = nlp(story)
    for doc in (docs[1], docs[3]):
        assert doc._.quotes == single._.quotes
        assert np.array_equal(doc.tensor, single.tensor)


def test_entities_and_sentences_of_others_are_respected(story: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "WEATHER", "pattern": "Rain"}])
    before = nlp(story)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    after = nlp(story)
    assert [ent.label_ for ent in after.ents] == ["WEATHER"]
    assert [(s.start, s.end) for s in after.sents] == [(s.start, s.end) for s in before.sents]
    assert len(after._.quotes) >= 3


def test_it_reads_any_tokenization(nlp: Language, story: str) -> None:
    """White space alone, and letters that no tokenizer would part."""
    words = story.replace("\n", " ").split()
    for doc in (Doc(nlp.vocab, words=words), Doc(nlp.vocab, words=list(story), spaces=[False] * len(story))):
        for _, component in nlp.pipeline:
            doc = component(doc)
        found = quotes(doc)
        assert found
        assert all(doc.text[f.start : f.end] == f.text for quote in found for f in quote.fragments)


def test_other_span_groups_stay(nlp: Language, story: str) -> None:
    doc = nlp.make_doc(story)
    doc.spans["mine"] = [Span(doc, 0, 2, label="X")]
    for _, component in nlp.pipeline:
        doc = component(doc)
    assert [span.label_ for span in doc.spans["mine"]] == ["X"]


def test_a_component_can_be_left_out(nlp: Language, story: str) -> None:
    fewer = load(exclude=["stancekit_speakers", "stancekit_counterparts"])
    found = fewer(story)._.quotes
    assert [quote.text for quote in found] == [quote.text for quote in nlp(story)._.quotes]
    assert {quote.speaker.state for quote in found} == {None}


BAD = [
    ("no such component", {"exclude": ["stancekit_tone"]}, ValueError, "stancekit_tone"),
    ("no such folder", {"reader": "/nowhere/reader"}, ModelError, "nowhere"),
]


@pytest.mark.parametrize(("given", "error", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_what_load_refuses(given, error, said: str) -> None:
    with pytest.raises(error, match=said):
        load(**given)


def test_a_model_of_another_kind_is_refused() -> None:
    with pytest.raises(ModelError, match="speakers model, not a reader"):
        load(model_dir("speakers"))


def test_a_reader_whose_folder_never_comes_says_so_at_the_first_doc(story: str, tmp_path) -> None:
    reader = Reader(model=tmp_path / "gone")
    with pytest.raises(ModelError, match="gone"):
        reader(spacy.blank("en").make_doc(story))


def test_a_changed_model_file_is_refused(tmp_path) -> None:
    shutil.copytree(model_dir("reader"), tmp_path / "reader")
    graph = tmp_path / "reader" / "reader.onnx"
    graph.write_bytes(graph.read_bytes()[:-1] + b"\0")
    with pytest.raises(ModelError, match="checksum"):
        load(tmp_path / "reader")


@pytest.mark.parametrize("notion", ["quotes", "attributions"])
def test_both_notions_of_a_quote_can_be_read(story: str, notion: str) -> None:
    doc = Reader(notion=notion)(spacy.blank("en").make_doc(story))
    assert layers.read_roles(doc, "content")


def test_another_notion_is_refused() -> None:
    with pytest.raises(ValueError, match="notion"):
        Reader(notion="claims")
