"""Files in, records out: policies, targets, exchanges, baselines; each problem at its place."""
