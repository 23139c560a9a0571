"""Ways of putting a request, one per file."""
