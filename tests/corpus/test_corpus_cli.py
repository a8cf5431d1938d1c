"""``stancekit score``, end to end with fake models: exit status, what is printed where, bad input."""

from __future__ import annotations

import gzip
import json
from contextlib import nullcontext
from pathlib import Path

import fake_models
import pytest

from stancekit import scoring
from stancekit.cli import main
from stancekit.corpus import run
from stancekit.corpus.executors import InProcess
from stancekit.corpus.model_source import ModelFolders
from stancekit.tables import read_rows

GOOD = '{"id": 1, "text": "“We will answer Zagreb [now],” she said."}\n'


@pytest.fixture(autouse=True)
def _fake_loading(monkeypatch):
    monkeypatch.setattr(scoring, "load_models", lambda reader, tone_model, names: fake_models.load())
    monkeypatch.setattr(run, "LoneWorker", lambda: nullcontext(InProcess()))  # another would load the real ones


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Write files by relative name, and work in their folder."""
    monkeypatch.chdir(tmp_path)

    def write(**files: bytes | str) -> None:
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    return write


def test_all_scored_is_status_0(put, capsys):
    put(in_jsonl=GOOD, b_txt="“Hm.”")
    assert main(["score", "in.jsonl", "b.txt", "-o", "rows.csv"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "2 articles, 2 quotes, 2 rows -> rows.csv\n"
    assert read_rows("rows.csv")["doc_id"].tolist() == ["1", "b"]


BAD_INPUT = [
    ("empty file", {"bad_txt": b""}, "bad.txt", "bad"),
    ("binary file", {"bad_txt": b"\x89PNG\r\n\x1a\n" + bytes(50)}, "bad.txt", "bad"),
    ("folder without articles", {"bad__notes_md": "x"}, "bad", "bad"),
    ("table without text", {"bad_csv": "id,body\n1,x\n"}, "bad.csv", "bad.csv"),
    ("row without text", {"bad_jsonl": '{"id": 5, "text": NaN}\n'}, "bad.jsonl", "5"),
    ("broken JSON", {"bad_jsonl": "{\n"}, "bad.jsonl", "bad.jsonl:1"),
    ("id that came before", {"bad_jsonl": '{"id": 1, "text": "y"}\n'}, "bad.jsonl", "1"),
    ("gzip cut short", {"bad_txt_gz": gzip.compress(b"text")[:-5]}, "bad.txt.gz", "bad"),
    ("unknown ending", {"bad_docx": "x"}, "bad.docx", "bad.docx"),
    ("missing file", {}, "bad.txt", "bad.txt"),
    ("blank article", {"bad_csv": "id,text\n5,\n"}, "bad.csv", "5"),
]


@pytest.mark.parametrize(
    ("files", "given", "doc_id"), [case[1:] for case in BAD_INPUT], ids=[case[0] for case in BAD_INPUT]
)
def test_bad_input_beside_good_is_status_1(put, capsys, files, given, doc_id):
    put(in_jsonl=GOOD, **files)
    assert main(["score", "in.jsonl", given, "-o", "rows.jsonl"]) == 1
    err = capsys.readouterr().err
    assert err == ("1 article, 1 quote, 1 row -> rows.jsonl; 1 rejected, see rows.jsonl.rejected.jsonl\n")
    (rejection,) = map(json.loads, Path("rows.jsonl.rejected.jsonl").read_text().splitlines())
    assert list(rejection) == ["doc_id", "reason", "detail"]
    assert rejection["doc_id"] == doc_id
    assert all(rejection.values())


@pytest.mark.parametrize(
    ("files", "given"),
    [case[1:3] for case in BAD_INPUT if case[0] != "id that came before"],
    ids=[case[0] for case in BAD_INPUT if case[0] != "id that came before"],
)
def test_bad_input_alone_is_status_2_and_one_line(put, capsys, files, given):
    put(**files)
    assert main(["score", given, "-o", "rows.jsonl"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("stancekit: nothing could be scored: ")
    assert err.count("\n") == 1
    assert not Path("rows.jsonl").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-o", "other/"], "holds other files than rows of ours"),
        (["-o", "rows.xml"], "rows are kept as .jsonl"),
        (["-o", "absent/rows.csv"], "there is no folder absent"),
        (["-o", "in.jsonl"], "both input and output"),
        (["-o", "rows.csv", "--engine", "spark"], "no engine 'spark'; there are local and dask"),
        (["-o", "rows.csv", "--scheduler", "tcp://host:1"], "use the engine dask with it"),
        (["-o", "-", "--show", "3"], "choose one"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(put, capsys, options, says):
    put(in_jsonl=GOOD, other__notes_md="x")
    assert main(["score", "in.jsonl", *options]) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.startswith("stancekit: ")
    assert err.count("\n") == 1


def test_a_missing_model_is_told_in_one_line(put, capsys, monkeypatch):
    put(in_jsonl=GOOD)
    monkeypatch.setattr(scoring, "load_models", lambda reader, tone_model, names: fake_models.load_broken())
    assert main(["score", "in.jsonl", "-o", "rows.csv"]) == 2
    assert capsys.readouterr().err == "stancekit: models/tone: no such model\n"


def test_a_mistake_of_ours_is_not_hidden(put, monkeypatch):
    put(in_jsonl=GOOD)
    monkeypatch.setattr(scoring, "load_models", lambda reader, tone_model, names: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["score", "in.jsonl", "-o", "rows.csv"])


def test_columns_and_models_are_handed_on(put, monkeypatch):
    put(in_csv="nr,body,day,paper,link,head\n1,“Hm”,2024-03-01,The Wire,u,Rain\n")
    monkeypatch.setattr(ModelFolders, "checksums", lambda self: {})
    asked = []
    monkeypatch.setattr(scoring, "load_models", lambda *folders: asked.append(folders) or fake_models.load())
    names = {"id": "nr", "text": "body", "date": "day", "outlet": "paper", "url": "link", "title": "head"}
    columns = [word for field, name in names.items() for word in (f"--{field}-column", name)]
    own = ["--names", "n.tsv", "--names", "m.tsv"]
    assert main(["score", "in.csv", "-o", "rows.csv", "--reader", "r", "--tone-model", "t", *own, *columns]) == 0
    row = read_rows("rows.csv").iloc[0]
    assert row[["doc_id", "title", "date", "outlet", "url"]].tolist() == ["1", "Rain", "2024-03-01", "The Wire", "u"]
    places = [str(Path(name).absolute()) for name in ("r", "t", "n.tsv", "m.tsv")]
    assert asked == [(places[0], places[1], (places[2], places[3]))]


def test_show_prints_the_first_rows(put, capsys):
    put(in_jsonl=GOOD + '{"id": 2, "text": "“It rains.”"}\n')
    assert main(["score", "in.jsonl", "-o", "rows.csv", "--show", "1"]) == 0
    out = capsys.readouterr().out
    assert "SI → HR" in out
    assert "hostile" in out
    assert "-0.70" in out
    assert "We will answer Zagreb [now]," in out
    assert "It rains" not in out


def test_rows_on_standard_output(put, capfd):
    put(in_jsonl=GOOD + '{"id": 2, "text": ""}\n')
    assert main(["score", "in.jsonl", "-o", "-"]) == 1
    out, err = capfd.readouterr()
    assert json.loads(out)["counterpart"] == "HR"
    first, last = err.splitlines()
    assert json.loads(first)["reason"] == "bad text"
    assert last == "1 article, 1 quote, 1 row -> standard output; 1 rejected"


def test_an_interrupt_is_status_130(put, capsys, monkeypatch):
    put(in_jsonl=GOOD)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scoring, "load_models", interrupt)
    assert main(["score", "in.jsonl", "-o", "rows.csv"]) == 130
    assert "interrupted; no rows were written" in capsys.readouterr().err
    assert [path.name for path in Path().iterdir()] == ["in.jsonl"]


def test_a_folder_of_rows_and_what_came_of_it(put, capsys):
    put(in_jsonl=GOOD + '{"id": 2, "text": ""}\n')
    assert main(["score", "in.jsonl", "-o", "rows", "--show", "1"]) == 1
    out, err = capsys.readouterr()
    assert "SI → HR" in out
    assert err == "1 article, 1 quote, 1 row -> rows; 1 rejected, see rows.rejected.jsonl\n"
    assert main(["score", "in.jsonl", "-o", "rows"]) == 2
    assert capsys.readouterr().err == "stancekit: rows: holds a finished run; --fresh replaces it\n"
    assert main(["score", "in.jsonl", "-o", "rows", "--resume"]) == 1
    assert "; 2 articles were done already" in capsys.readouterr().err
    assert main(["score", "in.jsonl", "-o", "rows", "--fresh"]) == 1


def test_a_profile_is_a_table_of_stages(put, capsys):
    put(in_jsonl=GOOD)
    assert main(["score", "in.jsonl", "-o", "rows.csv", "--profile"]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].split() == "stage CPU seconds share".split()
    assert {line.split()[0] for line in lines[1:-1]} == {"read", "fake", "rows", "write"}
    assert lines[-1] == "1 article, 1 quote, 1 row -> rows.csv"


def test_patterns_are_expanded(put):
    put(a__march_jsonl=GOOD, a__may_jsonl=GOOD.replace('"id": 1', '"id": 2'))
    assert main(["score", "a/m*.jsonl", "-o", "rows.csv"]) == 0
    assert read_rows("rows.csv")["doc_id"].tolist() == ["1", "2"]
