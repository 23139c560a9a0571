"""The command line: options in, exit code out; one thin file per group of commands."""
