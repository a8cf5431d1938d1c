"""Words of reporting: speech, thought, neither."""

import pytest

from stancekit.annotation.cues import cue_class, cue_forms


@pytest.mark.parametrize(
    ("cue", "wanted"),
    [
        ("said", "speech"),
        ("has repeatedly said", "speech"),
        ("according to", "speech"),
        ("went on to say", "speech"),
        ("ruled out", "speech"),
        ("the warning", "speech"),
        ("stressing", "speech"),
        (":", "speech"),
        ("—", "speech"),
        ("believes", "thought"),
        ("thought", "thought"),
        ("said he hoped", "speech"),
        ("painted", None),
        ("", None),
    ],
)
def test_class_of_a_cue(cue, wanted):
    assert cue_class(cue) == wanted


def test_forms_are_inflected_and_irregular_ones_listed():
    forms = cue_forms()
    assert {"tell", "tells", "telling", "told", "denied", "urges", "accusing"} <= forms.keys()
