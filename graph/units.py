"""Unit nodes: their identity within a district and town, and their row."""

from __future__ import annotations

import re

from graph.captions import unit_caption
from graph.ids import district_id, edge_id, unit_id
from graph.names.gazetteer import Gazetteer
from graph.names.initials import initials_of
from graph.store.rows import Value

Row = dict[str, Value]
COLLECTIVE = "collective"
_OF_A_DISTRICT = re.compile(r"[区县旗](?!民|域)|[市省](?!场|民|容|政|域|监)|国家|中央")


def town_of(name: str, kind: str, town: str) -> str:
    """The town that a body named in a town's document belongs to; "" for the town itself and for bodies above it."""
    if not town or kind in ("street", "town", "park") or _OF_A_DISTRICT.match(name):
        return ""
    return town


def from_above(name: str, area: str) -> bool:
    """Whether a name in a district's document is that of a body above the district (市教委, 国家税务总局)."""
    return not area.endswith("市") and re.match(r"[市省](?!场|民|容|政|域|监)|国家|中央", name) is not None


def unit_row(name: str, area: str, town: str, gazetteer: Gazetteer, *, group: bool = False) -> Row:
    """The row of a unit of this area and, for a body of a town, town ("" for none)."""
    known = gazetteer.resolve(name, district=area or None, town=town or None)
    aliases = sorted({*known.aliases} - {name})
    return {
        "id": unit_id(name, area, town),
        "name": name,
        "full_name": known.full_name or name,
        "kind": COLLECTIVE if group or known.group else known.kind,
        "functions": list(known.functions),
        "aliases": aliases,
        "district": area,
        "town": town,
        "parent": known.parent or "",
        "known": known.known,
        "possible": known.possible,
        "initials": initials_of([name, *aliases]),
        "caption": unit_caption(name, area, town),
    }


def home_edge(unit: Row, home: str) -> Row:
    """The IN_DISTRICT edge of a unit; `home` is the id of its District node."""
    number = str(unit["id"])
    return {"id": edge_id("IN_DISTRICT", number, home), "start": number, "end": home}


def town_home(area: str, town: str) -> str:
    """The id of the District node of a town."""
    return district_id("town", town, area)
