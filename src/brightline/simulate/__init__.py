"""Products to play against: Sprout with its known holes, and the suite audit's stand-ins."""
