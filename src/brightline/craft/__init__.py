"""Policy in, better policy out: a first draft and what to improve.

What it offers is imported from its parts, so that one of them does not load the others.
"""
