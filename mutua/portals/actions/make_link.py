"""Giving a person of a customer a link to the customer's own page."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.customers.queries.accounts import account_for
from mutua.foundation import days
from mutua.foundation.access import Actor, require
from mutua.foundation.events import announce
from mutua.foundation.mail import send
from mutua.foundation.mail.headers import one_line
from mutua.foundation.mail.sending import word_of
from mutua.foundation.records.errors import Refused
from mutua.portals.events import LinkMade
from mutua.portals.models import PortalLink
from mutua.portals.queries.links import Guest, guests_of, wrote_it_lately
from mutua.portals.rules.tokens import digest_of, new_token

SHORTEST, LONGEST, USUAL = 1, 366, 90  # days that a link may be open


@transaction.atomic
def make_link(actor: Actor, account_id: int, *, person_id: int, open_days: int = USUAL, token: str = "") -> PortalLink:
    """The link goes to the person by mail and is shown to nobody else: whoever opens it acts in that person's name.

    person_id: somebody who works for the account and has a mail address. token: only the demonstration brings its own,
    and its people read no mail.
    So it goes to no address of our own, and not to one that the sender wrote down: somebody else here sends it then.
    Raises NotFound, NotAllowed; Refused where there is no such person or address, the address may not get it, or the time is none.
    """
    account = account_for(actor, account_id)
    require(actor, "portals.link.make", account)
    guest = _guest(guests_of(actor, account.pk), person_id)
    _check_address(actor, guest)
    if not SHORTEST <= open_days <= LONGEST:
        raise Refused(_("A link is open for 1 to 366 days. Nothing was sent."), field="open_days")
    if not settings.PORTAL_URL:
        raise Refused(_("This installation serves no pages to customers: MUTUA_PORTAL_PORT is 0. Nothing was sent."))

    is_demonstration, now = bool(token), days.now()
    withheld = f"portal-link-{new_token()}"
    token = token or word_of(withheld)
    link = PortalLink.objects.create(
        account=account,
        person=guest.person,
        email=guest.email,
        digest=digest_of(token),
        created_at=now,
        created_by_id=actor.user_id,
        created_name=actor.name,
        expires_at=now + timedelta(days=open_days),
    )
    if not is_demonstration:
        _send(actor, link, address_of_link(token), withheld)

    announce(LinkMade(link_id=link.pk, account_id=account.pk, person_id=guest.person.pk, person=guest.person.name), actor=actor)
    return link


def _send(actor: Actor, link: PortalLink, url: str, withheld: str) -> None:
    words = {"account": link.account, "person": link.person, "link": link, "who": actor.name, "url": url, "site": settings.PORTAL_URL}
    subject = one_line(_("Your page at our company: %s") % link.account.name)
    about = ("person", link.person_id)
    send(link.email, subject, "portals/link", words, key=f"portal-link-{link.pk}", about=about, withheld=withheld)


def address_of_link(token: str) -> str:
    """Always from the settings, never from what a request said its host was."""
    return f"{settings.PORTAL_URL}/open/{token}/"


def _guest(guests: list[Guest], person_id: int) -> Guest:
    guest = next((guest for guest in guests if guest.person.pk == person_id), None)
    if guest is None:
        raise Refused(_("Choose a person who works for this account and may be seen by you. Nothing was sent."), field="person_id")
    if not guest.email:
        raise Refused(
            _("%(person)s has no mail address yet. Nothing was sent; enter the address on the page of the person first.")
            % {"person": guest.person.name},
            field="person_id",
        )
    return guest


def _check_address(actor: Actor, guest: Guest) -> None:
    """Nobody here signs for a customer: neither by an address of ours, nor by one that the sender brought in. Raises Refused."""
    users = get_user_model().objects
    _sender, ours = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = guest.email.rpartition("@")[2].lower()
    if host == ours.rpartition("@")[2].lower() or users.filter(email=guest.email.lower()).exists():
        raise Refused(
            _("%(address)s is an address of this house. Nothing was sent: a customer’s link goes to the customer.")
            % {"address": guest.email},
            field="person_id",
        )
    has_others = actor.user_id is not None and users.filter(is_active=True).exclude(pk=actor.user_id).exists()
    if has_others and guest.point_id is not None and wrote_it_lately(actor, guest.point_id):
        raise Refused(
            _("You wrote down the address %(address)s yourself. Nothing was sent: somebody else here sends the link, so that nobody can sign in a customer’s name.")
            % {"address": guest.email},
            field="person_id",
        )  # fmt: skip
