"""What a domain's api.py is written with: who comes in, pages, versions."""

import json
from typing import Any, TypeVar

import pghistory
from django.conf import settings
from django.core.cache import caches
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import AuthenticationError, HttpError
from ninja.security import HttpBearer, SessionAuth

from mutua.foundation import days
from mutua.foundation.access import Actor
from mutua.foundation.access.hidden import without_hidden_values
from mutua.foundation.api.custom import keep_custom
from mutua.foundation.api.keys import actor_with_key, digest_of
from mutua.foundation.fields.computed import expressions
from mutua.foundation.fields.kinds import kinds_with_custom_fields
from mutua.foundation.fields.known import Known
from mutua.foundation.filters import FilterError, apply_filter
from mutua.foundation.lists.custom import ORDER, is_ordered, order_of
from mutua.foundation.lists.paging import Page, read_page

M = TypeVar("M", bound=Model)
MOST = 200
A_MINUTE = 60


class KeyAuth(HttpBearer):
    """A key in the Authorization header."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        actor = actor_with_key(token)
        if not actor.is_somebody:
            raise AuthenticationError
        _count(request, token)
        request.actor = actor  # type: ignore[attr-defined]
        # Added to the context that the middleware opened before anybody had shown a key.
        pghistory.context(user=actor.user_id, key=True)
        return actor


class PersonAuth(SessionAuth):
    """Somebody who is signed in on a page; a write needs the CSRF token, as on any page."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        return request.actor if request.actor.is_somebody else None  # type: ignore[attr-defined]


def _count(request: HttpRequest, token: str) -> None:
    """At most so many requests a minute, key and web process; what is left is told in every answer."""
    second = int(days.now().timestamp())
    counter, left = f"api-{digest_of(token)}-{second // A_MINUTE}", A_MINUTE - second % A_MINUTE
    cache = caches["process"]
    cache.add(counter, 0, A_MINUTE * 2)
    used = cache.incr(counter)
    request.rate = (settings.API_RATE, max(settings.API_RATE - used, 0), left)  # type: ignore[attr-defined]
    if used > settings.API_RATE:
        raise HttpError(429, _("Too many requests. Wait for the next minute."))


class PageOut(Schema):
    """next: the cursor of the page after this one; empty on the last."""

    next: str = ""


def page_of(
    queryset: QuerySet[M], kind: str, *, actor: Actor, filter: str, sort: str, after: str, limit: int, sorts: tuple[str, ...]
) -> Page:
    """One page of at most `limit` rows. filter: a tree as JSON; sort: one of `sorts` or a custom field, with a minus for falling.

    actor: whose rows roll-ups count. Raises FilterError, BadAddress.
    """
    known = Known(actor)
    name = sort.removeprefix("-")
    custom = known.named(kind, name) if name.startswith("custom.") else None
    if name not in sorts and (custom is None or not is_ordered(custom)):
        raise FilterError(_("Sort by one of: %(names)s.") % {"names": ", ".join(sorts)})
    try:
        tree = json.loads(filter) if filter else None
    except (ValueError, RecursionError):
        raise FilterError(_("The filter is not JSON.")) from None
    found = apply_filter(queryset, kind, tree, known=known)
    column = "pk" if name == "id" else name
    if custom is not None:
        found, column = found.annotate(**{ORDER: order_of(custom)}), ORDER
    own = known.custom(kind) if kind in kinds_with_custom_fields() else {}
    for one in own.values():
        found = found.annotate(**expressions(one)) if one.computed else found
    page = read_page(found, column, down=sort.startswith("-"), size=max(1, min(limit, MOST)), after=after, named=name)
    keep_custom(page.rows, own)
    return page


def version_wanted(request: HttpRequest) -> int:
    """The version that the caller has read, from If-Match. Raises 428 where it does not say one."""
    tag = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
    if not tag.isdecimal() or len(tag) > 9:
        raise HttpError(428, _("Send If-Match with the version that you have read; nothing was changed."))
    return int(tag)


def tagged(response: HttpResponse, record: Any) -> Any:
    """The record, its version as ETag on the answer."""
    response["ETag"] = f'"{record.version}"'
    return record


def seen(request: HttpRequest, response: HttpResponse, record: Any) -> Any:
    """What an act gave back, tagged, without the fields that the caller does not see."""
    return tagged(response, without_hidden_values(request.actor, record))
