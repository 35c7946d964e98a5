"""Office files are zip archives; written anew here, the same content always gives the same bytes."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can hold


def stable(data: bytes) -> bytes:
    """The same archive, members in the same order, without the time and the system on which it was written."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = ZipInfo(name, MOMENT)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            target.writestr(member, source.read(name))
    return out.getvalue()
