"""What reading and asking both know of names: bodies, districts, collectives, themes."""
