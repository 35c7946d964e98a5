"""An iCalendar file as Outlook, WPS and telephones take it: whole days, CR LF, folded lines, fixed bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar
from icalendar import Event as Entry

from queries.render.cells import clean

PRODUCER = "-//zeren//zeren//ZH"


@dataclass(frozen=True, slots=True)
class Event:
    """One event of whole days; `last` is included. `stamp` is the day of the document, `uid` stays the same on every run.

    `sure` is false where everything in it is only possible or inferred.
    """

    uid: str
    first: date
    last: date
    summary: str
    text: str
    categories: tuple[str, ...]
    stamp: date
    sure: bool = True


def calendar(title: str, description: str, events: Sequence[Event], remind: int = 0) -> bytes:
    """The file. `remind` is how many days before an event an alarm rings; 0 for none."""
    book = Calendar()
    book.add("prodid", PRODUCER)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")  # without it Outlook takes the file for an invitation
    book.add("x-wr-calname", clean(title))
    book.add("x-wr-caldesc", clean(description))
    for event in events:
        book.add_component(_entry(event, remind))
    written: bytes = book.to_ical()
    return written


def _entry(event: Event, remind: int) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.uid}@zeren")
    entry.add("dtstamp", datetime.combine(event.stamp, time(), UTC))
    entry.add("dtstart", event.first)
    entry.add("dtend", event.last + timedelta(days=1))  # the day after, as the standard counts
    entry.add("summary", clean(event.summary))
    entry.add("description", "\n".join(clean(line) for line in event.text.split("\n")))
    if event.categories:
        entry.add("categories", [clean(name) for name in event.categories])
    entry.add("status", "CONFIRMED" if event.sure else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")  # a deadline does not make anybody busy
    entry.add("x-microsoft-cdo-alldayevent", "TRUE")
    entry.add("x-microsoft-cdo-busystatus", "FREE")
    if remind:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", clean(event.summary))
        alarm.add("trigger", timedelta(days=-remind))
        entry.add_component(alarm)
    return entry
