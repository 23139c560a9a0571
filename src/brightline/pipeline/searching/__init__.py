"""A rule or a breach in, more breaches or the least that still breaks it out."""
