"""The card of a retrained tone model: what it learnt from, how good it is, with what it was made."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from stancekit.artefacts import name_version, read_manifest
from stancekit.errors import ModelError
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.comparison import SURE, Comparison
from stancekit.training.tone import documents
from stancekit.types import TONES

CARD = "README.md"
VERSIONS = ("stancekit", "scikit-learn", "numpy", "onnxruntime", "tokenizers")

_LINES = ("macro_f1", "accuracy", "log_loss", "calibration_error")


def write_card(folder: Path, model: ToneClassifier, comparison: Comparison, labelled: pd.DataFrame, title: str) -> Path:
    """Write ``README.md`` into a model folder.

    Raises
    ------
    ModelError
        Where it cannot be written.
    """
    parts = [
        f"# {name_version(folder)}",
        f"Tone of a quote toward a state, retrained on {title or 'labels of one’s own'} on "
        f"{datetime.now(UTC).date().isoformat()}; "
        + ("on top of stancekit’s own judgement." if model.prior else "from these labels alone."),
        "## Labels\n\n" + _labels(labelled),
        "## Figures\n\n" + figures_text(comparison),
        "## Made with\n\n" + "\n".join(f"- {name} {version(name)}" for name in VERSIONS)
        + f"\n- Python {platform.python_version()}",
        "## Files\n\n" + _files(folder),
        "## Use\n\n```python\nimport stancekit\n\n"
        f'tone = stancekit.load_tone("{folder.name}")\nrows = stancekit.score(text, tone=tone)\n```',
    ]  # fmt: skip
    path = folder / CARD
    try:
        path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    except OSError as error:
        raise ModelError(f"{path}: cannot be written ({error.strerror}); choose another folder", path) from error
    return path


def figures_text(comparison: Comparison) -> str:
    """A comparison for people: how it was measured, a table, and plainly whether anything was gained."""
    how = (
        f"{comparison.folds}-fold cross-validation by document"
        if comparison.folds
        else "on quotes that were held out from the start"
    )
    before, after = comparison.base, comparison.retrained
    lines = [f"{before['n']} quotes of {comparison.documents} documents, {how}:", ""]
    lines += ["| | model at hand | retrained |", "|---|---|---|"]
    lines += [
        f"| {name.replace('_', ' ').replace('f1', 'F1')} | {before[name]:.3f} | {after[name]:.3f} |" for name in _LINES
    ]
    lines += [f"| F1 {tone} | {before[tone]['f1']:.3f} | {after[tone]['f1']:.3f} |" for tone in TONES]
    return "\n".join([*lines, "", verdict_text(comparison)])


def verdict_text(comparison: Comparison) -> str:
    """One sentence: what retraining has brought."""
    low, high = comparison.interval
    difference = f"{comparison.difference:+.3f} macro-F1 ({SURE:.0%} interval {low:+.3f} to {high:+.3f})"
    return {
        "gain": f"Retraining helps: {difference}.",
        "loss": f"Retraining hurts: {difference}. Keep the model at hand, or look at the labels.",
        "no gain": f"No gain that could be told from chance: {difference}. More labels may show one.",
    }[comparison.verdict]


def _labels(labelled: pd.DataFrame) -> str:
    counts = labelled["tone"].value_counts()
    lines = [f"{len(labelled)} quotes of {documents(labelled).nunique()} documents: "]
    lines[0] += ", ".join(f"{counts.get(tone, 0)} {tone}" for tone in TONES) + "."
    states = labelled["counterpart"].value_counts()
    lines.append("Toward " + ", ".join(f"{state} ({count})" for state, count in states.head(10).items()) + ".")
    return "\n".join(lines)


def _files(folder: Path) -> str:
    entries = read_manifest(folder).files
    return "\n".join(f"- `{name}`: {entry.size:,} bytes, SHA-256 `{entry.sha256}`" for name, entry in entries.items())
