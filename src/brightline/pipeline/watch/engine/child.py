"""Tasks in by standard input, answers out by standard output: see `children`."""

from brightline.pipeline.watch.engine.children import serve

if __name__ == "__main__":
    serve()
