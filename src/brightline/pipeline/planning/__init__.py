"""A policy and what is wished for in, what will be asked out: before a call is paid for."""
