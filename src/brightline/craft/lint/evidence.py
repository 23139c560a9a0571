"""Nothing in, what is known of why a kind of defect matters out."""

OPEN = (
    "Where a rule can be read in two ways, models disagree about it, and where they disagree "
    "they break a specification 5 to 13 times as often (arXiv 2510.07686); rewriting rules "
    "that are open to interpretation makes their readers agree (arXiv 2509.01186)."
)
