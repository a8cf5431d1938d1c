"""Training the reader: batches, losses by hand, false cues, and a run that goes on where it stopped."""

from __future__ import annotations

import math
import random
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest
from letters import LETTERS, TOKENIZER
from tiny_nets import same, tiny_net, torch

from stancekit.annotation.arguments import FARTHEST
from stancekit.training import reader, reader_batches, reader_losses, reader_texts
from stancekit.training.encoder_net import Size
from stancekit.training.reader import Settings, Training
from stancekit.training.reader_batches import Batch, Cues
from stancekit.training.reader_data import HEADS, IGNORE, ROLES, Example, Labelled, Mark, examples
from stancekit.training.reader_texts import Texts

SMALLEST = Size(layers=1, heads=2, inner=8)
BEGINS = {role: 2 * number + 1 for number, role in enumerate(ROLES)}


def labelled(text: str, *roles: tuple[str, int, int]) -> Labelled:
    marks = [Mark(start, end, ROLES.index(role)) for role, start, end in roles]
    return Labelled(text, {"roles": marks}, [marks] if marks else [])


QUOTE = labelled("he says no", ("source", 0, 2), ("cue", 3, 7), ("content", 8, 10))
LONGER = labelled("ana adds that so it is", ("source", 0, 3), ("cue", 4, 8), ("content", 14, 22))
SILENT = labelled("it rains")


def read(*texts: Labelled) -> list[Example]:
    return examples(texts, TOKENIZER)


def ladder(count: int) -> list[Example]:
    """Windows of one piece more each."""
    return [read(labelled("a" * n))[0] for n in range(1, count + 1)]


def test_an_epoch_shows_every_window_once_beside_others_of_its_length() -> None:
    windows_read = ladder(33)
    found = list(reader_batches.batches(windows_read, 4, random.Random(0)))
    assert [len(batch) for batch in found].count(4) == 8
    lengths = [[len(one.window.ids) for one in batch] for batch in found]
    assert sorted(length for batch in lengths for length in batch) == list(range(3, 36))
    assert all(batch == list(range(batch[0], batch[0] + len(batch))) for batch in lengths)
    assert lengths != sorted(lengths), "in random order"
    again = reader_batches.batches(windows_read, 4, random.Random(0))
    assert lengths == [[len(one.window.ids) for one in batch] for batch in again]


def test_windows_are_padded_to_the_longest_of_a_batch() -> None:
    batch = reader_batches.collate(read(QUOTE, SILENT, LONGER))
    lengths = [10, 9, 19]
    assert batch.ids.shape == batch.shapes.shape == batch.mask.shape == batch.words.shape == (3, 19)
    assert batch.mask.sum(1).tolist() == lengths
    assert set(batch.labels) == set(HEADS)
    for row, length in enumerate(lengths):
        assert not batch.ids[row, length:].any()
        assert not batch.words[row, length:].any(), "padding is of no word"
        assert all((labels[row, length:] == IGNORE).all() for labels in batch.labels.values())
    (one,) = read(QUOTE)
    assert tuple(batch.ids[0, :10].tolist()) == one.window.ids
    assert batch.labels["roles"][0, :10].tolist() == one.labels["roles"].tolist()


def test_the_cues_of_a_batch_know_their_rows() -> None:
    cues = reader_batches.collate(read(QUOTE, SILENT, LONGER)).cues
    assert cues.rows == [0, 2]
    assert cues.spans == [(1, 2), (1, 2)]
    assert ["".join(LETTERS["roles"][label] for label in labels) for labels in cues.labels] == ["S.C", "S..Ccc"]


def even(count: int, pieces: int) -> torch.Tensor:
    """Logits that prefer nothing: each piece costs ``log(count)``."""
    return torch.zeros(1, pieces, count)


def told(head: str, labels: list[int]) -> dict[str, torch.Tensor]:
    """Labels of one head; the others are masked."""
    masked = {name: torch.full((1, len(labels)), IGNORE) for name in HEADS}
    return {**masked, head: torch.tensor([labels])}


LOSSES = [
    ("roles, all told", "roles", [0, 1, 2, 5], math.log(7)),
    ("half of the pieces told: more than half of the loss", "roles", [0, 1, IGNORE, IGNORE], math.log(7) * 2 / 3),
    ("the wider notion weighs less", "wide", [0, 1, 2, 5], 0.7 * math.log(7)),
    ("names", "names", [0, 1, 2, 5], math.log(7)),
    ("starts weigh least", "starts", [0, 1, 0, 0], 0.3 * math.log(3)),
    ("nothing told", "names", [IGNORE] * 4, 0.0),
]


