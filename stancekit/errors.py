"""What stancekit raises. Each error carries the offending value and says what to do about it."""

from __future__ import annotations


class StancekitError(Exception):
    """Base of all errors that stancekit raises on purpose.

    Parameters
    ----------
    message
        What is wrong and what to do about it.
    value
        The offending value (a path, a column, a text), for programs.
    """

    reason: str = "error"
    """A short, stable word for tables of rejected articles."""

    def __init__(self, message: str, value: object = None) -> None:
        super().__init__(message)
        self.value = value


class InputError(StancekitError):
    """A file, table or frame cannot be read as articles or labelled quotes."""

    reason = "unreadable"


class TextError(InputError):
    """An article's text cannot be analysed: not a string, empty, or over the limit."""

    reason = "bad text"


class LimitError(InputError):
    """A file, row or article is over one of the limits of a run, see `stancekit.corpus.limits.Limits`."""

    reason = "over limit"


class ModelError(StancekitError):
    """A model is missing, corrupt, of another version, or not ours."""

    reason = "model"


class NotInstalledError(StancekitError):
    """An optional part is not installed; the message names the extra."""

    reason = "not installed"
