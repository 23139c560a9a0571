"""A target's address and options in, its name for people out: never with a secret in it."""

from urllib.parse import urlsplit

from brightline.records import TargetOptions


def described(address: str, options: TargetOptions) -> str:
    """Return how the product is reached and asked, in one line.

    Two targets of one name answer alike, so that an interrupted run goes on only with its own.

    Args:
        address: Scheme and address, already `public`.
        options: What else changes its answers.
    """
    told = [address]
    told += [f"model {options.model}"] if options.model else []
    told += [f"temperature {options.temperature:g}"] if options.temperature is not None else []
    told += [f"max tokens {options.max_tokens}"] if options.max_tokens else []
    told += ["streamed"] if options.stream else []
    told += ["without system prompt"] if options.sends_system is False else []
    return ", ".join(told)


def public(url: str) -> str:
    """Return an address without user, password, query and fragment."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that cannot be read"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def host_of(url: str) -> str:
    """Return the host of an address, empty where it has none that can be read."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
