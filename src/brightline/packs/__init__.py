"""Policies to start from: the name of a pack in, its policy and its system prompt out."""

from brightline.packs.shelf import Pack, packs, read_pack

__all__ = ["Pack", "packs", "read_pack"]
