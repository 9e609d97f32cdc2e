"""What stood in a deal is seen on its page and put back; its stage has acts of its own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mutua.catalog.tests.making import make_product
from mutua.foundation.fields.actions.define_field import define_field
from mutua.sales.actions.advance_opportunity import advance_opportunity
from mutua.sales.actions.edit_opportunity import edit_opportunity
from mutua.sales.models import Opportunity
from mutua.sales.tests.making import make_opportunity, stage
from tests.cast import nothing_changes

pytestmark = pytest.mark.django_db


def test_a_deal_gives_back_what_stood_in_its_fields_and_not_its_stage(cast, client: Client):
    define_field(cast.root, record_kind="opportunity", label="Grade", kind="text")
    product = make_product(name="Pump")
    deal = make_opportunity(owner=cast.ada, name="Pumps", product=product, custom={"grade": "first"})
    edit_opportunity(cast.ada, deal.pk, version=1, name="Valves", product=make_product(name="Valve"), custom={"grade": "second"})
    write = deal.events.latest("pgh_id").pk
    client.force_login(cast.user("ada"))
    page = client.get(deal.get_absolute_url()).content.decode()
    assert "Put back name: Pumps" in page
    assert "Pump → Valve" in page.replace('<del class="ink-3">', "").replace("</del>", "")
    for number, field in enumerate(("name", "product", "custom.grade")):
        address = reverse("records:put-back", args=["deal", deal.pk, write, field])
        assert client.post(address, {"version": 2 + number}).status_code == 302
    again = Opportunity.objects.get()
    assert (again.name, again.product, again.custom) == ("Pumps", product, {"grade": "first"})

    advance_opportunity(cast.ada, deal.pk, version=5, to=stage("engaging"))
    moved = deal.events.latest("pgh_id").pk
    with nothing_changes():
        assert client.post(reverse("records:put-back", args=["deal", deal.pk, moved, "stage"]), {"version": 6}).status_code == 404
