"""The pages of relationships in a real browser: light, dark and on a phone; no error, nothing axe finds, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mutua.foundation.jobs.inline import run_waiting
from mutua.relationships.actions.optimise_plan import ask_for_optimum
from mutua.relationships.actions.reconcile import reconcile
from mutua.relationships.models import AccountTouchpoint, PerformanceMeasure, RoadmapItem
from mutua.relationships.tests.making import make_plan
from mutua.relationships.tests.scene import make_scene
from tests.browser import well_made
from tests.cast import Cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_pages_of_an_account_are_well_made(cast: Cast, visit: Callable[..., Any], look: str) -> None:
    account = make_scene(cast)
    home = f"/accounts/{account.pk}/"
    blocked = RoadmapItem.objects.get(account=account, activity__key="cpfr")
    pages = {
        "map": f"{home}touchpoints/",
        "axes": f"{home}touchpoints/?as=axes",
        "touchpoint": AccountTouchpoint.objects.filter(account=account).first().get_absolute_url(),  # type: ignore[union-attr]
        "profile": f"{home}profile/",
        "roadmap": f"{home}roadmap/",
        "item": blocked.get_absolute_url(),
        "ledger": f"{home}value/",
        "record": home,
    }
    for name, path in pages.items():
        assert well_made(visit(cast.user("ben"), path, look), f"relationships-{name}-{look}") == [], name


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_pages_of_the_company_are_well_made(cast: Cast, visit: Callable[..., Any], look: str) -> None:
    make_scene(cast)
    plan = make_plan(budget=(72_000, 108_000, 70_000, 50_000), hours=(400, 400, 400, 300))
    ask_for_optimum(cast.ben, plan.pk, version=None)
    run_waiting()
    pages = {
        "overview": "/relationships/",
        "two-axes": "/relationships/two-axes/",
        "catalogue": "/relationships/catalogue/physical-delivery/",
    }
    pages |= {
        "plans": "/plans/",
        "plan": f"/plans/{plan.pk}/",
        "window": f"/measures/{AccountTouchpoint.objects.first().measures.first().pk}/edit/",
    }
    for name, path in pages.items():
        assert well_made(visit(cast.user("ben"), path, look), f"relationships-{name}-{look}") == [], name


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_pages_of_the_catalogue_are_well_made(cast: Cast, visit: Callable[..., Any], look: str) -> None:
    make_scene(cast)
    catalogue = "/relationships/catalogue/physical-delivery/"
    pages = {
        "list": "/relationships/catalogue/",
        "touchpoint": catalogue,
        "activity": f"{catalogue}activities/crp/",
        "consequences": f"{catalogue}activities/edi-asn/retire/",
        "new": "/relationships/catalogue-new/",
        "import": "/relationships/catalogue-import/",
        "versions": "/relationships/catalogue-versions/",
        "version": "/relationships/catalogue-versions/1/",
    }
    for name, path in pages.items():
        assert well_made(visit(cast.user("root"), path, look), f"catalogue-{name}-{look}") == [], name


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_pages_of_measures_are_well_made(cast: Cast, visit: Callable[..., Any], look: str) -> None:
    account = make_scene(cast)
    counted = PerformanceMeasure.objects.get(key="on-time-in-full", account_touchpoint__account=account)
    reported = PerformanceMeasure.objects.filter(key="reported").first()
    assert reported is not None
    PerformanceMeasure.objects.filter(pk=counted.pk).update(is_proxy=True, proxy_name="our own schedule")
    reconcile(cast.ada, counted.pk)
    run_waiting()
    at = counted.account_touchpoint.get_absolute_url()
    pages = {
        "measures": "/measures/",
        "measure": counted.get_absolute_url(),
        "known": f"{counted.get_absolute_url()}?known_on=2026-01-01",
        "reported": reported.get_absolute_url(),
        "figure": f"{reported.get_absolute_url()}figures/new/",
        "kinds": f"{at}measures/new/",
        "definition": f"{at}measures/new/?kind=fill-rate",
        "differences": "/reconciliation/",
        "budget": "/settings/watches/",
    }
    for name, path in pages.items():
        assert well_made(visit(cast.user("ben"), path, look), f"relationships-{name}-{look}") == [], name
