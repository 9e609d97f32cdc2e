"""One place decides who may do what to which row. See README.md."""

from mutua.foundation.access.actor import NOBODY, Actor, flow_actor
from mutua.foundation.access.errors import NotAllowed, NotFound
from mutua.foundation.access.policies import declare, may, require
from mutua.foundation.access.routes import needs, public, signed_in
from mutua.foundation.access.rows import everybody, find, owner_rows, sees, through, visible_to

__all__ = [
    "NOBODY",
    "Actor",
    "NotAllowed",
    "NotFound",
    "declare",
    "everybody",
    "find",
    "flow_actor",
    "may",
    "needs",
    "owner_rows",
    "public",
    "require",
    "sees",
    "signed_in",
    "through",
    "visible_to",
]
