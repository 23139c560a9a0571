"""A policy or a system prompt in, a better one out: drafted, linted, read and mended."""
