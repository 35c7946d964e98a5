"""The published description of the data, and what schemathesis makes of it: whatever is asked, the answer is one that it describes."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from queries.papers.registry import EXPORTS
from tests.viz.explorer.conftest import CLIENT, Served
from viz.explorer.registry import SCREENS

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described(served: Served) -> Any:
    """The description that the running explorer publishes."""
    return schemathesis.openapi.from_url(f"{served.base}/openapi.json")


@pytest.mark.parametrize("path", [*(f"/{screen.name}.json" for screen in SCREENS), *(f"/export/{one.name}" for one in EXPORTS)])
def test_whatever_is_asked(described: Any, path: str) -> None:
    operation = described[path]["GET"]

    @settings(max_examples=10, deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate),
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, timeout=40)

    asked()


@pytest.mark.parametrize("text", ["%00", "%ff", "'", '"', "\\", "<script>alert(1)</script>", "；DROP", "𠮷" * 300, "\u202e区教育局", "a" * 1999, "../../etc/passwd", "{{7*7}}", "${1}", "%0d%0aX-Evil:1"])
@pytest.mark.parametrize("path", ["/search.json?words=", "/obligations.json?unit=", "/show.json?task=", "/ask.json?question=", "/search?words=", "/overload?district="])
def test_hostile_text(served: Served, path: str, text: str) -> None:
    """No failure of ours, no markup of theirs, no header of theirs."""
    answer = CLIENT.get(served.base + path + text)
    assert answer.status_code < 500, answer.text
    if answer.headers["content-type"].startswith("text/html"):
        assert "<script>alert" not in answer.text
    assert "x-evil" not in answer.headers
