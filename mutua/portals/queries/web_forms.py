"""Web forms for those who compose them: how many came in, and how many were kept out."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from mutua.foundation.access import Actor, find, visible_to
from mutua.portals.models import FormRefusal, FormSubmission, WebForm


@dataclass(frozen=True)
class Counted:
    """leads: of what was sent; waiting: for the button in the mail; refused: by reason, as it is shown."""

    sent: int
    leads: int
    waiting: int
    refused: list[tuple[str, int]]


def web_forms_seen(actor: Actor) -> QuerySet[WebForm]:
    return visible_to(actor, WebForm.objects.select_related("offering", "wording"))


def web_form_for(actor: Actor, form_id: int) -> WebForm:
    """Raises NotFound."""
    return find(web_forms_seen(actor), pk=form_id)


def counted(form: WebForm) -> Counted:
    """Two queries."""
    waiting = Q(lead=None, confirmed_at=None)
    sums = FormSubmission.objects.filter(form=form).aggregate(
        sent=Count("pk"), leads=Count("pk", filter=Q(lead__isnull=False)), waiting=Count("pk", filter=waiting)
    )
    rows = FormRefusal.objects.filter(form=form).order_by().values("why").annotate(times=Sum("times")).order_by("why")
    return Counted(**sums, refused=[(str(FormRefusal.Why(row["why"]).label), row["times"]) for row in rows])
