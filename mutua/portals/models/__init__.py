from mutua.portals.models.link import PortalLink, PortalOpening
from mutua.portals.models.promise import Promise

__all__ = ["PortalLink", "PortalOpening", "Promise"]