@pytest.mark.parametrize(("head", "labels", "wanted"), [case[1:] for case in LOSSES], ids=[case[0] for case in LOSSES])
def test_losses_of_heads(head: str, labels: list[int], wanted: float) -> None:
    outputs = tuple(even(2 * len(kinds) + 1, 4) for kinds in HEADS.values())
    assert float(reader_losses.head_losses(outputs, told(head, labels))) == pytest.approx(wanted, abs=1e-6)


def test_losses_add_up_and_ask_for_what_is_told() -> None:
    outputs = tuple(even(2 * len(kinds) + 1, 4) for kinds in HEADS.values())
    both = {**told("roles", [0, 1, 2, 5]), "starts": torch.tensor([[0, 1, 0, 0]])}
    assert float(reader_losses.head_losses(outputs, both)) == pytest.approx(math.log(7) + 0.3 * math.log(3), abs=1e-6)
    outputs[0][0, range(4), [0, 1, 2, 5]] = 100.0
    assert float(reader_losses.head_losses(outputs, both)) == pytest.approx(0.3 * math.log(3), abs=1e-6)


def taken(**pieces: list[int]) -> tuple[torch.Tensor, ...]:
    """Logits of heads that take some pieces of one window of five for the beginning of a cue."""
    found = []
    for head, kinds in HEADS.items():
        logits = even(2 * len(kinds) + 1, 5)
        logits[0, pieces.get(head, []), BEGINS["cue"] if head in pieces else 0] = 9.0
        found.append(logits)
    return tuple(found)


def window_of(roles: list[int], wide: list[int]) -> Batch:
    """A window ``[CLS] one two three [SEP]`` of words of one piece."""
    pieces = torch.ones(1, 5, dtype=torch.long)
    labels = {**told("roles", roles), "wide": torch.tensor([wide])}
    return Batch(pieces, pieces, pieces, torch.tensor([[0, 1, 2, 3, 0]]), labels, Cues([], [], []))


NONE, CUE, CONTENT, ANY = 0, BEGINS["cue"], BEGINS["content"], IGNORE
TOLD = [ANY, NONE, NONE, NONE, ANY]
UNTOLD = [ANY] * 5
FALSE = [
    ("none where the net takes nothing for a cue", TOLD, TOLD, {}, []),
    ("a word that is none", TOLD, TOLD, {"roles": [2]}, [1]),
    ("a word of a content is none", [ANY, CONTENT, NONE, NONE, ANY], UNTOLD, {"roles": [1]}, [0]),
    ("a cue is one", [ANY, CUE, NONE, NONE, ANY], UNTOLD, {"roles": [1]}, []),
    ("the inside of a cue is one", [ANY, CUE, CUE + 1, NONE, ANY], UNTOLD, {"roles": [2]}, []),
    ("special pieces are no words", TOLD, TOLD, {"roles": [0, 4]}, []),
    ("what is a cue in the wider notion alone is no false one", TOLD, [ANY, CUE, NONE, NONE, ANY], {"roles": [1]}, []),
    ("where only the narrow notion is told, it decides", TOLD, UNTOLD, {"roles": [1]}, [0]),
    ("where nothing is told, nothing is false", UNTOLD, UNTOLD, {"roles": [1], "wide": [2]}, []),
    ("the wider notion has false cues of its own", TOLD, TOLD, {"wide": [3]}, [2]),
    ("not more than two a window", TOLD, TOLD, {"roles": [1, 2, 3]}, [0, 1]),
    ("other heads have no cues", TOLD, TOLD, {"names": [1]}, []),
]


@pytest.mark.parametrize(
    ("roles", "wide", "takes", "wanted"), [case[1:] for case in FALSE], ids=[case[0] for case in FALSE]
)
def test_false_cues(roles: list[int], wide: list[int], takes: dict, wanted: list[int]) -> None:
    found = reader_losses.with_false_cues(Cues([], [], []), taken(**takes), window_of(roles, wide))
    assert found.spans == [(word, word + 1) for word in wanted]
    assert found.rows == [0] * len(wanted)
    assert [labels.tolist() for labels in found.labels] == [[0, 0, 0]] * len(wanted), "of no content and no source"


