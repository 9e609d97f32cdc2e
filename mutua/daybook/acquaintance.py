"""Contacts that happened, for who knows whom: calls, mails and visits that were noted, and meetings that are over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Max, Q
from django.utils.translation import ngettext

from mutua.customers.acquaintance import Met, contacts_known
from mutua.daybook.models import Interaction, Meeting
from mutua.foundation import days
from mutua.foundation.access import Actor, visible_to


def _calls(count: int) -> str:
    return ngettext("%(n)s call, mail or visit", "%(n)s calls, mails and visits", count) % {"n": count}


def _meetings(count: int) -> str:
    return ngettext("%(n)s meeting", "%(n)s meetings", count) % {"n": count}


@contacts_known(key="interactions", counted=_calls, needs="daybook.interaction.view")
def interactions(actor: Actor, person_ids: Collection[int], since: date) -> Iterable[Met]:
    # A note is what one of ours thought alone; a portal request or an EDI message meets nobody.
    met = Q(channel__in=[Interaction.Channel.CALL, Interaction.Channel.MAIL, Interaction.Channel.VISIT, Interaction.Channel.CHAT])
    rows = visible_to(actor, Interaction.objects.filter(met, person__in=person_ids, owner__isnull=False, at__lte=days.now())).order_by()
    rows = rows.values("owner", "person").annotate(last=Max("at"), in_year=Count("pk", filter=Q(at__date__gt=since)))
    return [Met(row["owner"], row["person"], row["last"].date(), row["in_year"]) for row in rows]


@contacts_known(key="meetings", counted=_meetings, needs="daybook.meeting.view")
def meetings(actor: Actor, person_ids: Collection[int], since: date) -> Iterable[Met]:
    rows = visible_to(actor, Meeting.objects.filter(guests__in=person_ids, colleagues__isnull=False, ends_at__lte=days.now())).order_by()
    rows = rows.values("colleagues", "guests").annotate(
        last=Max("ends_at"), in_year=Count("pk", distinct=True, filter=Q(ends_at__date__gt=since))
    )
    # Joined twice over guests the other guests of a meeting come along.
    return [Met(row["colleagues"], row["guests"], row["last"].date(), row["in_year"]) for row in rows if row["guests"] in set(person_ids)]
