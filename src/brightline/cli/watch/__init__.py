"""`brightline watch` and its commands."""
