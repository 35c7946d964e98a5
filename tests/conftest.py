"""What every test may ask for, and the rule that a skipped test is a failure in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import balance

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

ROOT = Path(__file__).resolve().parent.parent
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium refuses its sandbox to root, which is what containers run as. All pages are ours, so that one process may draw
# them all: to start one for each page takes as long as the page itself.
CHROMIUM_ARGS = ("--no-sandbox", "--renderer-process-limit=1", "--disable-site-isolation-trials")


def in_ci() -> bool:
    """True where nothing may be skipped."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def shared_folder() -> Path | None:
    """The folder with the real documents and their gold; None where it is absent."""
    folder = Path(os.environ.get("ZEREN_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "corpus").is_dir() else None


def chromium_path() -> str | None:
    """A chromium of the system or the one that ZEREN_CHROMIUM names; None leaves the choice to playwright."""
    named = os.environ.get("ZEREN_CHROMIUM")
    return named or next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus/ and gold/; mark its tests `shared`."""
    folder = shared_folder()
    if folder is None:
        pytest.skip("shared/ is not beside the checkout (or set ZEREN_SHARED)")
    return folder


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a store that holds the example documents; open it for reading only."""
    from cli import main

    address = str(tmp_path_factory.mktemp("examples") / "zeren.lb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZEREN_NAMES", str(ROOT / "examples" / "names.yaml"))
        with pytest.raises(SystemExit) as ended:
            main(["ingest", str(ROOT / "examples" / "documents"), "--store", address])
    assert not ended.value.code, "an example document was skipped"
    return address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless chromium; mark its tests `browser`."""
    from playwright.sync_api import sync_playwright

    with ExitStack() as stack:
        try:
            playwright = stack.enter_context(sync_playwright())
            started = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGS))
        except Exception as error:  # playwright raises a bare Exception when its own node does not start
            pytest.skip(f"no chromium starts ({str(error).splitlines()[0]}): .ci/browser gets one")
        yield started
        started.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """See `balance.order`; pytest's own order, by what fixtures are made for, comes before."""
    balance.order(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling | None:
    """See `balance.piece_of`; other ways of handing out tests stay as pytest-xdist has them."""
    return balance.scheduler(config, log) if config.getoption("dist") == "loadfile" else None


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure that keeps its reason. An expected failure is no skip."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {_reason(report)}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if in_ci():
        _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if in_ci():
        _refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List why tests were skipped, with how many, where a reader looks: at the end."""
    reasons: dict[str, int] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reasons[_reason(report)] = reasons.get(_reason(report), 0) + 1
    if reasons:
        terminalreporter.section("not tested")
        for reason, count in sorted(reasons.items()):
            terminalreporter.line(f"{count} skipped: {reason}")
