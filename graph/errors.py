"""Every error a user can meet. `cli.py` has the only handler; nothing else prints or exits.

Exit codes: 1 a file or row was skipped, or there is something to look at; 2 wrong use or an unknown name;
3 the store or the system is in trouble.
"""

from __future__ import annotations

import re

# Names of files may hold line ends, escape codes and marks that turn the direction of what follows.
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class ZerenError(Exception):
    """Root of all expected failures.

    `message` says what is wrong and where, on one line (signs that a terminal obeys are shown as \ufffd), `hint` names the next step (never empty), `exit_code` is the status of the
    process when this error ends it.
    """

    exit_code = 3

    def __init__(self, message: str, *, hint: str) -> None:
        if not hint.strip():
            raise ValueError("an error needs a hint that names the next step")
        self.message = _UNSHOWN.sub("\ufffd", message)
        super().__init__(self.message)
        self.hint = hint


class SkipItem(ZerenError):
    """This file or row cannot be used; the others go on and the run ends with status 1."""

    exit_code = 1


class StopRun(ZerenError):
    """The run cannot go on."""


class StoreError(StopRun):
    """The store cannot be opened, read or written."""


class UsageError(StopRun):
    """The question or an option cannot be understood."""

    exit_code = 2


class UnknownName(UsageError):
    """No unit, theme, document or task has this name; `nearest` holds up to five that are close, best first."""

    def __init__(self, message: str, *, hint: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.nearest = nearest


class DataFileError(StopRun):
    """A data file of ours or of the user has an unknown key or a broken line; the message names file and line."""

    exit_code = 2
