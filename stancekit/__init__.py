"""Who said what toward which state, and in what tone.

Importing stancekit is cheap: spaCy imports it in every environment it is installed in (entry points), so
whatever needs spaCy, scikit-learn or pandas is imported when it is first asked for (PEP 562).

Examples
--------
>>> import stancekit
>>> rows = stancekit.score("“We thank Egypt for its patience,” Greek Foreign Minister Nikos Vardas said.")
>>> rows.loc[0, ["speaker", "speaker_state", "counterpart", "tone"]].tolist()
['Nikos Vardas', 'GR', 'EG', 'constructive']
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from stancekit.errors import InputError, ModelError, StancekitError, TextError
from stancekit.types import TONES, Article, Quote, Stance

# onnxruntime sends usage data to its maker and keeps a number for this machine, unless it finds this when it is first
# imported: nothing of ours goes out. Whoever has set it otherwise is left alone.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

if TYPE_CHECKING:
    from stancekit.artefacts import load_tone
    from stancekit.corpus.run import score_corpus
    from stancekit.evaluation import evaluate
    from stancekit.pipeline import load
    from stancekit.reporting import report
    from stancekit.scoring import score, score_quotes
    from stancekit.statements import link_quotes
    from stancekit.training.tone import train

    __version__: str

_LAZY = {
    "load": "stancekit.pipeline",
    "score": "stancekit.scoring",
    "score_quotes": "stancekit.scoring",
    "score_corpus": "stancekit.corpus.run",
    "train": "stancekit.training.tone",
    "load_tone": "stancekit.artefacts",
    "explain": "stancekit.tone.occlusion",
    "evaluate": "stancekit.evaluation",
    "link_quotes": "stancekit.statements",
    "report": "stancekit.reporting",
}

__all__ = [
    "TONES",
    "Article",
    "InputError",
    "ModelError",
    "Quote",
    "Stance",
    "StancekitError",
    "TextError",
    "evaluate",
    "explain",
    "link_quotes",
    "load",
    "load_tone",
    "report",
    "score",
    "score_corpus",
    "score_quotes",
    "train",
]


def __getattr__(name: str) -> object:
    """Import a public call from its room when it is first asked for; look the version up then, too."""
    if name != "__version__" and name not in _LAZY:
        raise AttributeError(f"module 'stancekit' has no attribute {name!r}")
    value = _installed() if name == "__version__" else getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, "__version__"})


def _installed() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("stancekit")
    except PackageNotFoundError:  # a bare checkout on the path
        return "0+unknown"
