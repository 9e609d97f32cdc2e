"""`reach`: one request to an address that somebody typed. See README.md."""

from mutua.foundation.egress.reaching import Answer, Unreachable, check_address, reach

__all__ = ["Answer", "Unreachable", "check_address", "reach"]
