"""Train the tone classifier on labelled quotes: in seconds, with the encoder as it is, without torch.

The encoder itself is fine-tuned by ``python -m stancekit.training.tone_encoder``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from stancekit.labelled import Labelled, pairs_of, read_labelled
from stancekit.tone.classifier import ToneClassifier
from stancekit.training.annotated import read_annotated

OWN = (Path("seeds/labelled_quotes.jsonl"), Path("seeds/annotated"))
"""Our own quotes, in a checkout: free to share, and closest to what the model meets."""

OWN_DEV = ("h",)
"""Batches of our own quotes that are never learnt from: another author's, over all regions, to measure by."""

_GROUPS = ("doc", "batch")


def train(
    labelled: Labelled,
    validation: Labelled | None = None,
    *,
    estimator: ToneClassifier | None = None,
    **params: Any,
) -> ToneClassifier:
    """Fit a tone classifier on labelled quotes.

    Parameters
    ----------
    labelled
        File or frame with ``text``, ``counterpart``, ``tone`` and, where known, ``speaker_state``,
        ``context``, ``doc``; see `stancekit.labelled.read_labelled`. Quotes of one ``doc`` (or ``batch``,
        where there is no ``doc``) never stand on both sides of a calibration fold.
    validation
        Labelled quotes of other documents. Where given, probabilities and prediction sets are calibrated on
        them instead of by cross-fitting.
    estimator
        What to fit; it is changed. None for `ToneClassifier` with ``params``.
    **params
        Parameters of `ToneClassifier`, for instance ``C`` or ``encoder``.

    Returns
    -------
    ToneClassifier
        Fitted; keep it with ``save``.

    Raises
    ------
    InputError
        Where labels are missing or wrong.
    ModelError
        Where the encoder's model folder is missing or damaged.
    """
    frame = read_labelled(labelled, to_train=True)
    model = estimator or ToneClassifier()
    model.set_params(**params)
    model.fit(frame, frame["tone"], groups=documents(frame))
    if validation is not None:
        held = read_labelled(validation)
        model.calibrate(held, held["tone"])
    return model


def read_rows(data: Path | None, own: Sequence[Path]) -> pd.DataFrame:
    """What the shipped model learns from.

    Parameters
    ----------
    data
        Folder with ``train.jsonl`` and ``train_single.jsonl``; None for our own quotes alone.
    own
        Files of labelled quotes, or folders of such files (``.jsonl``) and of annotated articles (``.txt``);
        the batches `OWN_DEV` are left out.
    """
    frames = [] if data is None else [read_labelled(data / name) for name in ("train.jsonl", "train_single.jsonl")]
    for place in own:
        frames += [_without_dev(read_labelled(file)) for file in _files(place)]
        if place.is_dir() and any(place.glob("*.txt")):
            frames.append(pairs_of(read_annotated(place)).assign(source="own articles"))
    return pd.concat(frames, ignore_index=True)


def read_own_dev(own: Sequence[Path] = OWN) -> pd.DataFrame:
    """The quotes of our own that are kept to measure by."""
    frames = [read_labelled(file) for place in own for file in _files(place)]
    held = [frame[frame["batch"].isin(OWN_DEV)] for frame in frames if "batch" in frame.columns]
    return pd.concat(held, ignore_index=True) if held else pd.DataFrame()


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.jsonl")) if place.is_dir() else [place]


def _without_dev(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[~frame["batch"].isin(OWN_DEV)] if "batch" in frame.columns else frame


def documents(frame: pd.DataFrame) -> pd.Series[Any]:
    """Which document each quote is of (``doc``, else ``batch``); a quote that names none stands alone."""
    alone = pd.Series([f"row {row}" for row in range(len(frame))], index=frame.index, dtype=object)
    named = next((frame[name] for name in _GROUPS if name in frame.columns), None)
    return alone if named is None else alone.where(named.isna(), "doc " + named.astype(str))
