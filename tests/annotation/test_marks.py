"""Quotation marks: what a reader takes for quoted, in every house style and however garbled."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stancekit.annotation.marks import stretches

STYLES = [
    ("curly", "“A start,” he said. “No more.”", ["A start,", "No more."]),
    ("straight", '"A start," he said. "No more."', ["A start,", "No more."]),
    ("two single marks", "''A start,'' he said. ''No more.''", ["A start,", "No more."]),
    ("as typesetters key them", "``A start,'' he said.", ["A start,"]),
    ("two curly single marks", "‘‘A start,’’ he said.", ["A start,"]),
    ("British", "‘A start,’ he said, ‘and no more.’", ["A start,", "and no more."]),
    ("guillemets with spaces", "« Pas encore », she said.", [" Pas encore "]),
    ("guillemets without", "«Pas encore», she said.", ["Pas encore"]),
    ("single guillemets", "‹Pas encore›, she said.", ["Pas encore"]),
    ("German", "„Noch nicht“, she said. „Nie.“", ["Noch nicht", "Nie."]),
    ("German guillemets", "»Noch nicht«, she said, »aber bald.«", ["Noch nicht", "aber bald."]),
    ("Polish", "„Jeszcze nie”, she said.", ["Jeszcze nie"]),
    ("Swedish", "”Inte än”, she said. ”Aldrig.”", ["Inte än", "Aldrig."]),
    ("corner brackets, where no spaces tell", "大臣は「まだ」と述べ『否』とした。", ["まだ", "否"]),
    ("full-width", "＂Not yet＂, she said.", ["Not yet"]),
    ("spaces inside", "“ Not yet ” she said. \" Never \" she said. ' No ' she said.", [" Not yet ", " Never ", " No "]),
]

APOSTROPHES = [
    (
        "British marks beside apostrophes",
        "‘We’ve kept the ministers’ word,’ she said, ‘and it’s done.’",
        ["We’ve kept the ministers’ word,", "and it’s done."],
    ),
    ("straight", "'tomorrow, if they'll have me'.", ["tomorrow, if they'll have me"]),
    ("possessives are no marks", "the envoys' plan and the ministers' reply", []),
    ("elisions are no marks", "rock 'n' roll in the ’90s harbour, ’tis said, ’til Monday", []),
    ("an elision in a quotation", "‘Rock ’n’ roll is so ’90s,’ he said.", ["Rock ’n’ roll is so ’90s,"]),
    ("a quotation that opens with one", "‘’Tis late,’ he said.", ["’Tis late,"]),
    ("a nickname in marks", "the man called ‘Lyin’ Leo’ in Dorva", ["Lyin’ Leo"]),
    ("endings cut short", "'Goin' to see ol' Leo,' he said.", ["Goin' to see ol' Leo,"]),
    ("single words", "the ‘axis’ of ‘reason’", ["axis", "reason"]),
    ("a plural in marks, then a possessive", "the ‘envoys’ and the ministers’ plan", ["envoys"]),
    ("the s of a title in marks", "“Aurora”’s crew said “no”.", ["Aurora", "no"]),
    ("feet and inches", 'A 6\'2" guard with a 5" knife said "no" from 5\' away.', ["no"]),
    ("inches in a quotation", '"The 5" gun fired," he said. "Twice."', ['The 5" gun fired,', "Twice."]),
]

INSIDE = [
    ("single in double", "“He said ‘no’ to us,” she said.", ["He said ‘no’ to us,"]),
    ("double in single", "‘He said “no” to us,’ she said.", ["He said “no” to us,"]),
    ("straight", "\"He said 'no' to us,\" she said. 'He said \"no\".'", ["He said 'no' to us,", 'He said "no".']),
    ("double in double", "“He said “no” to us,” she said.", ["He said “no” to us,"]),
    ("curly in straight", '"He said “no” and “never”," she said.', ["He said “no” and “never”,"]),
    ("curly in guillemets", "« Il a dit “non” », she said.", [" Il a dit “non” "]),
    ("three deep", "“He said ‘she said “no” to us’ then,” she said.", ["He said ‘she said “no” to us’ then,"]),
    ("both end together", "“He said ‘no’,” she said. “He said ‘never.’”", ["He said ‘no’,", "He said ‘never.’"]),
    ("both begin together", "‘“No” is no answer,’ she said.", ["“No” is no answer,"]),
]

SPACING = [
    ("no spaces around", "He said“No”and left,“Yes”she said.", ["No", "Yes"]),
    ("nor around straight marks", 'He said"No"and left,"Yes"she said.', ["No", "Yes"]),
    ("a space on the wrong side", "He said “no ”and left. “Yes,” she said.", ["no ", "Yes,"]),
    ("two quotations in a row", '"Open." "Shut."', ["Open.", "Shut."]),
    ("without a space between", '"Open.""Shut."', ["Open.", "Shut."]),
    ("brackets, slashes, dashes", "(“No”) [“no”] “yes”/“no” “no”—he", ["No", "no", "yes", "no", "no"]),
    ("ellipses", '“… and so on …” he said. "... or not ..."', ["… and so on …", "... or not ..."]),
    ("a stop before the closing mark", "“The port is open..” she said.", ["The port is open.."]),
    ("a stop and a comma", "“The port is open.,” she said. “Now..”", ["The port is open.,", "Now.."]),
]

ODD = [
    ("swapped", "”The port is open“, she said. “Now.”", ["The port is open", "Now."]),
    ("doubled", "““The port is open.”” “Now.”", ["The port is open.", "Now."]),
    ("doubled with a space", "“The port is open.” ” she said. “Now.”", ["The port is open.", "Now."]),
    ("straight and curly", '"The port is open”, she said. “Now."', ["The port is open", "Now."]),
    ("double and single", "“The port is open,’ she said. “Now.”", ["The port is open,", "Now."]),
    ("guillemet and curly", "«The port is open,” she said. “Now.”", ["The port is open,", "Now."]),
    ("a mark by itself", 'She said " and left. "Now," she said. A stray ” too.', ["Now,"]),
    ("a missing single mark", "‘The port is open, she said. ‘Now,’ she said.", ["Now,"]),
    ("nothing between marks", '“” "" ‘’ she said. “Now.”', ["Now."]),
    ("no marks at all", "The port is open, she said.", []),
    ("empty", "", []),
]

CASES = STYLES + APOSTROPHES + INSIDE + SPACING + ODD


@pytest.mark.parametrize(("paragraph", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_pairs_marks_as_a_reader_would(paragraph, wanted):
    assert [paragraph[s.start : s.end] for s in stretches(paragraph) if s.opened and s.closed] == wanted


UNPAIRED = [
    (
        "no opening mark: back to the paragraph's start",
        "Given their policy, talks are off.,” Kovar said, adding “for now”.",
        [("Given their policy, talks are off.,", False, True), ("for now", True, True)],
    ),
    (
        "no opening mark: back to the quotation before",
        "“Open,” Kovar said. For now,” she added. “We hope.”",
        [("Open,", True, True), ("Kovar said. For now,", False, True), ("We hope.", True, True)],
    ),
    ("no closing mark: to the paragraph's end", "“The port is open.", [("The port is open.", True, False)]),
    (
        "no closing mark: to the next opening one",
        '"The port is open, she said. "For now," she added.',
        [("The port is open, she said. ", True, False), ("For now,", True, True)],
    ),
    (
        "a paragraph of a quotation that goes on",
        "“The port is ‘open’ to the ministers’ ships.",
        [("The port is ‘open’ to the ministers’ ships.", True, False)],
    ),
    ("in British marks", "‘The port isn’t open.", [("The port isn’t open.", True, False)]),
    ("only the end of one", "” she said.", []),
]


@pytest.mark.parametrize(("paragraph", "wanted"), [case[1:] for case in UNPAIRED], ids=[case[0] for case in UNPAIRED])
def test_a_missing_mark_costs_its_own_quotation(paragraph, wanted):
    assert [(paragraph[s.start : s.end], s.opened, s.closed) for s in stretches(paragraph)] == wanted


def test_positions_point_into_the_article():
    paragraph = "She said “no”."
    assert [(s.start, s.end) for s in stretches(paragraph, 100)] == [(110, 112)]


PAIRS = [("“", "”"), ('"', '"'), ("''", "''"), ("«", "»"), ("»", "«"), ("„", "“"), ("‘", "’"), ("'", "'")]
SAID = ["We’ll wait, and so will they,", "No", "It isn’t (yet) ours.", "Why?", "We go on ... until 2031,"]
TELLS = ["Kovar said.", "the minister’s envoy added, on Monday, and", "—"]
QUOTES = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(TELLS)), min_size=2, max_size=5)
SLIPS = ["missing", "doubled", "swapped", "wrong kind"]


def paragraph_of(quotes, pair, odd=None, closing=False, slip=None):
    """A paragraph of quotations, one mark of one of them odd, and where each stands."""
    text, places = "", []
    for number, (said, tells) in enumerate(quotes):
        marks = list(pair)
        if number == odd:
            mark = marks[closing]
            wrong = '"' if mark in "“”" else "“”"[closing]
            swapped = dict(zip("“”„«»‘’", "”“”»«’‘", strict=True)).get(mark, mark)
            marks[closing] = {"missing": "", "doubled": mark * 2, "swapped": swapped, "wrong kind": wrong}[slip]
        start = len(text) + len(marks[0])
        places.append((start, start + len(said)))
        text += f"{marks[0]}{said}{marks[1]} {tells} "
    return text, places


@given(QUOTES, st.sampled_from(PAIRS))
def test_whole_pairs_are_found(quotes, pair):
    text, places = paragraph_of(quotes, pair)
    assert [(s.start, s.end) for s in stretches(text)] == places


@given(QUOTES, st.sampled_from(PAIRS), st.integers(0, 4), st.booleans(), st.sampled_from(SLIPS))
def test_one_odd_mark_costs_at_most_its_own_quotation(quotes, pair, odd, closing, slip):
    odd %= len(quotes)
    text, places = paragraph_of(quotes, pair, odd, closing, slip)
    found = {(s.start, s.end) for s in stretches(text)}
    assert found >= set(places) - {places[odd]}


@given(st.text(alphabet="ab .,“”\"'‘’«»„!?-「」`n59s", max_size=80), st.integers(0, 1000))
@example("''''“", 0)
def test_stretches_are_disjoint_in_order_and_inside(paragraph, offset):
    found = stretches(paragraph, offset)
    ends = [offset]
    for stretch in found:
        assert ends[-1] <= stretch.start < stretch.end <= offset + len(paragraph)
        ends.append(stretch.end)


@pytest.mark.parametrize("mark", ["“a ", "a” ", "'a ", "s' ", '5" ', "» « "])
def test_twenty_thousand_marks_are_read(mark):
    # in a time that grows with their number; with its square, this would take minutes
    assert all(stretch.start < stretch.end for stretch in stretches(mark * 20_000))