def test_false_cues_come_behind_the_true_ones() -> None:
    batch = window_of([ANY, CUE, NONE, NONE, ANY], UNTOLD)
    true = Cues([0], [(0, 1)], [np.array([0, 1, 2])])
    found = reader_losses.with_false_cues(true, taken(roles=[1, 3]), batch)
    assert found.spans == [(0, 1), (2, 3)]
    assert true.spans == [(0, 1)], "the batch keeps its own"


class Asked:
    """In the place of an argument head: keeps what it is asked, sure of nothing but that the third word is outside."""

    def word(self, vectors: torch.Tensor) -> torch.Tensor:
        return vectors

    def __call__(self, words: torch.Tensor, cues: torch.Tensor, distances: torch.Tensor) -> torch.Tensor:
        self.words, self.cues, self.distances = words, cues, distances
        answers = torch.zeros(*distances.shape, 5)
        answers[:, 2:3, 0] = 100.0
        return answers


def asked(words: list[list[int]], vectors: list, cues: Cues) -> tuple[Asked, float]:
    """What the argument head was asked, and the loss."""
    head = Asked()
    batch = SimpleNamespace(words=torch.tensor(words))
    loss = reader_losses.argument_loss(SimpleNamespace(arguments=head), torch.tensor(vectors), batch, cues)
    return head, float(loss)


def test_the_argument_head_is_asked_about_words_not_pieces() -> None:
    vectors = [[[9.0], [1.0], [3.0], [5.0], [9.0]], [[9.0], [7.0], [8.0], [9.0], [9.0]]]
    cues = Cues([0, 1], [(1, 2), (0, 2)], [np.array([1, 0]), np.array([0, 3, IGNORE])])
    head, loss = asked([[0, 1, 1, 2, 0], [0, 1, 2, 3, 0]], vectors, cues)
    assert head.words.squeeze(-1).tolist() == [[2, 5, 0], [7, 8, 9]], "a word's vector is the mean of its pieces'"
    assert head.cues.squeeze(-1).tolist() == [5, 7.5], "a cue's the mean of its words'"
    assert (head.distances - FARTHEST).tolist() == [[-1, 0, 1], [0, 0, 1]]
    assert loss == pytest.approx(math.log(5)), "padding and masked words count for nothing"


@pytest.mark.parametrize(("label", "wanted"), [(IGNORE, math.log(5)), (0, math.log(5) * 2 / 3), (1, None)])
def test_each_word_that_is_told_counts_the_same(label: int, wanted: float | None) -> None:
    _, loss = asked([[1, 2, 3]], [[[1.0]] * 3], Cues([0], [(0, 1)], [np.array([0, 1, label])]))
    assert loss == pytest.approx(wanted or (2 * math.log(5) + 100) / 3)


def test_two_cues_of_a_window_are_asked_about_the_same_words() -> None:
    head, _ = asked([[1, 2]], [[[1.0], [2.0]]], Cues([0, 0], [(0, 1), (1, 2)], [np.array([0, 1])] * 2))
    assert head.words.squeeze(-1).tolist() == [[1, 2], [1, 2]]
    assert head.cues.squeeze(-1).tolist() == [1, 2]


@torch.no_grad()
def loss_of(net, *texts: Labelled) -> float:
    batch = reader_batches.collate(read(*texts))
    *_, vectors = net(batch.ids, batch.shapes, batch.mask)
    return float(reader_losses.argument_loss(net, vectors, batch, batch.cues))


def test_no_cue_no_loss() -> None:
    assert loss_of(tiny_net(SMALLEST), SILENT) == 0.0


def test_a_cue_costs_the_same_beside_longer_windows() -> None:
    net = tiny_net(SMALLEST)
    alone = loss_of(net, QUOTE)
    assert alone > 0
    assert loss_of(net, QUOTE, labelled("so it is " * 20)) == pytest.approx(alone, abs=1e-5)


STEPS = 6
RATE = 1e-3


def training(seed: int = 0) -> Training:
    return Training(tiny_net(SMALLEST, seed), Settings(rate=RATE), STEPS)


def steps(run: Training, first: int, last: int) -> list[float]:
    """Losses of some steps on one batch, each with a dropout of its own."""
    run.net.train()
    found = []
    for step in range(first, last):
        torch.manual_seed(step)
        found.append(run.step(reader_batches.collate(read(QUOTE, LONGER, SILENT))))
    return found


