"""A run's report in, text out: terminal, HTML, JSON, markdown and JUnit."""
