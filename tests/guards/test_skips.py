"""A skipped test is a failure in CI, and says why at the end elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards.tree import ROOT

PLAIN = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")  # of no use here, and slow to start
SKIPPING = """
import pytest

@pytest.fixture
def engine():
    raise pytest.skip.Exception("no engine here")

def test_wants_an_engine(engine):
    assert engine

def test_wants_nothing():
    assert True
"""


@pytest.mark.parametrize("processes", ["0", "2"])
@pytest.mark.parametrize(("ci", "status", "last"), [("", 0, "1 passed, 1 skipped"), ("true", 1, "1 passed, 1 error")])
def test_skip(tmp_path: Path, processes: str, ci: str, status: int, last: str) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (tmp_path / "test_sample.py").write_text(SKIPPING, "utf-8")
    command = [sys.executable, "-m", "pytest", *PLAIN, "-q", "-n", processes, "-c", os.devnull, "--rootdir", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}, cwd=tmp_path, check=False)
    assert done.returncode == status, done.stdout
    assert "no engine here" in done.stdout
    assert last in done.stdout.splitlines()[-1]
