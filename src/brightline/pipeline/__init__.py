"""The flows, in order: run, judge, measure, review, compare."""
