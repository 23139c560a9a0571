"""`python -m brightline` is `brightline`."""

from brightline.cli.main import main

if __name__ == "__main__":
    main()
