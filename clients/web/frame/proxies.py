"""Where a request came from: the address that connects, or what proxies say of it that a setting names."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(named: str) -> tuple[Network, ...]:
    """The networks of a setting, which has blanks between them."""
    return tuple(map(ip_network, named.split()))


def came_from(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str:
    """The address nearest to us that is no proxy of ours.

    ``forwarded`` is ``X-Forwarded-For``, to which each proxy adds whoever connected to it at the end; of any other
    sender nothing in it is believed, nor what stands before an address that is none.
    """
    nearest = peer
    for said in (*reversed(forwarded.split(",")), ""):
        before = _address(nearest)
        if before is None or not any(before in network for network in proxies) or not _address(said):
            break
        nearest = said.strip()
    return nearest


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None
