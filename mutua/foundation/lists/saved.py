"""Keeping a view, and throwing it away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from mutua.foundation.access.actor import Actor
from mutua.foundation.access.errors import NotFound
from mutua.foundation.access.prepared import prepared
from mutua.foundation.lists.models import SavedView
from mutua.foundation.records.errors import Refused


@prepared
def views_for(actor: Actor, kind: str) -> QuerySet[SavedView]:
    """Own views and those shared by others."""
    return _views(actor, kind)


def _views(actor: Actor, kind: str) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(owner_id=actor.user_id) | Q(shared=True), kind=kind, deleted_at=None).order_by("name", "id")


def keep_view(actor: Actor, kind: str, name: str, state: dict[str, Any], *, shared: bool) -> SavedView:
    """Make a view, or give the own one of this name the new state."""
    name = name.replace("\x00", "").strip()[:80]
    if not name:
        raise Refused(_("A view needs a name. Nothing was saved; the list is as it was."), field="name")
    if actor.user_id is None:
        raise Refused(_("Only a person keeps views."))
    view, _made = SavedView.objects.update_or_create(
        owner_id=actor.user_id, kind=kind, name=name, deleted_at=None, defaults={"state": state, "shared": shared}
    )
    return view


def throw_away(actor: Actor, view_id: int) -> SavedView:
    return _own(actor, view_id, deleted_at=timezone.now())


def bring_back(actor: Actor, view_id: int) -> SavedView:
    """Undo of `throw_away`. Refused when a new view has taken the name in between."""
    thrown = SavedView.objects.filter(owner_id=actor.user_id, pk=view_id).first()
    if thrown is not None and _views(actor, thrown.kind).filter(owner_id=actor.user_id, name=thrown.name).exclude(pk=view_id).exists():
        raise Refused(
            _("You have made another view called “%(name)s” since. Rename that one first; nothing was changed.") % {"name": thrown.name}
        )
    return _own(actor, view_id, deleted_at=None)


def _own(actor: Actor, view_id: int, **change: Any) -> SavedView:
    view = SavedView.objects.filter(owner_id=actor.user_id, pk=view_id).first()
    if view is None:
        raise NotFound()
    for name, value in change.items():
        setattr(view, name, value)
    view.save(update_fields=list(change))
    return view
