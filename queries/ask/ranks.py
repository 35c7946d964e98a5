"""Who has most and who has least, and which month is fullest."""

from __future__ import annotations

import re
from collections import Counter

from queries.ask.asked import Asked, Kind, nothing
from queries.ask.bodies import ONLY_DIRECT, in_time, owners
from queries.ask.facts import Place, day_of
from queries.ask.pairs import THEME_COLUMNS
from queries.ask.reply import Reply, Value, union
from queries.ask.wording import number
from queries.base import Column, Row
from queries.workload import workload

FEWEST_TASKS = re.compile(r"(最少|最闲|最轻|最小|最空|最清闲|最不忙|最轻松|少$|垫底|末位)")
TOP = re.compile(
    r"(?:前|top)(\d+|[一二两三四五六七八九十])(?:个|名|位|家|大)?|(\d+|[二两三四五六七八九十])(?:个|家)(?:单位|部门|街镇|主题|统称)?(?:任务|活)?最[多少忙闲]|(?:最[\u4e00-\u9fff]{1,2}的?|最[\u4e00-\u9fff]{1,2}的?前)(\d+|[一二两三四五六七八九十])(?:个|名|位|家|大)"
)
NTH = re.compile(r"第([二三四五2-5])(?:多|忙|重|集中|位|名)|排(?:名|行|位|在)?第([二三四五2-5])")
EXACTLY = re.compile(r"(?:[只仅]|恰好|正好|刚好|总共才|才)(?:有|被|承担|负责|点名|分到|牵头|轮到|出现|写到|列|过|了|直接)+.{0,4}?(\d+|[一二两三四五六七八九十])(?:项|次|件|个任务|个事项|条)")
# 超过五项的, 3项以上的: every unit beyond a number.
_MANY = r"(\d+|[一二两三四五六七八九十]+)(?:项|次|条|件|个任务|个事项)"
OVER = re.compile(rf"(超过|多于|大于|高于|不少于|至少|达到|不低于|少于|不足|不到|低于|不超过|不多于){_MANY}|{_MANY}(?:任务)?(及?以上|及?以下)")
BESIDES_FIRST = re.compile(r"除了?<U>(以外|之外|外)?,?(任务)?(排)?第二")
FLAGGED = re.compile(r"(过重|太重|集中的|过于集中|相对集中|超负荷|太多)")
UNITS_LEFT_OUT = re.compile(
    r"(除了?|除去|除开|不算|不含|不包括|不计|撇开|抛开|刨去|去掉|排除|剔除|不要|不看|不数)[^<,，]{0,4}(<D>)?<U>|<U>[^<,，]{0,3}(除外|不算|以外|之外|不计|不含|不数|外)|except"
)
WITH = re.compile(r"(统称|集体|间接|全部|算上|加上|包括|连同)")
ITS_NUMBER = re.compile(r"^[^谁哪]*(多少|几)(项|件|个任务|个事项)$")
MEASURES = {"LEAD": "lead", "RESPONSIBLE": "responsible", "COOPERATE": "cooperate"}
AMONG_TOWNS = re.compile(r"(哪个|哪一个|哪些|哪家|哪几个|最[多少忙闲]的)(街镇|街道|镇)|(街镇|街道|(?<!街)镇)(里|中|当中|之中)")
OF_PARTS = re.compile(r"部分|板块|章")
AMONG = re.compile(r"<U>(里|中|当中|之中|里面)")
COLLECTIVES = re.compile(r"(哪个|哪一个|哪些|哪几个|哪种)统称|统称(里|中|当中|之中)")
OF_THEMES = re.compile(r"(哪个|哪一个|哪些|哪几个|什么|哪一?)(主题|领域|方面|板块|类|大?部分|章)|(主题|领域)(里|中|当中|是|有)")
COUNTS_UNITS = re.compile(r"(多少|几)(家|个)(单位|部门|机构)?(?!任务|事项|工作|主题)|单位(有|是)?(多少|几)(家|个)")
COLUMNS = (
    Column("district"),
    Column("town"),
    Column("year", "int"),
    Column("unit"),
    Column("kind"),
    Column("lead", "int"),
    Column("responsible", "int"),
    Column("cooperate", "int"),
    Column("direct", "int"),
    Column("items", "int"),
    Column("inherited", "int"),
)


