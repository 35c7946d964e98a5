"""Where a document comes from, and what the store calls its district.

There are districts of one name in different cities (上海市普陀区, 舟山市普陀区). As long as all documents that print a city
for such a name print the same one, the district is called by its name alone. Otherwise each has its city in front, and
documents without a city stay under the bare name, since nobody can tell whose they are. So what a district is called
follows from the documents of the store, not from the order in which they came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.ids import district_id
from graph.model import DocumentInfo
from graph.store.base import Transaction
from graph.store.rows import Value

CITIES = ("市", "州", "盟", "地区")


@dataclass(frozen=True, slots=True)
class Place:
    """What a document prints of its place, "" for what it does not print; `apart` for a district with its city in front."""

    province: str
    city: str
    district: str
    town: str
    code: str
    apart: bool = False

    @property
    def name(self) -> str:
        """The district, else the city or province, as printed: what names are looked up by."""
        return self.district or self.city or self.province

    @property
    def full(self) -> str:
        """A district with its city in front; "" where no city is printed. 上海市 is a province and a city."""
        city = self.city or (self.province if self.province.endswith(CITIES) else "")
        return city + self.district if city and self.district else ""

    @property
    def area(self) -> str:
        """What the store calls the district, else the city or province."""
        return self.full if self.apart else self.name

    @property
    def home(self) -> str:
        """The id of the node of that district, city or province."""
        level = "district" if self.district else "city" if self.city else "province"
        return district_id(level, self.area, "")


def place_of(info: DocumentInfo, area: str = "") -> Place:
    """The place that a document prints; `area` is what the store calls it already, "" for a new document."""
    place = Place(info.province or "", info.city or "", info.district or "", info.town or "", info.code or "")
    return replace(place, apart=area == place.full != "")


def placed(transaction: Transaction, info: DocumentInfo) -> tuple[Place, list[str]]:
    """The place as the store will call it, and the bare name of another city's district that needs its city from now on: its
    documents must be written anew (none or one)."""
    place = place_of(info)
    if not place.full:
        return place, []
    there = _cities(transaction, place.district)
    others = there.keys() - {place.full}
    return replace(place, apart=bool(others)), [there[full] for full in others if there[full] == place.district]


def forget_city(transaction: Transaction, districts: list[str]) -> None:
    """Take from districts what is known of their city, before only documents that do not print it stay under the name."""
    params: dict[str, Value] = {"names": list(districts)}
    which = "MATCH (x:District) WHERE x.level = 'district' AND x.name IN $names"
    rows: list[dict[str, Value]] = [{"id": number, "code": ""} for (number,) in transaction.run(f"{which} RETURN x.id", params).rows]
    transaction.run("MATCH (x:District)-[e:PART_OF]->(y:District) WHERE x.level = 'district' AND x.name IN $names DELETE e", params)
    transaction.merge_nodes("District", rows)


def city_of(transaction: Transaction, area: str) -> str:
    """The city that a district of the store is part of, as far as documents print it, else ""."""
    text = "MATCH (x:District) WHERE x.level = 'district' AND x.name = $area RETURN x.parent"
    found = [str(parent or "") for (parent,) in transaction.run(text, {"area": area}).rows]
    return next((parent for parent in found if parent.endswith(CITIES)), "")


def lonely(transaction: Transaction, district: str) -> list[str]:
    """The name with a city in front that does not need it any more: its documents must be written anew (none or one)."""
    there = _cities(transaction, district) if district else {}
    return [area for area in there.values() if len(there) == 1 and area != district]


def _cities(transaction: Transaction, district: str) -> dict[str, str]:
    """Full name -> name in the store, of each district of this name whose city is known."""
    text = "MATCH (x:District) WHERE x.level = 'district' AND x.name CONTAINS $district RETURN x.name, x.parent"
    found: dict[str, str] = {}
    for name, parent in transaction.run(text, {"district": district}).rows:
        full = Place(str(parent or ""), "", district, "", "").full
        if full and str(name) in (district, full):
            found[full] = str(name)
    return found
