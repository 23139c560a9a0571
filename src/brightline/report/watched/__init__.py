"""What was watched in, text out: for a script, a terminal, a browser."""
