"""Sprout, a homework helper for children: what it knows, how it talks, where it is weak."""
