"""A plan and a target in, attempts out: paced, within a budget, each call stored first."""