def busiest(asked: Asked) -> Reply:
    """Units with most (or least) tasks under their own name; the coordinating office is said apart."""
    measure = MEASURES.get(asked.role or "", "direct")
    if OF_THEMES.search(asked.masked):
        return _busiest_themes(asked)
    if COLLECTIVES.search(asked.masked):
        return _busiest_collectives(asked, measure)
    rows = workload(
        asked.session,
        union([[place.district] for place in asked.places]),
        sorted({place.year for place in asked.places if place.year}),
        union([[place.town] for place in asked.places if place.town]),
    )
    parts, names, kept = [], [], []
    for place in asked.places:
        own = [row for row in rows if _in(row, place)]
        own = _left(asked, own, measure)
        if asked.topic or asked.linked.when is not None:
            own = _on_topic(asked, place, own, measure)
        if not own:
            continue
        chosen = _chosen(asked, own, measure)
        kept += chosen
        names.append([row["unit"] for row in chosen])
        parts.append(_said(asked, place, own, chosen, measure))
    if not parts:
        return nothing(asked) if asked.topic else asked.unknown("no_tasks", places=asked.place_names())
    if asked.yes and len(asked.linked.units) == 1 and not UNITS_LEFT_OUT.search(asked.masked):
        mine = set(asked.linked.units[0].names) & set(union(names))
        return Reply(asked.join(parts), bool(mine), kept, columns=COLUMNS)
    if (EXACTLY.search(asked.masked) or OVER.search(asked.masked)) and COUNTS_UNITS.search(asked.masked):
        return Reply(asked.join(parts), asked.value([len(one) for one in names]), kept, columns=COLUMNS)
    if ITS_NUMBER.search(asked.masked) and len({row["sum"] for row in kept}) == 1:
        return Reply(asked.join(parts), kept[0]["sum"], kept, columns=COLUMNS)
    return Reply(asked.join(parts), union(names), kept, columns=COLUMNS)


def _in(row: Row, place: Place) -> bool:
    return (row["district"], row["town"] or "", row["year"]) == (place.district, place.town, place.year)


def _left(asked: Asked, rows: list[Row], measure: str) -> list[Row]:
    """Units with at least one such task, without those that the question leaves out (除了区政府办公室)."""
    out = (
        {name for unit in asked.linked.units for name in unit.names}
        if UNITS_LEFT_OUT.search(asked.masked)
        else set()
    )
    kept = [
        {**row, "sum": row[measure] + (row["inherited"] if WITH.search(asked.masked) and not ONLY_DIRECT.search(asked.masked) and measure == "direct" else 0)}
        for row in rows
    ]
    if AMONG_TOWNS.search(asked.masked) or (AMONG.search(asked.masked) and any("镇" in unit.words for unit in asked.linked.units)):
        kinds = ("street", "town", "park") if "园区" in asked.masked else ("street", "town")
        kept = [row for row in kept if row["kind"] in kinds]
    return [row for row in kept if row["sum"] and row["unit"] not in out]


def _on_topic(asked: Asked, place: Place, rows: list[Row], measure: str) -> list[Row]:
    """The same units counted on the tasks of a theme or of a time only."""
    duties = asked.facts.duties(task for task in asked.meant(place).tasks if in_time(asked, task))
    counts = Counter(row["unit"] for row in duties if measure == "direct" or MEASURES[row["role"]] == measure)
    return [{**row, "sum": counts[row["unit"]]} for row in rows if counts[row["unit"]]]


def _chosen(asked: Asked, rows: list[Row], measure: str) -> list[Row]:
    if FLAGGED.search(asked.masked) and measure == "direct":
        return [row for row in rows if row["flag"]]
    if exact := EXACTLY.search(asked.masked):
        return [row for row in rows if row["sum"] == number(exact[1])]
    if over := OVER.search(asked.masked):
        word, edge = over[1] or over[4], number(over[2] or over[3]) or 0
        return [row for row in rows if _beyond(word, row["sum"], edge)]
    least = bool(FEWEST_TASKS.search(asked.masked))
    ordered = sorted(rows, key=lambda row: (row["sum"] if least else -row["sum"], row["unit"]))
    if (nth := NTH.search(asked.masked)) and len(ordered) >= (place := number(nth[1] or nth[2]) or 1):
        if BESIDES_FIRST.search(asked.masked):
            place -= 1  # 除了排第一的，第二忙的: the one that is left out has the first place
        return [row for row in ordered if row["sum"] == ordered[max(place, 1) - 1]["sum"]]
    many = TOP.search(asked.masked)
    edge = ordered[min(len(ordered), (number(next(filter(None, many.groups()))) or 1) if many else 1) - 1]["sum"]
    return [row for row in ordered if (row["sum"] <= edge if least else row["sum"] >= edge)]


def _beyond(word: str, count: int, edge: int) -> bool:
    """Whether a count lies on the side of the number that the word says: 超过, 至少, 不足, 不超过."""
    if word in ("超过", "多于", "大于", "高于"):
        return count > edge
    if word in ("少于", "不足", "不到", "低于"):
        return count < edge
    return count <= edge if (word[:1] == "不" and word in ("不超过", "不多于")) or "下" in word else count >= edge


