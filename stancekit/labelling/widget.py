"""The labeller in a notebook: a thin view of `LabelSession`."""

from __future__ import annotations

import html
import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import pandas as pd

from stancekit.errors import InputError, NotInstalledError
from stancekit.labelling.session import LabelSession
from stancekit.labelling.spans import locate
from stancekit.palette import COLOURS, SIGNS
from stancekit.types import TONES, Tone

SKIP_KEY, UNDO_KEY = "s", "u"


def widget(
    rows: pd.DataFrame, path: str | Path | None = None, *, tones: Sequence[str] = TONES, annotator: str | None = None
) -> Labeller:
    """Label quotes in a notebook: put it last in a cell.

    Buttons, or keys: click into the field *keys* and type 1, 2, 3 for the tones, s to skip, u to undo.
    (ipywidgets has no other key events, so the field it must be.) Each answer is saved to ``path`` at once; after
    a restart the same call goes on where it ended.

    Parameters
    ----------
    rows
        Quotes as `pick` gives them, or rows of a scored corpus.
    path
        A ``.jsonl`` file of labelled quotes, made where there is none; None to keep labels in memory only.
    tones
        What can be answered.
    annotator
        Who labels, written beside each label.

    Returns
    -------
    Labeller
        Shown by the notebook; ``labeller.session.frame()`` has the labels.

    Raises
    ------
    NotInstalledError
        Without ipywidgets.
    InputError
        Where rows or file cannot be read.

    Examples
    --------
    >>> widget(pd.DataFrame({"text": [], "counterpart": []})).session.total  # doctest: +SKIP
    0
    """
    try:
        parts = importlib.import_module("ipywidgets")
    except ImportError as error:
        message = "the notebook labeller needs ipywidgets: pip install 'stancekit[notebook]'"
        raise NotInstalledError(message, "ipywidgets") from error
    return Labeller(LabelSession(rows, path, tones=tones, annotator=annotator), parts)


class Labeller:
    """What `widget` shows.

    Parameters
    ----------
    session
        The quotes and their labels.
    parts
        The module ipywidgets.

    Attributes
    ----------
    box
        The ipywidgets box, to be put into others.
    session
        The quotes and their labels.
    """

    def __init__(self, session: LabelSession, parts: Any) -> None:
        self.session = session
        self._typed = ""
        self.quote = parts.HTML()
        self.progress = parts.IntProgress(min=0, max=max(session.total, 1))
        self.status = parts.Label()
        self.buttons = {
            tone: parts.Button(description=f"{key} {SIGNS[tone]} {tone}", style=_style(tone), tooltip=f"key {key}")
            for key, tone in enumerate(cast("tuple[Tone, ...]", session.tones), 1)
        }
        self.skip = parts.Button(description=f"{SKIP_KEY} skip", tooltip=f"key {SKIP_KEY}")
        self.undo = parts.Button(description=f"{UNDO_KEY} undo", tooltip=f"key {UNDO_KEY}")
        self.keys = parts.Text(description="keys", placeholder="click here, then type", continuous_update=True)
        for tone, button in self.buttons.items():
            button.on_click(lambda _, tone=tone: self._do(tone))
        self.skip.on_click(lambda _: self._do(SKIP_KEY))
        self.undo.on_click(lambda _: self._do(UNDO_KEY))
        self.keys.observe(self._type, names="value")
        bar = parts.HBox([*self.buttons.values(), self.skip, self.undo, self.keys])
        self.box = parts.VBox([parts.HBox([self.progress, self.status]), self.quote, bar])
        self._refresh()

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        return self.box._repr_mimebundle_(**kwargs)

    def _do(self, what: str) -> None:
        try:
            self._answer(what)
        except InputError as error:  # from a button, it would end in a log that nobody sees
            self.status.value = str(error)
        else:
            self._refresh()

    def _answer(self, what: str) -> None:
        if what == UNDO_KEY:
            self.session.undo()
        elif self.session.current is not None:
            if what == SKIP_KEY:
                self.session.skip()
            else:
                self.session.label(what)

    def _type(self, change: Mapping[str, Any]) -> None:
        """Act on what was typed since the last time.

        The field is never cleared from here: what is typed while the browser waits for that would come twice.
        """
        typed, self._typed = self._typed, str(change["new"])
        if self._typed.startswith(typed):
            for key in self._typed[len(typed) :].lower():
                self._press(key)

    def _press(self, key: str) -> None:
        if key in (SKIP_KEY, UNDO_KEY):
            self._do(key)
        elif key.isdecimal() and 1 <= int(key) <= len(self.session.tones):
            self._do(self.session.tones[int(key) - 1])

    def _refresh(self) -> None:
        session, row = self.session, self.session.current
        self.quote.value = "<p>All done. Thank you!</p>" if row is None else as_html(row)
        self.progress.value = session.done
        skipped = f", {session.skipped} skipped" if session.skipped else ""
        self.status.value = f"{session.done} of {session.total}{skipped}"
        for button in (*self.buttons.values(), self.skip):
            button.disabled = row is None


def _style(tone: Tone) -> dict[str, str]:
    """The tone's own colour, which ipywidgets' red and green are not."""
    return {"button_color": COLOURS[tone], "text_color": "white", "font_weight": "bold"}


def as_html(row: Mapping[str, Any]) -> str:
    """A quote in its context, marked, and who speaks of whom.

    Examples
    --------
    >>> as_html({"text": "We wait", "context": "“We wait,” <b>", "counterpart": "NO", "speaker": "Bo Ek"})
    '<p><b>Bo Ek</b> on <b>NO</b></p><p dir="auto" style="white-space:pre-wrap">“<mark>We wait</mark>,” &lt;b&gt;</p>'
    """
    state = f" ({html.escape(row['speaker_state'])})" if row.get("speaker_state") else ""
    speaker = html.escape(row.get("speaker") or "Somebody")
    counterpart = html.escape(row.get("counterpart") or "?")
    about = f"<p><b>{speaker}</b>{state} on <b>{counterpart}</b></p>"
    return f'{about}<p dir="auto" style="white-space:pre-wrap">{_marked(row["text"], row.get("context"))}</p>'


def _marked(text: str, context: str | None) -> str:
    shown = context or text
    spans = locate(text, shown)
    if not spans:  # the words differ from those in the context: show both
        return f"<mark>{html.escape(text)}</mark>\n\n{html.escape(shown)}"
    pieces, after = [], 0
    for start, end in spans:
        pieces += [html.escape(shown[after:start]), f"<mark>{html.escape(shown[start:end])}</mark>"]
        after = end
    return "".join([*pieces, html.escape(shown[after:])])
