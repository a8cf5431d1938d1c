"""Loads models while Python reports whatever happens (``sys.addaudithook``), and prints what no model may cause.

``python tests/model_audit.py LIST`` reads a JSON list of kinds and folders. A process of its own, since a hook cannot
be taken out again. What onnxruntime and tokenizers do by themselves Python does not see; they get a file that was
looked through, and load no other.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import sysconfig
import typing
from pathlib import Path
from typing import Any

import stancekit
from stancekit.errors import StancekitError

INSTALLED = tuple(
    f"{os.path.realpath(place)}{os.sep}"
    for place in {*sysconfig.get_paths().values(), sys.base_prefix, sys.prefix, Path(stancekit.__file__).parents[1]}
)
NEVER = (
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.spawn"),
    *("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser."),
    *(
        "pickle.find_class",
        "marshal.load",
        "code.__new__",
        "ctypes.dlopen",
        "ctypes.cdata",
        "exec",
        "compile",
        "import",
    ),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"),
    *("os.utime", "os.putenv", "shutil.", "tempfile."),
)
"""Beginnings of the events that stand for running code, for the network and for changing files."""
watched: list[str] = []
"""The folder whose model is being loaded, while it is."""
seen: list[str] = []


def hook(event: str, given: tuple[Any, ...]) -> None:
    if not watched:
        return
    if event == "open":
        path, mode, flags = given
        place = os.path.realpath(path) if isinstance(path, str | os.PathLike) else str(path)
        writes = bool(set("wax+") & set(mode or "")) or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
        if writes or not place.startswith((os.path.realpath(watched[0]) + os.sep, *INSTALLED)):
            seen.append(f"{watched[0]}: opens {place} ({mode})")
    elif event.startswith(NEVER) and not _installed(event, given):
        seen.append(f"{watched[0]}: {event} {str(given)[:200]}")


def _installed(event: str, given: tuple[Any, ...]) -> bool:
    """Whether this is Python that loads a module of an installed package, which a call may do for the first time."""
    if event == "import":
        name = str(given[0]).split(".")[0]
        return name in sys.stdlib_module_names or name in {module.split(".")[0] for module in sys.modules}
    if event in ("exec", "compile"):
        name = given[0].co_filename if event == "exec" else given[1]
        return str(name).startswith(INSTALLED) or _runs_nothing()
    return event in ("marshal.loads", "marshal.load")  # byte code beside an installed module; the open is looked at


def _runs_nothing() -> bool:
    """Whether ``typing`` reads an annotation of an installed function, or ``ast`` a literal (the head of a numpy file).

    spaCy looks at the types that its and our own functions ask for; ``ast`` parses and does not execute.
    """
    asking = sys._getframe(3)  # behind this, _installed and the hook
    return asking.f_code.co_filename in (typing.__file__, ast.__file__)


def whole(kind: str, folder: str) -> None:
    """Load a model in each way that a user has."""
    import spacy
    from small_models import load_small

    from stancekit.pipeline import load
    from stancekit.tone.classifier import ToneClassifier
    from stancekit.tone.judge import ToneJudge

    if kind == "spacy":
        spacy.load(folder)
    elif kind == "tone":
        ToneJudge.load(folder)
        ToneClassifier.load(folder)
        stancekit.load_tone(folder)
    elif kind == "reader":
        load(reader=folder)
    else:
        load_small(kind, Path(folder))


def main() -> None:
    from small_models import load_small

    from stancekit.pipeline import load

    whole("tone", str(Path(stancekit.__file__).parents[1] / "models" / "tone"))
    load()("“We wait,” Ana Kovar said.")
    sys.addaudithook(hook)
    loaded = refused = 0
    for kind, folder, every in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        watched[:] = [folder]
        try:
            whole(kind, folder) if every else load_small(kind, Path(folder))
            loaded += 1
        except StancekitError:
            refused += 1
        finally:
            watched.clear()
    sys.stdout.write(json.dumps({"loaded": loaded, "refused": refused, "seen": seen}))


if __name__ == "__main__":
    main()
