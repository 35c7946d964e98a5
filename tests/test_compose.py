"""docker-compose.yml and the Dockerfile: valid, closed to the network, without a password of their own."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from fastapi.testclient import TestClient

from viz.explorer import Settings, create_app
from viz.explorer.settings import PORT

ROOT = Path(__file__).resolve().parent.parent
DURATION = {"type": "string", "pattern": r"^(\d+(us|ms|s|m|h))+$"}
STRINGS = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
# The parts of the Compose Specification that the file uses; nothing else is allowed in it.
SERVICE: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}],
    "properties": {
        "image": {"type": "string"},
        "build": {"type": "string"},
        "command": {"type": "array", "items": {"type": "string"}},
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "profiles": {"type": "array", "items": {"type": "string", "pattern": r"^[a-zA-Z0-9][a-zA-Z0-9_.-]*$"}},
        "environment": {"type": "object", "additionalProperties": {"type": ["string", "number", "null"]}},
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^127\.0\.0\.1:\d+:\d+$"}},
        "volumes": STRINGS,
        "tmpfs": STRINGS,
        "cap_drop": STRINGS,
        "security_opt": STRINGS,
        "init": {"type": "boolean"},
        "read_only": {"type": "boolean"},
        "depends_on": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["condition"],
                "additionalProperties": False,
                "properties": {"condition": {"enum": ["service_started", "service_healthy", "service_completed_successfully"]}},
            },
        },
        "healthcheck": {
            "type": "object",
            "required": ["test"],
            "additionalProperties": False,
            "properties": {
                "test": {"type": "array", "items": {"type": "string"}, "minItems": 2},
                "interval": DURATION,
                "timeout": DURATION,
                "start_period": DURATION,
                "retries": {"type": "integer"},
            },
        },
    },
}
NAME = r"^[a-zA-Z0-9._-]+$"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["services"],
    "properties": {
        "name": {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "additionalProperties": False, "patternProperties": {NAME: SERVICE}},
        "volumes": {"type": "object", "additionalProperties": False, "patternProperties": {NAME: {"type": ["null", "object"]}}},
    },
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return loaded


def test_the_file_is_valid(compose: dict[str, Any]) -> None:
    jsonschema.validate(compose, SCHEMA)


def test_what_it_names_is_there(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        named = [volume.split(":")[0] for volume in service["volumes"] if not volume.startswith(("$", ".", "/"))]
        assert set(named) <= set(compose["volumes"])
        assert set(service.get("depends_on", {})) <= set(compose["services"])
    assert compose["services"]["zeren"]["build"] == "."
    assert (ROOT / "Dockerfile").exists()
    assert "examples/documents" in compose["services"]["zeren"]["volumes"][0]


def test_the_password_comes_from_the_environment_and_has_no_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    uses = re.findall(r"\$\{ZEREN_NEO4J_PASSWORD([^}]*)\}", text)
    assert len(uses) == 2
    assert all(use.startswith(":?") for use in uses)
    assert compose["services"]["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${")
    assert compose["services"]["zeren"]["environment"]["ZEREN_TOKEN"].startswith("${ZEREN_TOKEN:?")


def test_the_server_is_pinned_and_looked_after(compose: dict[str, Any]) -> None:
    server = compose["services"]["neo4j"]
    assert re.fullmatch(r"neo4j:5\.\d+(\.\d+)?-community", server["image"])
    pom = (ROOT / ".ci" / "neo4j" / "pom.xml").read_text("utf-8")
    tested = re.search(r"<neo4j.version>(5\.\d+)\.", pom)
    assert tested is not None
    assert server["image"].startswith(f"neo4j:{tested[1]}-")
    kind, command = server["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "cypher-shell" in command
    assert " -p " not in command
    assert shlex.split(command.replace("$$", "$"))
    assert server["environment"]["NEO4J_dbms_usage__report_enabled"] == "false"


def test_zeren_waits_for_a_healthy_server_and_has_no_rights(compose: dict[str, Any]) -> None:
    service = compose["services"]["zeren"]
    assert service["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["environment"]["ZEREN_STORE"].startswith("bolt://neo4j:")
    assert all(volume.endswith(":ro") for volume in service["volumes"])


def test_the_explorer_is_served_and_looked_after(compose: dict[str, Any]) -> None:
    """What the container runs is a command line that there is, and its health is an address that needs no token."""
    from cli import main

    service = compose["services"]["zeren"]
    name, *rest = service["command"]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.make_context(name, [*rest, "--token", "x"]).params["host"] == "0.0.0.0"
    assert service["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    address = re.search(r"'(http://127\.0\.0\.1:(\d+)(/[^']*))'", service["healthcheck"]["test"][-1])
    assert address is not None
    assert int(address[2]) == PORT
    answer = TestClient(create_app(Settings("absent.lb", token="x")), base_url="http://localhost").get(address[3])
    assert answer.status_code == 200


def instructions() -> list[tuple[str, str]]:
    """The lines of the Dockerfile as (instruction, rest), continued lines joined."""
    lines = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ").splitlines()
    split = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, rest in split]


def test_the_image_is_slim_and_runs_as_nobody_special() -> None:
    found = instructions()
    bases = [rest for word, rest in found if word == "FROM"]
    assert len(bases) == 2
    assert all(re.match(r"python:3\.1[123]-slim\b", base) for base in bases)
    last = found[[word for word, _ in found].index("FROM", 1) :]
    assert ("USER", "zeren") in last
    assert ("ENTRYPOINT", '["zeren"]') in last
    assert [word for word, _ in last].index("USER") < [word for word, _ in last].index("ENTRYPOINT")


def test_the_image_takes_what_is_there_and_pinned() -> None:
    sources = [name for word, rest in instructions() if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]]
    assert {"graph", "ingest", "queries", "viz", "cli.py", "requirements.lock"} <= set(sources)
    assert all((ROOT / name).exists() for name in sources)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert not {"README.md", "LICENSE", *sources} & {os.path.normpath(name) for name in ignored}
    # The same expression as in the Dockerfile, which is sed's.
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9.-]*)==[^ ;\n]*", lock, re.M)
    assert {"neo4j", "ladybug", "click", "setuptools"} <= set(pinned)
