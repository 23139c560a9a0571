"""Stage: a rule and a model in, requests that may break it, and the least that does, out."""
