"""Policy in, suite out: every rule put in every technique, each probe beside its control."""
