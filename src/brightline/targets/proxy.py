"""An address and the environment in, the proxy to go through out: only one that is set."""

from collections.abc import Mapping

from brightline.targets.naming import host_of
from brightline.targets.transport import is_loopback


def proxy_for(url: str, environment: Mapping[str, str]) -> str | None:
    """Return the proxy that the environment names for an address, None for a direct call.

    Loopback is never reached through one.  Lower case wins over upper case, as for curl.

    Args:
        url: Where the call goes.
        environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` in either case.
    """
    scheme = url.partition(":")[0].lower()
    if is_loopback(url) or _excluded(host_of(url), _value(environment, "no_proxy")):
        return None
    found = _value(environment, f"{scheme}_proxy") or _value(environment, "all_proxy")
    if not found:
        return None
    return found if "://" in found else f"http://{found}"


def _value(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name) or environment.get(name.upper()) or ""


def _excluded(host: str, listed: str) -> bool:
    for entry in (part.strip().lower().partition(":")[0] for part in listed.split(",")):
        suffix = entry.lstrip("*").lstrip(".")
        if entry == "*" or (suffix and (host == suffix or host.endswith(f".{suffix}"))):
            return True
    return False
