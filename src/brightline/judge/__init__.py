"""Exchange and rule in, judgement out."""
