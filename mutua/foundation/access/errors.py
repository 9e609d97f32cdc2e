"""The refusals that every door understands: 403 and 404."""

from __future__ import annotations

from django.utils.translation import gettext as _


class NotAllowed(Exception):
    """The actor is known and may not do this."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            _("You may not do this (%(code)s). Nothing was changed. Ask an administrator for the permission.") % {"code": code}
        )


class NotFound(Exception):
    """No such record, or not one that this actor may see: the answer is the same for both."""

    def __init__(self, noun: str = "") -> None:
        super().__init__(_("There is no such record, or it is not yours to see."))
        self.noun = noun
