"""Which store an address means."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.store import open_store, resolve_address

ADDRESSES = [
    ("given.lb", "from-environment.lb", "given.lb"),
    (None, "from-environment.lb", "from-environment.lb"),
    (None, None, "zeren.lb"),
    ("", "", "zeren.lb"),
]


@pytest.mark.parametrize(("given", "environment", "expected"), ADDRESSES)
def test_address(given: str | None, environment: str | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_STORE", raising=False)
    if environment is not None:
        monkeypatch.setenv("ZEREN_STORE", environment)
    assert resolve_address(given) == expected


def test_a_path_is_the_embedded_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZEREN_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    with open_store(None, write=True) as store:
        assert store.address == "zeren.lb"
    assert (tmp_path / "zeren.lb").exists()


@pytest.mark.parametrize("address", ["http://localhost:7474", "mysql://db"])
def test_an_unknown_scheme_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="不支持") as caught:
        open_store(address)
    assert "--store" in caught.value.hint
