"""Stored runs in, what they show out, and what people say of it back in: no product asked."""
