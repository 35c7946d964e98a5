"""Which documents a question is about."""

from __future__ import annotations

import re
from dataclasses import replace

from queries.ask.asked import Asked
from queries.ask.facts import Facts, Place, places_of, side_by_side
from queries.ask.reply import Reply

OVER_YEARS = re.compile(r"哪一?[年份]|[历各每逐]年|年年|几年|今年|去年|往年|上一?年|前年|同比")
OWN_PLAN = re.compile(
    r"<U>(?:自己|有没有|有无|是否|出台|制定|编制|发布|印发|出|了|过|他们|她们|发的|印发的|制定的|出台的|编的|写的|定的|该镇|该街道|的|镇|街道|人民|政府|今年|本年度?|当年|去年|<Y>|20\d\d年|年度|\(?<D>\)?|[,]|政务公开|信息公开|公开|工作|这份|那份)*(计划|要点|方案|文件)"
)
EVERY_PAPER = re.compile(r"(?:[一二三四五六七八九十\d]+份|所有|全部|各份|每份|这几份)(?:文件|要点|计划)")
WHICH_DISTRICT = re.compile(r"哪.{0,3}区")
ANNEX = re.compile(r"附件|附表|附页")


def placed(asked: Asked) -> Asked | Reply:
    """With the places that it is about, and what there is to know of them; a reply where there are none."""
    linked, known = asked.linked, asked.known
    if linked.elsewhere:
        return asked.unknown("elsewhere", places=asked.names(linked.elsewhere), known=asked.names(known.districts))
    if linked.namesakes:
        choices = linked.namesakes[0].names
        words = known.gazetteer.bare(choices[0])
        return Reply(asked.say("namesakes", words=words, choices=asked.names(choices)), None, [], "ambiguous", choices=choices)
    every = [place for place in places_of(known.documents) if _wanted(asked, place)]
    if not every:
        return asked.unknown("no_documents")
    places = every
    if linked.years:
        own = linked.years_of()
        places = [place for place in every if place.year in own.get(place.name, linked.years)]
        if absent := [year for year in linked.years if year not in {place.year for place in places}]:
            printed = asked.names(f"{place.name}{place.year}" for place in every)
            return asked.unknown("no_year", years=asked.names(map(str, absent)), known=printed)
    elif _one_year(asked, every):
        places = side_by_side(every)
    facts = Facts(asked.session, places, ANNEX.search(linked.masked) is not None)
    return replace(asked, places=places, facts=facts, newest=not linked.years and len(places) < len(every))


def _one_year(asked: Asked, places: list[Place]) -> bool:
    """Whether places or units are compared, not the years of one: 云川区和松屏区, 教育局和民政局; where it asks for a year it is about years."""
    if not asked.kind.compares or OVER_YEARS.search(asked.masked):
        return False
    several = len({(place.district, place.town) for place in places}) > 1
    return several or asked.kind.compares == "subjects" or len(asked.linked.units) > 1


def _wanted(asked: Asked, place: Place) -> bool:
    """A town's own plan is meant only where the question names the town; a comparison has the district beside it."""
    linked = asked.linked
    if linked.towns:
        beside = asked.kind.compares == "places" and place.district in linked.districts and not place.town
        return place.town in linked.towns or beside
    if linked.districts:
        return place.district in linked.districts and not place.town
    return not place.town or asked.kind.plans(asked) or (EVERY_PAPER.search(linked.masked) is not None and not WHICH_DISTRICT.search(linked.masked))


def plan_not_read(asked: Asked) -> Asked | Reply:
    """Not about the plan of a body whose plan has not been read."""
    if not asked.linked.units or not OWN_PLAN.search(asked.masked):
        return asked
    kinds = {unit["kind"] for unit in asked.known.units if unit["name"] in asked.linked.units[0].names}
    if not kinds & {"town", "street", "park"}:
        return asked
    return asked.unknown("no_plan", unit=asked.linked.units[0].words)
