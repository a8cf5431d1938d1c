"""The source span: title and name that stand together, without appositions."""

import pytest
from marked_docs import marked_doc

from stancekit.annotation.layers import read_roles
from stancekit.annotation.sources import trim_source

CASES = [
    ("title and name stand together", "<s>Foreign Minister <p>Ana Kovar</p></s>", "Foreign Minister Ana Kovar"),
    ("the name of an apposition", "<s>the minister, <p>Ana Kovar</p>,</s>", "Ana Kovar"),
    ("a name with an apposition", "<s><p>Ana Kovar</p>, the foreign minister</s>", "Ana Kovar"),
    ("an apposition in brackets", "<s><p>Ana Kovar</p> (Greens)</s>", "Ana Kovar"),
    ("a relative clause", "<s>an aide who asked not to be named</s>", "an aide"),
    ("a relative clause behind a comma", "<s>an aide, who knows <p>Ana Kovar</p></s>", "an aide"),
    ("no name: the first part", "<s>the ministry, in a statement</s>", "the ministry"),
    ("a pronoun", "<s>she</s>", "she"),
    ("a dash", "<s><p>Ana Kovar</p> — the envoy</s>", "Ana Kovar"),
    ("a name that the reader cut", "<p><s>Ana</s> Kovar</p>", "Ana Kovar"),
    ("a name of which the reader has the end", "<p>Ana <s>Kovar</s></p>", "Ana Kovar"),
    ("a number is no part", "<s>12, officials</s>", "officials"),
    ("an office that the reader cut", "<s>the</s> minister", "the minister"),
    ("a plural", "<s>officials</s>", "officials"),
    ("a small word that names nobody", "<s>yesterday</s>", None),
    ("nothing that could name anyone", "<s>, —</s>", None),
    ("a mere number", "<s>12</s>", None),
]


@pytest.mark.parametrize(("markup", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_trimmed_sources(markup, wanted):
    (span,) = read_roles(marked_doc(markup), "source")
    trimmed = trim_source(span)
    assert (trimmed.text if trimmed is not None else None) == wanted
