"""docs/queries.md says what the registry says."""

from __future__ import annotations

from pathlib import Path

from queries.reference import sections


def test_the_generated_part_is_fresh(root: Path) -> None:
    """`cog -r -U docs/queries.md` in the checkout writes it anew."""
    text = (root / "docs" / "queries.md").read_text(encoding="utf-8")
    assert text.split("]]] -->\n", 1)[1].split("<!-- [[[end]]]", 1)[0].strip() == sections().strip()
