"""Units × themes as a heat map: darker is more, the number in every cell, a corner mark where the unit leads."""

from __future__ import annotations

from markupsafe import Markup

from queries.base import Answer, Example, Row
from queries.matrix import NO_THEME
from viz.pictures.parts import Place, by_place, legend, more, newest, place_name
from viz.pictures.pen import PLAIN, SMALL, STRONG, Sheet, fit, width_of
from viz.pictures.spec import Picture, Scene

PLACES = 1
UNITS, THEMES = 40, 30  # lines and columns that are drawn
LEFT, CELL, LINE = 176, 27, 23
STEPS = (1, 2, 4, 7)  # up to so many tasks: first shade, second …; above the last the darkest
LEAN = -52  # degrees of the column heads


def shade(count: int) -> int:
    """Which of the five shades a number has; 0 for none."""
    return 0 if not count else 1 + sum(count > step for step in STEPS)


def draw(answer: Answer, scene: Scene) -> Markup:
    """The newest place of the answer; "" where it has no rows."""
    places = by_place(row for row in answer.rows if "count" in row)
    chosen = newest(places, PLACES)
    if not chosen:
        return Markup("")
    words = scene.words
    place, rows = chosen[0], places[chosen[0]]
    units, themes = _sums(rows, "unit"), _sums(rows, "theme")
    kinds = {row["unit"]: row["kind"] for row in rows}
    lines = sorted(units, key=lambda unit: (kinds[unit] == "collective", -units[unit], unit))
    columns = sorted(themes, key=lambda theme: (theme is None, -themes[theme], theme or ""))
    shown, across = lines[:UNITS], columns[:THEMES]
    says = words["pic_heatmap_says"].format(place=place_name(place, scene), units=len(units), themes=len(themes), unit=shown[0], most=units[shown[0]])
    sheet = Sheet(f"{answer.title}", says)
    sheet.text(0, 16, place_name(place, scene), "bold", size=STRONG)
    top = 34 + max(width_of(theme or words["no_theme"], PLAIN) for theme in across) * 0.8
    _legend(sheet, scene)
    _heads(sheet, place, across, scene, top)
    y = _lines(sheet, {(row["unit"], row["theme"]): row for row in rows}, (shown, across), units, scene, top)
    sheet.text(LEFT - 10, y + 16, words["sum"], "soft", anchor="end")
    for index, theme in enumerate(across):
        sheet.text(LEFT + (index + 0.5) * CELL, y + 16, str(themes[theme]), "soft", anchor="middle", size=SMALL)
    y += 24
    left = [words["pic_more_units"].format(n=len(lines) - UNITS)] if len(lines) > UNITS else []
    left += [words["pic_more_themes"].format(n=len(columns) - THEMES)] if len(columns) > THEMES else []
    left += [words["pic_more_places"].format(n=len(places) - 1)] if len(places) > 1 else []
    for words_left in left:
        more(sheet, 0, y + 14, words_left)
        y += 18
    return sheet.markup(max(LEFT + CELL * len(across) + 90, 560), y + 6, linked=scene.linked)


def _sums(rows: list[Row], field: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in rows:
        sums[row[field]] = sums.get(row[field], 0) + row["count"]
    return sums


def _legend(sheet: Sheet, scene: Scene) -> None:
    bounds = ["1", "2", "3–4", "5–7", "8+"]

    def swatch(step: int) -> object:
        return lambda sheet, x, y: sheet.rect((x, y, 16, 12), f"heat{step}")

    def corner(sheet: Sheet, x: float, y: float) -> None:
        sheet.rect((x, y, 16, 12), "heat1")
        sheet.shape([(x + 9, y), (x + 16, y), (x + 16, y + 7)], "lead")

    entries = [(swatch(index + 1), bound) for index, bound in enumerate(bounds)] + [(corner, scene.words["with_lead"])]
    legend(sheet, (LEFT + 40, 16), entries)  # type: ignore[arg-type]


def _heads(sheet: Sheet, place: Place, themes: list[str], scene: Scene, top: float) -> None:
    row = {"district": place[0], "year": place[1] or None}
    for index, theme in enumerate(themes):
        sheet.open(scene.links.theme(theme, row) if theme else "")
        sheet.text(LEFT + (index + 0.55) * CELL, top - 6, theme or scene.words["no_theme"], "" if theme else "faint", turn=LEAN)
        sheet.close()


def _lines(sheet: Sheet, cells: dict[tuple[str, str], Row], axes: tuple[list[str], list[str]], sums: dict[str, int], scene: Scene, y: float) -> float:
    units, themes = axes
    collective = False
    for unit in units:
        first = next(row for (name, _), row in cells.items() if name == unit)
        if first["kind"] == "collective" and not collective:
            collective = True
            sheet.line((0, y + 4), (LEFT + CELL * len(themes), y + 4), "rule")
            y += 8
        sheet.open(scene.links.unit(first))
        sheet.text(LEFT - 10, y + 16, fit(unit, LEFT - 14), "faint" if collective else "", anchor="end")
        sheet.close()
        for index, theme in enumerate(themes):
            _cell(sheet, cells.get((unit, theme)), (LEFT + index * CELL, y), scene)
        sheet.text(LEFT + CELL * len(themes) + 10, y + 16, str(sums[unit]), "bold")
        y += LINE
    return y


def _cell(sheet: Sheet, row: Row | None, at: tuple[float, float], scene: Scene) -> None:
    x, y = at
    if row is None:
        sheet.rect((x + 1, y + 1, CELL - 2, LINE - 2), "heat0")
        return
    words = scene.words
    rows = {name: row[name] for name in ("unit", "district", "town", "year")}
    href = scene.links.page("matrix", **rows, theme=row["theme"] or NO_THEME, each=True)
    step = shade(row["count"])
    sheet.open(href, f"{row['unit']} · {row['theme'] or words['no_theme']}{words['colon']}{words['n_tasks'].format(n=row['count'])}", still=True)
    sheet.rect((x + 1, y + 1, CELL - 2, LINE - 2), f"heat{step}")
    sheet.text(x + CELL / 2, y + 16, str(row["count"]), "on" if step > 3 else "", anchor="middle", size=SMALL)
    if row["lead"]:
        sheet.shape([(x + CELL - 9, y + 1), (x + CELL - 1, y + 1), (x + CELL - 1, y + 9)], "lead")
    sheet.close()


PICTURE = Picture(
    name="heatmap", title="单位 × 主题热力图", description="每个单位在每个主题下的直接任务数，颜色越深越多，每格写明数字，有牵头任务的格子带角标；统称单列在后。",
    question="matrix", example=Example("云川区 2025 年单位与主题", {"district": "云川区", "year": 2025}), draw=draw,
    asks={"unit": "", "theme": "", "each": False},
)  # fmt: skip