def _said(asked: Asked, place: Place, rows: list[Row], chosen: list[Row], measure: str) -> str:
    listed = asked.names((asked.say("rank_one", unit=row["unit"], count=row["sum"]) for row in chosen), 20)
    role = asked.say(f"role_{asked.role}") if measure != "direct" else ""
    least = bool(FEWEST_TASKS.search(asked.masked))
    if exact := EXACTLY.search(asked.masked):
        return asked.say(
            "rank_exact",
            place=asked.where(place),
            role=role,
            count=number(exact[1]),
            units=len(chosen),
            names=listed or asked.say("none"),
        )
    if over := OVER.search(asked.masked):
        return asked.say("rank_over", place=asked.where(place), role=role, over=over[0], units=len(chosen), names=listed or asked.say("none"))
    if nth := NTH.search(asked.masked):
        return asked.say(
            "rank_nth", place=asked.where(place), role=role, nth=number(nth[1] or nth[2]), names=listed or asked.say("none")
        )
    key = "rank_flagged" if FLAGGED.search(asked.masked) and measure == "direct" else "rank_least" if least else "rank_most"
    text = asked.say(key, place=asked.where(place), role=role, names=listed or asked.say("none"))
    if not least and any(row["coordinating"] for row in chosen):
        others = [row for row in rows if not row["coordinating"]]
        top = max((row["sum"] for row in others), default=0)
        if top:
            besides = asked.names(
                asked.say("rank_one", unit=row["unit"], count=row["sum"]) for row in others if row["sum"] == top
            )
            text += asked.say("rank_besides", names=besides)
    return text


def _ordered(asked: Asked, counts: Counter[str]) -> list[str]:
    """The names that the question asks for by their counts: most, fewest, the n-th, the first n."""
    rows = [{"unit": name, "sum": count, "flag": False} for name, count in counts.items()]
    return [row["unit"] for row in _chosen(asked, rows, "other")] if rows else []


def _busiest_themes(asked: Asked) -> Reply:
    """Themes (or parts of the document) with most or fewest tasks of the places, or of the unit that is named."""
    parts, names, rows = [], [], []
    unit = asked.linked.units[0] if asked.linked.units else None
    owned = owners(asked, unit) if unit else []
    if isinstance(owned, Reply):
        return owned
    for place in asked.places:
        mine = [owner for owner in owned if owner.place == place]
        if unit and not mine:
            continue
        tasks = [row for owner in mine for row in owner.chosen(asked)] if unit else asked.meant(place).tasks
        group = "section" if OF_PARTS.search(asked.masked) else "themes"
        counts = Counter(name for task in tasks if in_time(asked, task) for name in task[group][: 1 if group == "section" else None])
        chosen = _ordered(asked, counts)
        names.append(chosen)
        rows += [_theme_row(place, mine[0].body.name if mine else None, theme, counts[theme]) for theme in chosen]
        listed = asked.names(asked.say("rank_one", unit=theme, count=counts[theme]) for theme in chosen)
        called = mine[0].body.called if mine else asked.where(place)
        parts.append(asked.say("rank_themes", place=called, names=listed or asked.say("none")))
    return Reply(asked.join(parts), union(names), rows, columns=THEME_COLUMNS) if parts else nothing(asked)


def _theme_row(place: Place, unit: str | None, theme: str, count: int) -> Row:
    found = {"district": place.district, "town": place.town or None, "year": place.year}
    return {**found, "unit": unit, "theme": theme, "tasks": count}


def _busiest_collectives(asked: Asked, measure: str) -> Reply:
    """Collectives that are printed for most (or fewest) tasks."""
    parts, names, rows = [], [], []
    for place in asked.places:
        tasks = [task for task in asked.meant(place).tasks if in_time(asked, task)]
        duties = [row for row in asked.facts.duties(tasks) if row["kind"] == "collective"]
        counts = Counter(row["unit"] for row in duties if measure == "direct" or MEASURES[row["role"]] == measure)
        chosen = _ordered(asked, counts)
        names.append(chosen)
        rows += [row for row in duties if row["unit"] in chosen]
        listed = asked.names(asked.say("rank_one", unit=name, count=counts[name]) for name in chosen)
        parts.append(asked.say("rank_collectives", place=asked.where(place), names=listed or asked.say("none")))
    return Reply(asked.join(parts), union(names), rows) if parts else nothing(asked)


def busymonth(asked: Asked) -> Reply:
    """The month in which most tasks of a place are due; days and periods only."""
    parts: list[str] = []
    months: list[Value] = []
    for place in asked.places:
        counts = Counter(day.month for task in asked.facts.tasks(place) if (day := day_of(task)) is not None)
        if not counts:
            parts.append(asked.say("month_none", place=asked.where(place)))
            continue
        best = max(counts.values())
        fullest = sorted(month for month, number in counts.items() if number == best)
        months.append(fullest[0] if len(fullest) == 1 else None)
        parts.append(asked.say("month", place=asked.where(place), months=asked.names(map(str, fullest)), count=best))
    return Reply(asked.join(parts), asked.value(months))


BUSIEST = Kind("busiest", busiest, found=True, lists=True)
BUSYMONTH = Kind("busymonth", busymonth, ("tasks",), lists=True)
