"""Which fields are about a person."""

from __future__ import annotations

from django.db.models import Q

from mutua.foundation.privacy import belongs, nothing_personal, personal
from mutua.portals.models import FormRefusal, FormSubmission, PortalLink, PortalOpening, Promise, WebForm
from mutua.sales.models import Lead
from mutua.sales.personal_data import leads_of_people

personal(PortalLink, fields=["person", "email", "created_name"])
personal(PortalOpening, fields=["address"])
personal(FormSubmission, fields=["sent", "address"])
nothing_personal(WebForm, FormRefusal)
personal(Promise, fields=["words", "made_by"])
belongs(PortalLink, "person")
belongs(PortalOpening, "link__person")


def _sent_by(numbers: list[int]) -> Q:
    return Q(lead__in=Lead.everything.filter(leads_of_people(numbers)).values("pk"))


belongs(FormSubmission, rows=_sent_by)
