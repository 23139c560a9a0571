"""Find what an AI product should have refused and didn't."""
