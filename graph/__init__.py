"""The graph: its schema, records, names and stores."""
