"""Who works with whom: a small ring of units for each cluster of a district, or the partners of one unit around it."""

from __future__ import annotations

from math import cos, pi, sin

from markupsafe import Markup

from queries.base import Answer, Example, Row
from viz.pictures.parts import more
from viz.pictures.pen import PLAIN, SMALL, STRONG, Sheet, fit
from viz.pictures.spec import Picture, Scene

ACROSS, RINGS = 3, 9  # rings in a line, and of a district
UNITS = 14  # of a ring
WIDTH, HIGH, RADIUS = 352, 262, 76
PLACES = 3


def clusters(answer: Answer, scene: Scene) -> Markup:
    """For every district the clusters of more than one unit, the largest first."""
    places: dict[tuple[str, str], list[Row]] = {}
    for row in answer.rows:
        places.setdefault((row["district"], row["town"] or ""), []).append(row)
    edges = list(answer.extra.get("edges", ()))
    says = scene.words["semicolon"].join(scene.words["pic_clusters_says"].format(place="".join(place), units=len(rows), n=len(_groups(rows))) for place, rows in places.items())
    sheet = Sheet(answer.title, says)
    y = 0.0
    for place, rows in list(places.items())[:PLACES]:
        own = [edge for edge in edges if (edge["district"], edge["town"] or "") == place]
        sheet.text(0, y + 16, "".join(place), "bold", size=STRONG)
        y += 22
        groups = _groups(rows)[:RINGS]
        for index, group in enumerate(groups):
            _ring(sheet, group, own, scene, (index % ACROSS * WIDTH, y + index // ACROSS * HIGH))
        y += (len(groups) + ACROSS - 1) // ACROSS * HIGH + 8
    if len(places) > PLACES:
        more(sheet, 0, y + 12, scene.words["pic_more_places"].format(n=len(places) - PLACES))
        y += 20
    return sheet.markup(ACROSS * WIDTH, y, linked=scene.linked) if places and edges else Markup("")


def _groups(rows: list[Row]) -> list[list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row["cluster"], []).append(row)
    return [found[number] for number in sorted(found) if len(found[number]) > 1]


def _ring(sheet: Sheet, group: list[Row], edges: list[Row], scene: Scene, at: tuple[float, float]) -> None:
    x, y = at
    units = sorted(group, key=lambda row: (-row["count"], row["unit"]))[:UNITS]
    sheet.text(x + WIDTH / 2, y + 18, scene.words["pic_cluster"].format(unit=fit(group[0]["cluster_of"], 170), n=len(group)), "soft", anchor="middle")
    middle = (x + WIDTH / 2, y + 28 + (HIGH - 34) / 2)
    places = {row["unit_id"]: _on_ring(middle, RADIUS, index, len(units)) for index, row in enumerate(units)}
    names = {row["unit_id"]: row["unit"] for row in units}
    for edge in sorted(edges, key=lambda edge: edge["count"]):
        if edge["unit_id"] in places and edge["partner_id"] in places:
            tip = f"{names[edge['unit_id']]} – {names[edge['partner_id']]}{scene.words['colon']}{scene.words['n_tasks'].format(n=edge['count'])}"
            sheet.line(places[edge["unit_id"]], places[edge["partner_id"]], "tie", width=min(1 + 1.4 * (edge["count"] - 1), 9), tip=tip)
    for row in units:
        href = scene.links.page("partners", unit=row["unit"], district=row["district"])
        _node(sheet, row["unit"], places[row["unit_id"]], (*middle, WIDTH / 2), (href, "node own" if row["unit"] == row["cluster_of"] else "node"))
    if len(group) > UNITS:
        more(sheet, x + 20, y + HIGH - 6, scene.words["pic_more_units"].format(n=len(group) - UNITS))


def _on_ring(middle: tuple[float, float], radius: float, index: int, many: int) -> tuple[float, float]:
    """The point of a unit; the first stands at the top, the others follow the clock."""
    angle = 2 * pi * index / many - pi / 2
    return middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)


def _node(sheet: Sheet, name: str, at: tuple[float, float], middle: tuple[float, float, float], look: tuple[str, str]) -> None:
    """A unit with its name outside the ring. `middle` is that of the ring and half the width it may take, `look` address and kind."""
    href, kind = look
    (x, y), side = at, at[0] - middle[0]
    sheet.open(href, name)
    sheet.circle(x, y, 6, kind)
    if abs(side) < 12:
        sheet.text(x, y + (18 if y > middle[1] else -11), fit(name, 150, SMALL), anchor="middle", size=SMALL)
    else:
        sheet.text(x + (10 if side > 0 else -10), y + 4, fit(name, middle[2] - abs(side) - 12, SMALL), anchor="start" if side > 0 else "end", size=SMALL)
    sheet.close()


def circle(answer: Answer, scene: Scene) -> Markup:
    """One unit in the middle, the partners it shares most with around it; a circle for each district that has the unit."""
    bodies: dict[tuple[str, str], list[Row]] = {}
    for row in answer.rows:
        bodies.setdefault((row["district"], row["unit"]), []).append(row)
    if not bodies:
        return Markup("")
    shown = list(bodies.items())[:PLACES]
    nearest = {place: scene.words["joined"].join(f"{row['partner']} {row['count']}" for row in rows[:5]) for place, rows in shown}
    says = scene.words["semicolon"].join(f"{district} {unit}{scene.words['colon']}{nearest[district, unit]}" for (district, unit), _ in shown)
    sheet = Sheet(answer.title, says)
    size = (500.0, 330.0) if len(shown) > 1 else (760.0, 380.0)
    for index, ((district, unit), rows) in enumerate(shown):
        _star(sheet, (f"{district} {unit}" if len(shown) > 1 else "", unit), rows, scene, (index % 2 * size[0], index // 2 * size[1], *size))
    if len(bodies) > PLACES:
        more(sheet, 0, size[1] * ((len(shown) + 1) // 2) + 12, scene.words["pic_more_places"].format(n=len(bodies) - PLACES))
    return sheet.markup(size[0] * min(len(shown), 2), size[1] * ((len(shown) + 1) // 2) + 20, linked=scene.linked)


def _star(sheet: Sheet, names: tuple[str, str], rows: list[Row], scene: Scene, box: tuple[float, float, float, float]) -> None:
    x, y, width, high = box
    middle, radius = (x + width / 2, y + high / 2 + 6), high / 2 - 46
    sheet.text(x, y + 16, names[0], "bold", size=STRONG)
    partners = rows[:UNITS + 4]
    most = max(row["count"] for row in partners)
    places = [_on_ring(middle, radius, index, len(partners)) for index in range(len(partners))]
    for row, place in zip(partners, places, strict=True):
        tip = f"{row['partner']}{scene.words['colon']}{scene.words['n_tasks'].format(n=row['count'])}{scene.words['bracketed'].format(text=scene.words['joined'].join(row['numbers']))}"
        sheet.line(middle, place, "tie other" if row["kind"] == "collective" else "tie", width=1 + 7 * row["count"] / most, tip=tip)
        u, v = middle[0] + (place[0] - middle[0]) * 0.78, middle[1] + (place[1] - middle[1]) * 0.78
        sheet.circle(u, v, 8, "paper")
        sheet.text(u, v + 4, str(row["count"]), "soft", anchor="middle", size=SMALL)
    for row, place in zip(partners, places, strict=True):
        href = scene.links.unit({**row, "unit": row["partner"]})
        _node(sheet, row["partner"], place, (*middle, width / 2), (href, "node group" if row["kind"] == "collective" else "node"))
    sheet.circle(*middle, 34, "node own")
    sheet.text(middle[0], middle[1] + 4, fit(names[1].removeprefix("区"), 62, PLAIN), "bold", anchor="middle")
    if len(rows) > len(partners):
        more(sheet, x, y + high - 4, scene.words["pic_more_units"].format(n=len(rows) - len(partners)))


CLUSTERS = Picture(
    name="clusters", title="协作群组图", description="一个区里常在同一事项中一起点名的单位，按群组各画一圈，线越粗共同事项越多。",
    question="network", example=Example("云川区 2025 年的协作群组", {"district": "云川区", "year": 2025}), draw=clusters,
)  # fmt: skip
CIRCLE = Picture(
    name="circle", title="协作单位图", description="一个单位和与它一起承担事项的单位，线越粗、数字越大共同事项越多。",
    question="partners", example=Example("云川区教育局的协作单位", {"unit": "区教育局", "district": "云川区"}), draw=circle,
)  # fmt: skip
