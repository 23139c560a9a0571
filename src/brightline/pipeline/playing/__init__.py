"""A plan and a product in, plays and judgements of them out: while the product is asked."""