def test_training_learns() -> None:
    losses = steps(training(), 0, STEPS)
    assert losses[-1] < 0.8 * losses[0]


def test_a_resumed_training_is_the_same_as_one_that_never_stopped(tmp_path) -> None:
    whole, stopped = training(), training()
    losses = steps(whole, 0, STEPS)
    before = steps(stopped, 0, 2)
    stopped.save(tmp_path, epoch=3)
    resumed = training(seed=1)
    assert resumed.resume(tmp_path) == 4, "the epoch to do next"
    assert before + steps(resumed, 2, STEPS) == pytest.approx(losses, abs=1e-5)
    for one, other in zip(whole.net.parameters(), resumed.net.parameters(), strict=True):
        assert same(one, other)
    assert resumed.schedule.get_last_lr() == whole.schedule.get_last_lr()


def test_what_is_saved_is_a_net_by_itself(tmp_path) -> None:
    run = training()
    run.save(tmp_path, epoch=0)
    saved = torch.load(tmp_path / "reader.pt", weights_only=True)
    assert set(saved) == set(run.net.state_dict())


def test_what_is_new_learns_faster_than_what_is_not() -> None:
    run = training()
    body, top = run.optimizer.param_groups
    assert body["max_lr"] == RATE
    assert top["max_lr"] == reader.HEAD_RATE
    assert len(body["params"]) + len(top["params"]) == len(list(run.net.parameters())), "each is in one group"
    assert any(parameter is run.net.encoder.shapes.weight for parameter in top["params"])


@pytest.fixture
def texts(monkeypatch) -> Texts:
    """A little of everything; one window each."""
    monkeypatch.setattr(reader_texts, "base_tokenizer", lambda: TOKENIZER)
    named = [Labelled("Dorva waits", {"names": [Mark(0, 5, 2)]})] * 4
    split = [Labelled("it rains. so it is.", {"starts": [Mark(0, 1, 0), Mark(10, 11, 0)]})] * 8
    return Texts([QUOTE] * 5, [LONGER] * 2, named, split)


def test_an_epoch_shows_our_own_articles_more_often(texts) -> None:
    found = texts.epoch(0)
    assert len(found) == 5 + 2 * reader_texts.OWN_WEIGHT + 4 // 2 + 8 // 4
    assert sum((one.labels["names"] != IGNORE).any() for one in found) == 2
    assert sum((one.labels["starts"] != IGNORE).any() for one in found) == 2
    assert sum(bool(one.arguments) for one in found) == 5 + 2 * reader_texts.OWN_WEIGHT


def test_epochs_differ_and_can_be_told_again(texts) -> None:
    one, again, other = ([part.window for part in texts.epoch(seed)] for seed in (1, 1, 2))
    assert one == again
    assert one != other


def test_a_run_that_was_interrupted_does_the_epochs_that_are_left(texts, tmp_path, monkeypatch, caplog) -> None:
    caplog.set_level("INFO", logger=reader.log.name)
    settings = Settings(batch_size=8)
    epochs = [partial(texts.epoch, seed) for seed in range(3)]
    save = Training.save

    def saves_and_breaks(self, path, epoch) -> None:
        save(self, path, epoch)
        if epoch == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Training, "save", saves_and_breaks)
    with pytest.raises(KeyboardInterrupt):
        reader.run(tiny_net(SMALLEST), settings, epochs, tmp_path / "run", resume=False)
    caplog.clear()
    reader.run(tiny_net(SMALLEST, seed=1), settings, epochs, tmp_path / "run", resume=True)
    assert [message.split()[1] for message in caplog.messages if "done" in message] == ["2"]
    rest = torch.load(tmp_path / "run" / "training.pt", weights_only=True)
    assert rest["epoch"] == 2
    assert rest["schedule"]["last_epoch"] == rest["schedule"]["total_steps"], "the schedule has come to its end"


def test_a_net_is_pruned_to_the_size_of_the_release(texts, monkeypatch) -> None:
    monkeypatch.setattr(reader, "RELEASED", Size(layers=1, heads=1, inner=3))
    net = tiny_net(SMALLEST, vocabulary=None)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    narrow = reader.pruned(net, texts, seed=0)
    (layer,) = narrow.encoder.layers
    assert (layer.heads, layer.widen.out_features) == (1, 3)
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())
    assert same(narrow.encoder.words.weight, net.encoder.words.weight, 0)
