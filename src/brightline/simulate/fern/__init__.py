"""A homework helper that does what its system prompt says, to the letter."""
