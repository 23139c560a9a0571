"""One file per version of the schema, named by what changed."""
