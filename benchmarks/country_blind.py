"""Does the tone model judge words or countries? Both states of each statement are swapped for random others.

``python benchmarks/country_blind.py --shared ../shared`` takes the shared dev statements: every name of the
counterpart and of the speaker's state, in quote and context, becomes one of another state (name for name, adjective for
adjective, leader for leader), the codes with it; and prints in how many cases the tone changes, and how far the
probabilities move on average.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import pandas as pd

from stancekit.gazetteer import gazetteer
from stancekit.gazetteer_tables import read_holders, read_names, read_states
from stancekit.labelled import read_labelled
from stancekit.tone.classifier import ToneClassifier

FORMS = {"adjective": "adjective", "demonym": "demonym", "leader": "leader"}
"""Which form takes the place of which kind of mention; any other is replaced by the state's name."""
ROUNDS = 5


def forms() -> dict[str, dict[str, str]]:
    """For each state one name, adjective, demonym and leader."""
    names = read_states()
    found: dict[str, dict[str, str]] = {code: {"name": name} for code, name in names.items()}
    for row in read_names(names):
        if row.state and row.kind in FORMS:
            found[row.state].setdefault(row.kind, row.text)
    for holder in read_holders():
        found[holder.holder.state]["leader"] = holder.holder.name
    return {code: of for code, of in found.items() if len(of) == 1 + len(FORMS)}


def swapped(text: str | None, codes: dict[str, str], of: dict[str, dict[str, str]]) -> str | None:
    """A text with the names of some states replaced by those of others."""
    if not text:
        return text
    for mention in reversed(gazetteer().find(text)):
        if mention.state in codes:
            new = of[codes[mention.state]][FORMS.get(mention.kind, "name")]
            text = text[: mention.start] + new + text[mention.end :]
    return text


def swap(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    """All statements with both states swapped for random others."""
    chosen, of, rows = random.Random(seed), forms(), []
    for row in frame.to_dict("records"):
        states = [state for state in (row["counterpart"], row["speaker_state"]) if isinstance(state, str)]
        others = chosen.sample([code for code in of if code not in states], len(states))
        codes = dict(zip(states, others, strict=True))
        texts = {name: swapped(row[name], codes, of) for name in ("text", "context")}
        own = codes.get(row["speaker_state"]) if isinstance(row["speaker_state"], str) else None
        rows.append({**row, **texts, "counterpart": codes[row["counterpart"]], "speaker_state": own})
    return pd.DataFrame(rows)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="How far the tone model hangs on which countries are named.")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path, default=None)
    options = parser.parse_args()
    frame = read_labelled(options.shared / "data" / "tone" / "dev.jsonl")
    model = ToneClassifier.load(options.model)
    before = model.predict_proba(frame)
    changed, moved = [], []
    for seed in range(ROUNDS):
        after = model.predict_proba(swap(frame, seed))
        changed.append((before.argmax(axis=1) != after.argmax(axis=1)).mean())
        moved.append(np.abs(before - after).mean())
    print(f"{len(frame)} statements, {ROUNDS} rounds of swapping both states for random others")
    print(f"tone changes in {np.mean(changed):.1%} of cases; mean |difference of a probability| {np.mean(moved):.4f}")


if __name__ == "__main__":
    main()
