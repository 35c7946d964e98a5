"""Workload: for each kind of unit a strip of dots with the median; and the units as bars beside the median of their peers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from markupsafe import Markup

from queries.base import Answer, Example, Row
from queries.figures import plain_number
from viz.pictures.parts import ROLES, Place, box, by_place, legend, more, newest, place_name, role_mark
from viz.pictures.pen import SMALL, STRONG, Sheet, fit, width_of
from viz.pictures.spec import Picture, Scene

PLACES = 2  # in one picture
BARS = 16  # of a place, beside the coordinating office
WIDTH, LEFT, RIGHT = 940, 196, 840  # of the drawing; where the axis begins and ends
LINE = 24  # height of a bar with its space
DOT = 7.6  # from one dot to the next
ACROSS = 5  # dots side by side
PEERS = 3  # units that make a strip
Part = Callable[[Sheet, list[Row], Scene, float, float], float]  # draws the rows of a place from y down, gives the y below
Entries = Sequence[tuple[Callable[[Sheet, float, float], None], str]]  # of a legend
KINDS = ("department", "office", "street", "town", "park", "center", "enterprise", "party")


def strips(answer: Answer, scene: Scene) -> Markup:
    """The kinds of unit of the newest places; "" where it has none, as with 分工调整测算."""
    return _draw(answer, scene, _strips, _dots_legend)


def bars(answer: Answer, scene: Scene) -> Markup:
    """The units with most tasks of the newest places."""
    return _draw(answer, scene, _units, _bars_legend)


def _draw(answer: Answer, scene: Scene, part: Part, marks: Callable[[Scene], Entries]) -> Markup:
    places = by_place(row for row in answer.rows if "inherited" in row and "direct_before" not in row)
    chosen = newest(places, PLACES)
    sheet = Sheet(answer.title, "；".join(_says(place, places[place], scene) for place in chosen))
    legend(sheet, (0, 14), marks(scene))
    start = y = 34.0
    for place in chosen:
        rows = places[place]
        after = part(sheet, rows, scene, (RIGHT - LEFT) / max([1, *(row["direct"] for row in rows)]), y + 28)
        if after > y + 28:
            sheet.text(0, y + 16, place_name(place, scene), "bold", size=STRONG)
            y = after
    if y == start:
        return Markup("")
    if len(places) > len(chosen):
        more(sheet, 0, y + 8, scene.words["pic_more_places"].format(n=len(places) - len(chosen)))
        y += 20
    return sheet.markup(WIDTH, y + 4, linked=scene.linked)


def _says(place: Place, rows: list[Row], scene: Scene) -> str:
    top = sorted((row for row in rows if not row["coordinating"]), key=lambda row: -row["direct"])[:3]
    names = scene.words["joined"].join(f"{row['unit']} {row['direct']}" for row in top)
    return scene.words["pic_workload_says"].format(place=place_name(place, scene), units=len(rows), names=names)


def _dots_legend(scene: Scene) -> Entries:
    words = scene.words
    return [(lambda sheet, x, y: sheet.circle(x + 8, y + 6, 4, "dot"), words["pic_one_unit"]),
            (lambda sheet, x, y: sheet.circle(x + 8, y + 6, 4, "dot flagged"), words["flag"]),
            (lambda sheet, x, y: sheet.circle(x + 8, y + 6, 4, "dot office"), scene.terms.column("coordinating")),
            (lambda sheet, x, y: sheet.line((x + 8, y - 2), (x + 8, y + 14), "median", width=1.5), words["pic_median"])]  # fmt: skip


def _bars_legend(scene: Scene) -> Entries:
    words = scene.words

    def sign(field: str) -> Callable[[Sheet, float, float], None]:
        return lambda sheet, x, y: role_mark(sheet, x, y, field, scene)

    return [*((sign(field), words[code]) for field, code in ROLES), (box("inherited"), words["fig_collective"]),
            (lambda sheet, x, y: sheet.line((x + 8, y), (x + 8, y + 12), "mark", width=2), words["pic_median"])]  # fmt: skip


def _strips(sheet: Sheet, rows: list[Row], scene: Scene, step: float, y: float) -> float:
    peers = [own for kind in KINDS if len(own := [row for row in rows if row["kind"] == kind]) >= PEERS]
    for own in peers:
        y = _strip(sheet, own, scene, step, y)
    return _ticks(sheet, step, y) if peers else y


def _units(sheet: Sheet, rows: list[Row], scene: Scene, step: float, y: float) -> float:
    office = [row for row in rows if row["coordinating"]]
    others = sorted((row for row in rows if not row["coordinating"] and row["direct"]), key=lambda row: (-row["direct"], -row["inherited"], row["unit"]))
    y = _bars(sheet, office, scene, step, y)
    if office:
        sheet.line((0, y + 1), (WIDTH, y + 1), "rule")
        y += 8
    y = _bars(sheet, others[:BARS], scene, step, y)
    if len(others) > BARS:
        more(sheet, LEFT, y + 14, scene.words["pic_more_units"].format(n=len(others) - BARS))
        y += 22
    return y + 10 if office or others else y


def _strip(sheet: Sheet, peers: list[Row], scene: Scene, step: float, y: float) -> float:
    """One kind: a dot for each unit over its number of direct tasks, side by side where many have the same."""
    words = scene.words
    across = min(ACROSS, max(1, int((step - 4) // DOT)))
    groups: dict[int, list[Row]] = {}
    for row in sorted(peers, key=lambda row: row["unit"]):
        groups.setdefault(row["direct"], []).append(row)
    base = y + max(ceil(len(group) / across) for group in groups.values()) * DOT + 8
    middle = peers[0]["peer_median"]
    sheet.text(LEFT - 26, base + 2, f"{words['kind_' + peers[0]['kind']]} {peers[0]['peers']}", "soft", anchor="end")
    sheet.line((LEFT - 16, base + 5), (RIGHT + 12, base + 5), "rule")
    sheet.line((LEFT + middle * step, y), (LEFT + middle * step, base + 8), "median", width=1.5)
    sheet.text(RIGHT + 20, base + 6, words["median"].format(n=plain_number(middle)), "soft", size=SMALL)
    for value, group in groups.items():
        columns = min(across, len(group))
        for index, row in enumerate(group):
            x = LEFT + value * step + (index % columns - (columns - 1) / 2) * DOT
            sheet.open(scene.links.unit(row), f"{row['unit']} {words['n_tasks'].format(n=value)}", still=True)
            sheet.circle(x, base - (index // columns) * DOT, 3.3, "dot" + (" office" if row["coordinating"] else " flagged" if row["flag"] else ""))
            sheet.close()
    return base + 12


def _ticks(sheet: Sheet, step: float, y: float) -> float:
    """The scale, which all strips of a place share."""
    every = next(nice for nice in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if nice * step >= 28)
    for value in range(0, int((RIGHT - LEFT) / step + 0.01) + 1, every):
        sheet.text(LEFT + value * step, y + 10, str(value), "faint", anchor="middle", size=SMALL)
    return y + 20


def _bars(sheet: Sheet, rows: list[Row], scene: Scene, step: float, y: float) -> float:
    for row in rows:
        _bar(sheet, row, scene, step, y)
        y += LINE
    return y


def _bar(sheet: Sheet, row: Row, scene: Scene, step: float, y: float) -> None:
    words, home = scene.words, scene.links.unit(row)
    sheet.open(home, str(row.get("reason") or ""))
    sheet.text(LEFT - 12, y + 15, fit(row["unit"], LEFT - 16), "warn" if row["flag"] else "", anchor="end")
    sheet.close()
    x = float(LEFT)
    for field, code in ROLES:
        if row[field]:
            width = row[field] * step
            sheet.open(_rows(row, field, scene) or _shown(home, f"role={code}"), f"{row['unit']} {words[code]} {words['n_tasks'].format(n=row[field])}", still=True)
            sheet.rect((x, y + 2, width, 17), field, round_=8 if field == "cooperate" else 2)
            label = f"{words['mark_' + code]}{row[field]}"
            if width_of(label, SMALL) + 4 < width:
                sheet.text(x + width / 2, y + 15, label, "on" if field == "lead" else f"role-{field}", anchor="middle", size=SMALL)
            sheet.close()
            x += width
    middle = LEFT + row["peer_median"] * step
    for end in (y - 2, y + 18):  # above and below, so that it crosses no number
        sheet.line((middle, end), (middle, end + 5), "mark", width=2)
    sheet.text(x + 8, y + 15, str(row["direct"]), "bold" if row["flag"] else "")
    if row["inherited"]:
        x += 14 + width_of(str(row["direct"]))
        label = f"+{row['inherited']}"
        sheet.open(_rows(row, "inherited", scene) or _shown(home, "reach=collective"), f"{row['unit']} {words['fig_collective']} {words['n_tasks'].format(n=row['inherited'])}", still=True)
        sheet.rect((x, y + 3, width_of(label, SMALL) + 10, 15), "inherited", round_=3)
        sheet.text(x + 5, y + 15, label, "soft", size=SMALL)
        sheet.close()


def _rows(row: Row, field: str, scene: Scene) -> str:
    """The page that lists what a number counts; "" where the row does not tell it."""
    told = (row.get("opens") or {}).get(field)
    return scene.links.page(told["query"], **told["params"]) if told else ""


def _shown(home: str, what: str) -> str:
    """The page of the unit with these rows shown (viz/templates/address.js); "" where it has no page."""
    return f"{home}{'&' if '#' in home else '#'}{what}" if home else ""


_YEAR = Example("云川区 2025 年各单位的任务量", {"district": "云川区", "year": 2025})
STRIPS = Picture(
    name="strips", title="同类单位点图", description="各类单位的直接任务数：一类一条，一个点是一个单位，虚线是中位数，任务相对集中的和统筹协调机构另有标记。",
    question="overload", example=_YEAR, draw=strips,
)  # fmt: skip
PICTURE = Picture(
    name="workload", title="任务量图", description="任务最多的单位画成条形，牵头、责任、配合分开，短竖线是同类中位数，经统称明确的另记在后；统筹协调机构单列在前。",
    question="overload", example=_YEAR, draw=bars,
)  # fmt: skip
