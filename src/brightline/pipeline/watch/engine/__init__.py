"""The same scan on several machines: parts out to an engine, their tallies back in."""
