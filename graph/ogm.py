"""An object view for notebooks: units, tasks, themes, districts and documents with their relationships, through py2neo.

    from graph.ogm import Unit, open_repository

    repository = open_repository("bolt://127.0.0.1:7687")
    unit = repository.match(Unit).where(name="区教育局").first()
    for task in unit.leads:
        print(task.caption, task.due, unit.leads.get(task, "evidence"))

For reading only: py2neo gets no more releases (2021.2.4 is its last), so nothing else here depends on it. Its limits are
in docs/neo4j.md.
"""

from __future__ import annotations

from graph.errors import StoreError
from graph.store.neo4j_address import Target, read_address

try:
    from py2neo import ConnectionUnavailable, Neo4jError
    from py2neo.ogm import Model, Property, RelatedFrom, RelatedTo, Repository
except ImportError as error:
    raise StoreError("没有安装 py2neo", hint="它是可选的：pip install py2neo==2021.2.4；不用它时请用 graph.store") from error

_PLAIN = {
    "bolt": "bolt",
    "neo4j": "bolt",
    "bolt+s": "bolt+s",
    "neo4j+s": "bolt+s",
    "bolt+ssc": "bolt+ssc",
    "neo4j+ssc": "bolt+ssc",
}


class District(Model):  # type: ignore[misc]  # py2neo has no types
    """A province, city, district or town. `inside` is the one above, `units` are those that belong to it."""

    __primarykey__ = "id"
    id = Property()
    name = Property()
    code = Property()
    level = Property()
    parent = Property()
    caption = Property()
    inside = RelatedTo("District", "PART_OF")
    units = RelatedFrom("Unit", "IN_DISTRICT")


class Unit(Model):  # type: ignore[misc]  # py2neo has no types
    """A body. `leads`, `answers_for` and `assists` are its tasks by role, `members` the bodies of a collective."""

    __primarykey__ = "id"
    id = Property()
    name = Property()
    full_name = Property()
    kind = Property()
    functions = Property()
    aliases = Property()
    district = Property()
    town = Property()
    parent = Property()
    known = Property()
    possible = Property()
    initials = Property()
    caption = Property()
    leads = RelatedTo("Task", "LEAD")
    answers_for = RelatedTo("Task", "RESPONSIBLE")
    assists = RelatedTo("Task", "COOPERATE")
    collectives = RelatedTo("Unit", "MEMBER_OF")
    possible_collectives = RelatedTo("Unit", "MAY_BE_MEMBER_OF")
    members = RelatedFrom("Unit", "MEMBER_OF")
    possible_members = RelatedFrom("Unit", "MAY_BE_MEMBER_OF")
    districts = RelatedTo("District", "IN_DISTRICT")
    documents = RelatedFrom("Document", "ISSUED_BY")


class Task(Model):  # type: ignore[misc]  # py2neo has no types
    """An item or a row. `leaders`, `responsible` and `assistants` are the bodies in it by role."""

    __primarykey__ = "id"
    id = Property()
    number = Property()
    item = Property()
    level = Property()
    part = Property()
    title = Property()
    content = Property()
    section = Property()
    year = Property()
    district = Property()
    town = Property()
    stem = Property()
    due = Property()
    due_text = Property()
    due_kind = Property()
    theme_names = Property("themes")
    page = Property()
    caption = Property()
    leaders = RelatedFrom("Unit", "LEAD")
    responsible = RelatedFrom("Unit", "RESPONSIBLE")
    assistants = RelatedFrom("Unit", "COOPERATE")
    themes = RelatedTo("Theme", "ABOUT")
    documents = RelatedTo("Document", "STATED_IN")
    whole = RelatedTo("Task", "PART_OF")
    rows = RelatedFrom("Task", "PART_OF")
    derives_from = RelatedTo("Task", "DERIVES_FROM")


class Theme(Model):  # type: ignore[misc]  # py2neo has no types
    """A theme of the taxonomy and the tasks about it."""

    __primarykey__ = "id"
    id = Property()
    name = Property()
    description = Property()
    synonyms = Property()
    caption = Property()
    tasks = RelatedFrom("Task", "ABOUT")


class Document(Model):  # type: ignore[misc]  # py2neo has no types
    """A document, the tasks that it states and the body that issued it. Its full text is in the store, not here."""

    __primarykey__ = "id"
    id = Property()
    title = Property()
    stem = Property()
    doc_no = Property()
    issuer = Property()
    district = Property()
    town = Property()
    year = Property()
    date = Property()
    kind = Property()
    completeness = Property()
    coverage = Property()
    caption = Property()
    tasks = RelatedFrom("Task", "STATED_IN")
    issuers = RelatedTo("Unit", "ISSUED_BY")


def open_repository(address: str) -> Repository:
    """A py2neo repository on the address and the environment that the store uses, after a first question to the server.

    Raises StoreError: the server cannot be reached or does not accept the password.
    """
    target = read_address(address)
    try:
        repository = Repository(_uri(target), name=target.database, auth=(target.user, target.password or ""))
        repository.graph.evaluate("RETURN 1")
    except (ConnectionUnavailable, Neo4jError, OSError) as error:
        hint = "请检查地址和环境变量 ZEREN_NEO4J_USER、ZEREN_NEO4J_PASSWORD"
        raise StoreError(f"py2neo 连不上 {target.shown}", hint=hint) from error
    return repository


def _uri(target: Target) -> str:
    """The same server over plain Bolt: what py2neo asks for its routing is not answered by Neo4j 5."""
    scheme, _, rest = target.uri.partition("://")
    return f"{_PLAIN[scheme]}://{rest}"
