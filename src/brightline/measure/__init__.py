"""Judgements in, rates and gates out: pure functions that touch nothing else."""
