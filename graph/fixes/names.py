"""The names of the gazetteer with the decisions of people before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.fixes.logbook import MARK, Decision, Fixes
from graph.names.bodies import UnitName
from graph.names.gazetteer import Gazetteer
from graph.names.resolve import clean
from graph.names.samebody import SameBody

_LONGEST_CHAIN = 8  # aliases of aliases; a circle ends here
Key = tuple[str, str]  # place, name


class FixedNames(Gazetteer):
    """A gazetteer in which decisions hold: what a name means, which names are one body and which are not."""

    def __init__(self, base: Gazetteer, decisions: Sequence[Decision]) -> None:
        self.__dict__.update(vars(base))  # everything but the two methods below is the base's own
        self._base = base
        self._aliases: dict[Key, tuple[str, str]] = {}
        self._alone: dict[Key, str] = {}
        self._pairs: dict[tuple[str, frozenset[str]], tuple[Decision, tuple[str, str]]] = {}
        for decision in decisions:
            first, second = (clean(word) for word in decision.words())
            if decision.kind == "alias":
                self._aliases[decision.document, first] = (second, decision.id)
            else:
                self._decide_pair(decision, first, second)

    def resolve(self, mention: str, *, district: str | None = None, town: str | None = None) -> UnitName:
        """See `Gazetteer.resolve`; `rule` names the decision where one was followed."""
        text = clean(mention)
        places = [place for place in dict.fromkeys((town, district, district and self.bare(district))) if place]
        wanted, mark = self._follow(text, places)
        unit = self._base.resolve(wanted, district=district, town=town)
        for place in places:
            if (place, wanted) in self._alone:
                unit = replace(unit, name=wanted, full_name=wanted, aliases=())
                mark = mark or self._alone[place, wanted]
        aliases = tuple(name for name in unit.aliases if self._still(name, unit.name, places))
        if mark:
            also = (text,) if text != unit.name and text not in aliases else ()
            return replace(unit, rule=f"{MARK} {mark}", aliases=(*aliases, *also))
        return unit if aliases == unit.aliases else replace(unit, aliases=aliases)

    def same_bodies(self, district: str) -> tuple[SameBody, ...]:
        """See `Gazetteer.same_bodies`; a decided pair has its decision as `source`."""
        decided = {pair: found for (place, pair), found in self._pairs.items() if place in (district, self.bare(district))}
        kept = [one for one in self._base.same_bodies(district) if frozenset((one.name, one.other)) not in decided]
        added = [
            SameBody(district, *names, None, None, "plates", decision.mark())
            for decision, names in decided.values()
            if decision.kind == "same"
        ]
        return (*kept, *added)

    def _decide_pair(self, decision: Decision, first: str, second: str) -> None:
        place = decision.document
        names = [self._base.resolve(name, district=place).name for name in (first, second)]
        written = (first, second) if names[0] == names[1] else (names[0], names[1])
        for name in written:
            self._alone.pop((place, name), None)
        if decision.kind == "different" and names[0] == names[1]:
            # One body in the gazetteer: the name that is not its own becomes a body of its own.
            self._alone[place, first if first != names[0] else second] = decision.id
        self._pairs[place, frozenset(written)] = (decision, written)

    def _follow(self, text: str, places: Sequence[str]) -> tuple[str, str]:
        """The name that a printed one stands for, and the id of the last decision that says so ("" for none)."""
        mark = ""
        for _ in range(_LONGEST_CHAIN):
            found = next((self._aliases[place, text] for place in places if (place, text) in self._aliases), None)
            if found is None:
                break
            text, mark = found
        return text, mark

    def _still(self, alias: str, unit: str, places: Sequence[str]) -> bool:
        """Whether no decision gives this other name of a body to another one."""
        if any((place, alias) in self._alone and alias != unit for place in places):
            return False
        wanted, mark = self._follow(alias, places)
        return not mark or wanted == unit or self._base.resolve(wanted, district=places[-1]).name == unit


def fixed_names(base: Gazetteer, fixes: Fixes) -> Gazetteer:
    """The gazetteer with the decisions about names; itself if there are none."""
    decisions = [one for one in fixes.active() if one.kind in ("alias", "same", "different")]
    return FixedNames(base, decisions) if decisions else base
