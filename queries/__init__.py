"""Questions: one module each, a Cypher text and a typed result."""
