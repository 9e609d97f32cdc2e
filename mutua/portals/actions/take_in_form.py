"""What was sent by a web form becomes a lead, once the owner of the mailbox has said that it was them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mutua.foundation.access import Actor
from mutua.foundation.mail import send
from mutua.foundation.mail.headers import one_line
from mutua.foundation.mail.sending import word_of
from mutua.foundation.records.errors import Refused
from mutua.portals.models import FormSubmission
from mutua.portals.rules.tokens import digest_of, new_token
from mutua.sales.actions.assign_lead import assign_lead
from mutua.sales.actions.create_lead import create_lead
from mutua.sales.actions.keep_lead_consent import keep_lead_consent
from mutua.sales.models import Lead


@transaction.atomic
def take_in_form(actor: Actor, submission_id: int) -> Lead | None:
    """The lead; None while a confirmation is waited for, or when there is none any more. Twice is once."""
    sent = FormSubmission.objects.select_for_update(of=("self",)).select_related("form", "wording").filter(pk=submission_id).first()
    if sent is None or sent.lead_id is not None:
        return None
    if sent.form.double_opt_in and sent.confirmed_at is None:
        if not sent.digest:
            _ask_whether_it_was_them(sent)
        return None
    lead = _lead(actor, sent)
    if sent.consented and sent.wording is not None:
        keep_lead_consent(actor, lead, wording=sent.wording, at=sent.confirmed_at or sent.at, proof=_proof(sent))
    sent.lead, sent.sent = lead, {}  # what was said stands in the lead now, and nowhere twice
    sent.save(update_fields=["lead", "sent"])
    try:
        with transaction.atomic():
            assign_lead(actor, lead.pk, version=None)
    except Refused:
        pass  # nobody is free: it waits, and whoever sees all leads sees it
    return lead


def _lead(actor: Actor, sent: FormSubmission) -> Lead:
    values: dict[str, Any] = {name: text for name, text in sent.sent.items() if name in ("mail", *sent.form.asks)}
    return create_lead(
        actor, **values, offering=sent.form.offering, came_by=_("Web form: %(name)s") % {"name": sent.form.name[:60]}, arrived_at=sent.at, source="web-form",
        source_key=str(sent.pk),
    )  # fmt: skip


def _ask_whether_it_was_them(sent: FormSubmission) -> None:
    withheld = f"web-form-{sent.pk}-{new_token()}"
    token = word_of(withheld)
    sent.digest = digest_of(token)
    sent.save(update_fields=["digest"])
    words = {"form": sent.form, "url": f"{settings.PORTAL_URL}/forms/confirm/{token}/", "site": settings.PORTAL_URL}
    send(
        sent.sent["mail"],
        one_line(_("Was it you who wrote to us?")),
        "portals/form_mail",
        words,
        key=f"web-form-{sent.pk}",
        withheld=withheld,
    )


def _proof(sent: FormSubmission) -> str:
    told = {"form": sent.form.name, "number": sent.pk, "at": f"{sent.at:%Y-%m-%d %H:%M} UTC", "address": sent.address or "–"}
    said = _("Form “%(form)s”, no. %(number)s, sent %(at)s from %(address)s") % told
    return said + (_("; confirmed by mail %(at)s UTC") % {"at": f"{sent.confirmed_at:%Y-%m-%d %H:%M}"} if sent.confirmed_at else "")
