"""Harbour, a bank's support assistant: what it knows, how it talks, where it is weak."""
