"""Names of files from names of anything: what no system refuses, and what no system takes for a folder."""

from __future__ import annotations

import unicodedata

LONGEST = 60  # characters: three bytes each, and room for what is put behind
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{device}{n}" for device in ("com", "lpt") for n in "0123456789¹²³")))
_REFUSED = frozenset('\\/:*?"<>|#%&\'`~^;=+ ')  # of Windows, and what an address gives a meaning to


def safe_name(text: str, longest: int = LONGEST) -> str:
    """The text as a name of a file, without ending or folder; "_" where nothing of it can be kept."""
    kept = "".join("_" if sign in _REFUSED or unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", text))
    name = kept.strip("._")[:longest].rstrip("._") or "_"
    return f"_{name}" if name.partition(".")[0].lower() in _RESERVED else name


def safe_file(text: str) -> str:
    """The name of a file that somebody gave it, as a name in our own folder: its last part, its ending kept."""
    last = text.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    if not dot or not stem.strip(". "):
        return safe_name(last)
    return f"{safe_name(stem)}.{safe_name(ending, 10).lower()}"
