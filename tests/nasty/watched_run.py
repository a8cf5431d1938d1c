"""A run over nasty inputs that is watched: what it writes, opens, starts, executes and loads, by Python's audit events.

``python tests/nasty/watched_run.py WARM INPUTS OUT`` scores the folder ``WARM`` first, so that all libraries are loaded,
then each folder in ``INPUTS``, watched, and prints what came of it and what was done as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = (
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.utime",
)
"""Events whose first arguments are paths that are changed."""
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "ssl.", "webbrowser.")
STARTED = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "pty.")
LOADED = ("compile", "exec", "ctypes.dlopen", "pickle.find_class", "marshal.load")


def done(event: str, args: Sequence[Any]) -> list[tuple[str, str]]:
    """What of interest an event does: a kind and what it is done to."""
    if event == "open" and isinstance(args[2], int) and args[2] & WRITING:
        return [("written", str(args[0]))]
    if event in CHANGES:
        paths = args[:2] if event in ("os.rename", "os.link", "os.symlink") else args[:1]
        return [("written", placed(os.fsdecode(path), args[-1])) for path in paths if isinstance(path, str | bytes)]
    for kind, events in (("network", NETWORK), ("started", STARTED)):
        if event.startswith(events):
            return [(kind, f"{event} {args!r:.200}")]
    if event in LOADED and not importing():
        return [("loaded", f"{event} {args!r:.200}")]
    if event == "exec" and from_input(args[0].co_filename):
        return [("loaded", f"code from the input: {args[0].co_filename}")]
    return []


def placed(path: str, folder: object) -> str:
    """The path of a file that is named by the number of its open folder and its name."""
    if os.path.isabs(path) or not isinstance(folder, int) or folder < 0:
        return path
    return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)


def from_input(path: str) -> bool:
    """Whether code is of a file of the working directory, which is that of the input."""
    return os.path.exists(path) and os.path.abspath(path).startswith(os.getcwd())


def importing() -> bool:
    """Whether a library is being imported just now, whose own code is run by that."""
    frame = sys._getframe()
    while (frame := frame.f_back) is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
    return False


def main() -> None:
    warm, inputs, out = map(Path, sys.argv[1:])
    from stancekit.corpus.run import score_corpus

    score_corpus(warm, out.with_name("warm"), isolate=False, progress=False)
    found: list[tuple[str, str]] = []
    watching = True

    def watch(event: str, args: Sequence[Any]) -> None:
        if watching:
            found.extend(done(event, args))

    sys.addaudithook(watch)
    summary = score_corpus(sorted(inputs.iterdir()), out, isolate=False, progress=False)
    watching = False
    events = sorted(set(found))
    sys.stdout.write(json.dumps({"articles": summary.articles, "rejected": summary.rejected, "events": events}))


if __name__ == "__main__":
    main()
