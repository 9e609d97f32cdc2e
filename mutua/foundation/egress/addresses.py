"""Which network addresses may be reached."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
# What carries an IPv4 address inside: a gateway may take the packet to a network that we would never reach ourselves.
_CARRIERS = tuple(IPv6Network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


def parsed(text: str) -> Address:
    """The address, an IPv4 address in IPv6 clothes as what it is. Raises ValueError."""
    address = ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def is_named(address: Address, allowed: Iterable[str]) -> bool:
    """Whether it lies in one of the networks that the installation names."""
    return any(address in network for network in map(ip_network, allowed) if network.version == address.version)


def is_public(address: Address) -> bool:
    """Whether it is one of the public internet and of nothing nearer."""
    carried = isinstance(address, IPv6Address) and any(address in network for network in _CARRIERS)
    return address.is_global and not address.is_multicast and not address.is_reserved and not carried
