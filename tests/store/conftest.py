"""What the tests of stores share."""

from __future__ import annotations

from tests.neo4j_server import neo4j_database

__all__ = ["neo4j_database"]
