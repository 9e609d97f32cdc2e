"""Entries of the value ledger to which a customer objects, told to whoever is responsible for the account until both agree."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mutua.foundation.access import Actor, visible_to
from mutua.foundation.today import Need, needs_me
from mutua.foundation.ui import formats
from mutua.relationships.models import ValueEntry, ValueSignature

MOST = 200  # what nobody reads to its end need not be fetched


@needs_me(
    key="objections",
    title=gettext_lazy("A customer objects"),
    note=gettext_lazy("what is disputed counts for nothing until both agree"),
    order=12,
    needs="relationships.value.edit",
)
def objections(actor: Actor, team: bool = False) -> list[Need]:
    """One line an account, with the newest objection in the customer's words; team: of all accounts that the actor sees."""
    disputed = visible_to(actor, ValueEntry.objects.filter(kind=ValueEntry.Kind.DISPUTED, is_current=True, account__deleted_at=None))
    mine = disputed if team else disputed.filter(account__owner=actor.user_id)
    entries: dict[int, set[int]] = {}
    for account_id, entry_id in mine.order_by("-pk").values_list("account_id", "pk")[:MOST]:
        entries.setdefault(account_id, set()).add(entry_id)
    newest: dict[int, ValueSignature] = {}
    # What was answered belongs to entries that the actor sees.
    disputing = [number for numbers in entries.values() for number in numbers]
    said = ValueSignature.objects.filter(account__in=entries, entry_ids__overlap=disputing, answer=ValueSignature.Answer.OBJECTED)
    for one in said.select_related("account").order_by("at", "pk"):
        newest[one.account_id] = one
    return [_need(one, len(entries[one.account_id])) for one in sorted(newest.values(), key=lambda one: (one.at, one.pk))]


def key_of(signature_id: int) -> str:
    return f"objection-{signature_id}"


def _need(objection: ValueSignature, count: int) -> Need:
    page = reverse("relationships:ledger", args=[objection.account_id])
    words = {"who": objection.signer_name, "reason": objection.reason, "n": count}
    return Need(
        # A further objection is another line, and put off it stays away until then.
        key=key_of(objection.pk),
        what=str(objection.account),
        what_url=page,
        reason=_("%(who)s: “%(reason)s”") % words,
        evidence_label=ngettext("%(n)s entry in dispute", "%(n)s entries in dispute", count) % words,
        evidence_url=page,
        evidence_icon="message-2",
        when=formats.ago(objection.at.date()),
        act_label=_("Answer it"),
        act_url=page,
        act_key="a",
        glyph="breach",
        account_id=objection.account_id,
    )
