"""Production in, sightings out: what the product really said."""
