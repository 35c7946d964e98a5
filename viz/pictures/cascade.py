"""Where tasks come from: the items of a plan on the left, those they derive from on the right; a thicker line is more alike."""

from __future__ import annotations

from markupsafe import Markup

from queries.base import Answer, Example, Row
from viz.pictures.parts import in_print_order, legend, more
from viz.pictures.pen import PLAIN, SMALL, STRONG, Sheet, fit
from viz.pictures.spec import Picture, Scene

PAIRS = 3  # of documents in one picture
ROWS = 60  # items on a side
WIDTH, SIDE, NUMBER, LINE = 960, 380, 44, 26
ALIKE = 0.6  # likeness below which a line is dashed


def draw(answer: Answer, scene: Scene) -> Markup:
    """Every pair of documents apart; "" for an answer without links (also with `uncovered`)."""
    pairs: dict[tuple[str, str], list[Row]] = {}
    for row in answer.rows:
        if "score" in row:
            pairs.setdefault((row["document"], row["to_document"]), []).append(row)
    if not pairs:
        return Markup("")
    says = "；".join(scene.words["pic_cascade_says"].format(a=a, b=b, links=len(rows), items=len({row["number"] for row in rows})) for (a, b), rows in pairs.items())
    sheet = Sheet(answer.title, says)
    _legend(sheet, scene)
    y = 30.0
    for (name, source), rows in list(pairs.items())[:PAIRS]:
        y = _pair(sheet, (name, source), rows, scene, y)
    if len(pairs) > PAIRS:
        more(sheet, 0, y + 12, scene.words["pic_more_rows"])
        y += 20
    return sheet.markup(WIDTH, y, linked=scene.linked)


def _legend(sheet: Sheet, scene: Scene) -> None:
    words = scene.words
    legend(sheet, (0, 14), [
        (lambda sheet, x, y: sheet.line((x, y + 6), (x + 18, y + 6), "tie", width=5), words["pic_alike"]),
        (lambda sheet, x, y: sheet.line((x, y + 6), (x + 18, y + 6), "tie other", width=1.5), words["pic_less_alike"].format(n=ALIKE)),
        (lambda sheet, x, y: sheet.text(x + 2, y + 10, words["pic_changed"], "warn", size=SMALL), words["pic_differs"]),
    ])  # fmt: skip


def _pair(sheet: Sheet, names: tuple[str, str], rows: list[Row], scene: Scene, y: float) -> float:
    left = _side(rows, "number", "title", "content", "task")
    right = _side(rows, "to_number", "to_title", "to_content", "to_task")
    far = WIDTH - SIDE
    sheet.text(0, y + 14, fit(names[0], SIDE, STRONG), "bold", size=STRONG)
    sheet.text(far, y + 14, fit(names[1], SIDE, STRONG), "bold", size=STRONG)
    sheet.text(WIDTH / 2, y + 14, scene.terms.value(rows[0]["relation"]), "soft", anchor="middle")
    top = y + 26
    tall = max(len(left), len(right)) * LINE
    at_left = _places(left, top, tall)
    at_right = _places(right, top, tall)
    for row in sorted(rows, key=lambda row: row["score"]):
        kind = "tie" if row["score"] >= ALIKE else "tie other"
        tip = f"{row['number']} → {row['to_number']} {scene.terms.column('likeness')} {row['score']:g}"
        if row["differences"]:
            tip += f"{scene.words['colon']}{'、'.join(row['differences'])}"
        sheet.open("", tip)
        sheet.curve((SIDE + 4, at_left[row["task"]] - 4), (far - 6, at_right[row["to_task"]] - 4), kind, width=max(1.5, 6 * (row["score"] - 0.3)))
        sheet.close()
    changed = {row["task"] for row in rows if row["differences"]}
    for one in left:
        _item(sheet, one, 0, at_left[one["task"]], scene)
        if one["task"] in changed:
            sheet.text(SIDE - 14, at_left[one["task"]], scene.words["pic_changed"], "warn", size=SMALL)
    for one in right:
        _item(sheet, one, far, at_right[one["task"]], scene)
    if len(left) >= ROWS:
        more(sheet, 0, top + tall + 12, scene.words["pic_more_rows"])
    return top + tall + 24


def _side(rows: list[Row], number: str, title: str, content: str, task: str) -> list[Row]:
    """The items of one side, each once, in printed order; `task` is what a link needs."""
    found = {row[task]: {"number": row[number], "words": row[title] or row[content] or "", "task": row[task]} for row in rows}
    return sorted(found.values(), key=lambda one: in_print_order(one["number"]))[:ROWS]


def _places(side: list[Row], top: float, tall: float) -> dict[str, float]:
    """Base line of each item; the shorter side is spread over the height of the longer."""
    gap = tall / max(len(side), 1)
    return {one["task"]: top + gap * index + gap / 2 + 4 for index, one in enumerate(side)}


def _item(sheet: Sheet, one: Row, x: float, y: float, scene: Scene) -> None:
    sheet.open(scene.links.task(one), one["words"])
    sheet.text(x + NUMBER - 8, y, str(one["number"]), "faint", anchor="end")
    sheet.text(x + NUMBER, y, fit(one["words"], SIDE - NUMBER - 22, PLAIN))
    sheet.close()


PICTURE = Picture(
    name="cascade", title="任务来源图", description="左边是一份计划的各项，右边是它们的来源，线越粗文字越接近，文字有改动的带“改”字。",
    question="trace", example=Example("云川区 2025 年要点来自去年的哪几项", {"about": "yunchuan-2025"}), draw=draw, asks={"uncovered": False},
)  # fmt: skip
