"""Production in, what should have been refused and was not out: how `watch` goes."""
