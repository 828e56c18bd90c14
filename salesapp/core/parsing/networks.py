"""Whom an internet address belongs to."""

from __future__ import annotations

import ipaddress


def network_of(address: str) -> str:
    """Of IPv6 the first 64 bits, since everybody has as many addresses as they like below that; else the address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
