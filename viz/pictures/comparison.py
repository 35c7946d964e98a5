"""Two years or two districts side by side: what is kept, new or dropped; how many tasks each has under a theme; what is covered."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from queries.base import Answer, Example, Row
from viz.pictures.heatmap import shade
from viz.pictures.parts import in_print_order, legend, more
from viz.pictures.pen import PLAIN, SMALL, STRONG, Sheet, fit
from viz.pictures.spec import Picture, Scene

ROWS = 70  # lines of a picture
WIDTH, SIDE, LINE = 960, 400, 24
MARKS = {"kept": "=", "moved": "⇄", "new": "+", "dropped": "−"}  # so that they differ without colour too


def draw(answer: Answer, scene: Scene) -> Markup:
    """The picture of the mode that the answer has; "" where it has no rows."""
    mode: dict[str, Callable[[Answer, Scene], Markup]] = {"years": _years, "districts": _districts, "grid": _grid}
    return mode[answer.extra["mode"]](answer, scene) if answer.rows else Markup("")


def _years(answer: Answer, scene: Scene) -> Markup:
    """For the last two years of the answer: items before on the left, after on the right, lines between those that go on."""
    latest = max(row["year"] for row in answer.rows)
    rows = [row for row in answer.rows if row["year"] == latest]
    counts = {change: sum(row["change"] == change for row in rows) for change in MARKS}
    sheet = Sheet(answer.title, scene.words["comma"].join(f"{scene.terms.value(change)} {count}" for change, count in counts.items()))
    legend(sheet, (0, 14), [(_sign(change), f"{scene.terms.value(change)} {count}") for change, count in counts.items()])
    before, after = _before(rows)[:ROWS], sorted((row for row in rows if row["change"] != "dropped"), key=lambda row: in_print_order(row["number"]))[:ROWS]
    far = WIDTH - SIDE
    sources = scene.words["joined"].join(dict.fromkeys(document for (document, _), _ in before))
    sheet.text(0, 46, fit(scene.words["pic_before"].format(documents=sources), SIDE, STRONG), "bold", size=STRONG)
    sheet.text(far, 46, scene.words["year"].format(y=latest), "bold", size=STRONG)
    at_left = {key: 70.0 + index * LINE for index, (key, _) in enumerate(before)}
    for index, row in enumerate(after):
        y = 70.0 + index * LINE
        for number in (row["to_number"] or "").split("、"):
            if (row["to_document"], number) in at_left:
                sheet.curve((SIDE + 4, at_left[row["to_document"], number] - 4), (far - 24, y - 4), "tie" if row["change"] == "kept" else "tie other", width=2)
        _line(sheet, row, (far, y), scene, scene.links.task(row))
    for (document, number), row in before:
        kept = {} if row["change"] == "dropped" else {"title": row.get("to_title") or scene.words["item"].format(n=number)}
        href = scene.links.page("task", task=f"{document} {number}")
        _line(sheet, {**row, **kept, "number": number}, (18, at_left[document, number]), scene, href, plain=row["change"] != "dropped")
    return sheet.markup(WIDTH, 70 + max(len(before), len(after)) * LINE, linked=scene.linked)


def _before(rows: list[Row]) -> list[tuple[tuple[str, str], Row]]:
    """((document, number), row) of every item of the year before, in printed order."""
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        for number in (row["to_number"] or "").split("、"):
            if number:
                found.setdefault((row["to_document"], number), row)
    return sorted(found.items(), key=lambda one: (one[0][0], in_print_order(one[0][1])))


def _sign(change: str) -> Callable[[Sheet, float, float], None]:
    kind = {"new": "made", "dropped": "gone", "kept": "node", "moved": "node own"}[change]

    def sign(sheet: Sheet, x: float, y: float) -> None:
        sheet.rect((x, y - 1, 15, 15), kind, round_=3)
        sheet.text(x + 7.5, y + 11, MARKS[change], "on" if change == "new" else "bold", anchor="middle")

    return sign


def _line(sheet: Sheet, row: Row, at: tuple[float, float], scene: Scene, href: str, *, plain: bool = False) -> None:
    x, y = at
    if not plain:
        _sign(row["change"])(sheet, x - 18, y - 11)
    sheet.open(href, _tip(row, scene))
    sheet.text(x + 34, y, str(row["number"] or ""), "faint", anchor="end")
    sheet.text(x + 42, y, fit(str(row["title"] or ""), SIDE - 62, PLAIN), "soft" if plain else "")
    sheet.close()


def _tip(row: Row, scene: Scene) -> str:
    parts = [scene.terms.value(row["change"])]
    parts += [f"{scene.terms.column(name)}{scene.words['colon']}{'、'.join(row[name])}" for name in ("gained", "lost", "times", "differences") if row[name]]
    return "；".join(parts)


def _districts(answer: Answer, scene: Scene) -> Markup:
    """A line for each theme or function, the one district's items to the left, the other's to the right."""
    first, second = answer.extra["a"], answer.extra["b"]
    by = next(name for name, _, _ in answer.columns if name in ("theme", "function"))
    rows = answer.rows[:ROWS]
    most = max(max(row["count_a"], row["count_b"]) for row in rows) or 1
    only = sum(row["side"] in ("only_a", "only_b") for row in rows)
    says = scene.words["pic_districts_says"].format(a=first, b=second, n=len(answer.rows), only=only)
    sheet = Sheet(answer.title, says)
    middle, label, room = WIDTH / 2, 200.0, 230.0
    sheet.text(middle - label / 2 - 10, 16, first, "bold", anchor="end", size=STRONG)
    sheet.text(middle + label / 2 + 10, 16, second, "bold", size=STRONG)
    legend(sheet, (0, 40), [(lambda sheet, x, y: sheet.text(x + 2, y + 11, scene.words["pic_one_side"][0], "warn"), scene.words["pic_one_side"])])
    y = 52.0
    for row in rows:
        href = scene.links.theme(row["theme"], {"district": None, "year": None}) if by == "theme" else ""
        sheet.open(href, f"{scene.terms.value(row['side'])}：{'、'.join(row['units_a'][:4])} / {'、'.join(row['units_b'][:4])}")
        sheet.text(middle, y + 15, fit(str(row[by]), label - 8), "" if row["side"] in ("same_units", "other_units") else "warn", anchor="middle")
        sheet.close()
        for side, sign in (("a", -1), ("b", 1)):
            _half(sheet, row, side, (middle + sign * label / 2, y), room / most * sign)
        y += LINE
    if len(answer.rows) > ROWS:
        more(sheet, 0, y + 12, scene.words["pic_more_rows"])
        y += 20
    return sheet.markup(WIDTH, y + 6, linked=scene.linked)


def _half(sheet: Sheet, row: Row, side: str, at: tuple[float, float], step: float) -> None:
    """The bar of one district; nothing is a short stroke, so that it is seen that it was looked for."""
    x, y = at
    count, length = row[f"count_{side}"], abs(row[f"count_{side}"] * step)
    left = x if step > 0 else x - length
    if count:
        sheet.rect((left, y + 3, length, 16), f"side-{side}", round_=2, tip=f"{count}（{row[f'share_{side}']:g}%）")
    else:
        sheet.line((x, y + 11), (x + (8 if step > 0 else -8), y + 11), "rule", width=2)
    beyond = x + (length + 8 if step > 0 else -length - 8)
    sheet.text(beyond if count else x + (14 if step > 0 else -14), y + 15, f"{count}" if count else "0", "soft", anchor="start" if step > 0 else "end", size=SMALL)


def _grid(answer: Answer, scene: Scene) -> Markup:
    """District × year: for each part of a document how many of its tasks name a unit."""
    years = sorted({row["year"] for row in answer.rows if row["year"]})
    places: dict[tuple[str, str], dict[int, list[Row]]] = {}
    for row in answer.rows:
        places.setdefault((row["district"], row["town"] or ""), {}).setdefault(row["year"] or 0, []).append(row)
    sheet = Sheet(answer.title, scene.words["pic_grid_says"].format(n=len(places), years=scene.words["joined"].join(map(str, years))))
    left, cell, line = 190.0, 190.0, 26.0
    for index, year in enumerate(years):
        sheet.text(left + index * cell + cell / 2, 16, str(year), "bold", anchor="middle", size=STRONG)
    y = 28.0
    for (district, town), own in sorted(places.items()):
        tall = max(len(rows) for rows in own.values()) * line
        sheet.open(scene.links.page("documents", district=district))
        sheet.text(0, y + tall / 2 + 4, fit(" ".join(filter(None, (district, town))), left - 12), "" if not town else "soft")
        sheet.close()
        for index, year in enumerate(years):
            _tile(sheet, own.get(year, []), (left + index * cell + 2, y), (cell - 4, line), scene)
        y += tall + 6
    return sheet.markup(left + cell * len(years), y, linked=scene.linked)


def _tile(sheet: Sheet, rows: list[Row], at: tuple[float, float], size: tuple[float, float], scene: Scene) -> None:
    (x, y), (width, line) = at, size
    if not rows:
        sheet.rect((x, y, width, line - 3), "node group", round_=3)
        sheet.text(x + width / 2, y + 16, "—", "faint", anchor="middle")
    for index, row in enumerate(rows):
        step = shade(1 + round(row["share"] * 4)) if row["share"] else 0
        sheet.open(scene.links.page("document", document=row["document"]), str(row["document"]))
        sheet.rect((x, y + index * line, width, line - 3), f"heat{step}", round_=3)
        words = f"{scene.terms.value(row['part'])} {row['named']}/{row['tasks']}{scene.words['bracketed'].format(text=format(row['share'], '.0%'))}"
        sheet.text(x + width / 2, y + index * line + 16, fit(words, width - 8), "on" if step > 3 else "", anchor="middle")
        sheet.close()


PICTURE = Picture(
    name="comparison", title="对照图", description="两年之间保留、调整、新增和取消的事项；两个区按主题的事项数；不给区时是各区各年的覆盖情况。",
    question="compare", example=Example("云川区历年的变化", {"district": "云川区"}), draw=draw,
)  # fmt: skip
