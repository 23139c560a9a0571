"""OTLP over HTTP in, stored spans and log records out: the ear of `watch serve`."""
