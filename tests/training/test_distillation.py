"""Lessons of a smaller reader: whose answers a spoilt word gets, and that learning them comes nearer to the teacher."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from tiny_nets import tiny_net, torch

from stancekit.artefacts import model_dir
from stancekit.training import distillation
from stancekit.training.distillation import LABELS, Answers, Lesson, Teacher, collate, loss
from stancekit.training.encoder_net import WIDTH
from stancekit.training.reader_net import HEADS

TEXT = "Talks will go on, minister Ana Kovarova said.\n\nPeru had warned that the envoys would leave."


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    return Teacher(model_dir("reader"))


def words_of(lesson: Lesson, seen: str) -> list[tuple[str, str]]:
    """For each piece, the piece as it is seen and the word whose answer it gets."""
    known = [(lesson.window.offsets[i], row) for i, row in enumerate(lesson.rows) if row >= 0]
    return [(seen[s:e], re.match(r"\w+|.", TEXT[lesson.answers.starts[row] :])[0]) for (s, e), row in known]


def test_the_teacher_answers_for_every_word(teacher):
    answers = teacher.answers(TEXT)
    assert TEXT[answers.starts[0] :].startswith("Talks")
    assert len(answers.starts) == len(answers.first) == len(answers.rest) == len(answers.vectors)
    assert sorted(answers.starts) == list(answers.starts)
    for said in (answers.first, answers.rest):
        for head in np.split(said, np.cumsum(LABELS)[:-1], axis=1):
            np.testing.assert_allclose(head.sum(axis=1), 1, atol=1e-4)


def test_a_text_without_words_has_no_answers_and_no_lessons(teacher):
    assert len(teacher.answers(" \n").starts) == 0
    assert teacher.lessons(" \n", random.Random(0)) == []


@pytest.mark.parametrize(
    ("edits", "pairs"),
    [
        pytest.param([], [("Peru", "Peru"), ("leave", "leave")], id="as it is"),
        pytest.param([(47, 51, "Pfru")], [("P", "Peru"), ("fr", "Peru"), ("u", "Peru")], id="a slip cut in three"),
        pytest.param([(68, 72, "")], [("that", "that"), ("leave", "leave")], id="an article dropped"),
    ],
)
def test_a_spoilt_word_gets_the_answer_of_the_word_that_it_was(teacher, monkeypatch, edits, pairs):
    monkeypatch.setattr(distillation, "spoilt", lambda text, rng: edits)
    seen = distillation.apply_edits(TEXT, edits)[0]
    [lesson] = teacher.lessons(TEXT, random.Random(0))
    got = words_of(lesson, seen)
    assert len(got) == len(lesson.window.ids) - 3, "all but the pieces that open and close paragraphs"
    assert set(pairs) <= set(got)
    assert all(word.startswith(piece) for piece, word in got if word in seen.split() and piece in seen.split())


def test_a_word_that_falls_apart_goes_on_inside_of_what_it_begins():
    said = np.zeros((1, sum(LABELS)))
    said[0, 1] = 0.9  # begins content
    said[0, 2] = 0.1
    inside = distillation._inside(said)
    assert inside[0, 1] == 0
    assert inside[0, 2] == pytest.approx(1.0)


def lessons_of(teacher, count=4) -> list[Lesson]:
    return [one for seed in range(count) for one in teacher.lessons(TEXT, random.Random(seed))]


def test_a_batch_holds_an_answer_for_each_piece_and_each_word(teacher):
    lessons = lessons_of(teacher)
    shown = collate(lessons)
    assert shown.said.shape == (sum(int((one.rows >= 0).sum()) for one in lessons), sum(LABELS))
    assert int(shown.known.sum()) == len(shown.said) == len(shown.word)
    assert len(shown.vectors) == int(shown.word.max()) + 1 == sum(len(set(one.rows[one.rows >= 0])) for one in lessons)


def test_nothing_is_lost_where_the_net_says_what_the_teacher_says():
    net = tiny_net(vocabulary=None)
    ids = torch.tensor([[5, 6, 7, 8]])
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        *heads, vectors = net(ids, torch.zeros_like(ids), torch.ones_like(ids))
    said = torch.cat([head[0].float().softmax(-1) for head in heads], -1).numpy()
    answers = Answers(np.arange(4), said, said, vectors[0].float().numpy())
    window = distillation.Window((5, 6, 7, 8), ((0, 1), (1, 2), (2, 3), (3, 4)), (0, 0, 0, 0))
    shown = collate([Lesson(window, answers, np.arange(4), np.ones(4, dtype=bool))])
    with torch.no_grad():
        lost, apart = loss(net, shown, 1.0)
    assert float(lost) == pytest.approx(0, abs=1e-3)
    assert float(apart) == pytest.approx(0, abs=1e-3)
    assert shown.vectors.shape == (4, WIDTH)
    assert len(heads) == len(HEADS)


def test_a_run_comes_nearer_to_the_teacher_and_leaves_a_checkpoint(teacher, tmp_path):
    net = tiny_net(vocabulary=None)
    shown = collate(lessons_of(teacher, 1))

    def lost() -> float:
        with torch.no_grad():
            return float(sum(loss(net.eval(), shown, 0.3)))

    before = lost()
    arguments = {name: value.clone() for name, value in net.arguments.state_dict().items()}
    distillation.train(net, teacher, [[TEXT] * 4] * 6, tmp_path, rate=2e-3, batch=4)
    assert lost() < before
    assert all(torch.equal(value, arguments[name]) for name, value in net.arguments.state_dict().items())
    assert (tmp_path / "reader.pt").is_file()
