"""Levers: a draft with 23 levers; the eleventh chosen warns, the thirteenth is refused."""

from __future__ import annotations

import pytest

from mutua.strategy.models import ChosenLever
from mutua.strategy.tests.making import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def choose(client, cast):
    client.force_login(cast.user("executive"))
    version = make_version()

    def send(chosen):
        rows = {f"form-{n}-name": f"Lever {n + 1}" for n in range(23)} | {f"form-{n}-contribution": str(1000 * (n + 1)) for n in range(23)}
        version.refresh_from_db()
        ticked = {f"form-{n}-is_chosen": "on" for n in range(chosen)}
        return client.post(
            f"/strategies/versions/{version.pk}/levers/",
            {"form-TOTAL_FORMS": "23", "form-INITIAL_FORMS": "0", "version": version.version, **rows, **ticked},
            follow=True,
        )

    return send


@pytest.mark.parametrize(("chosen", "warned"), [(10, False), (11, True), (12, True)])
def test_up_to_twelve_are_kept_and_the_eleventh_warns(choose, chosen, warned):
    page = choose(chosen).content.decode()
    assert ("a list of wishes" in page) is warned
    assert ChosenLever.objects.filter(is_chosen=True).count() == chosen
    assert "+$10k" in page, "what each adds stands on it"
    assert f"{23 - chosen} levers were thought of and not chosen" in page


def test_the_thirteenth_is_refused_and_nothing_is_lost(choose):
    choose(9)
    refused = choose(13)
    assert refused.status_code == 422
    assert "13 levers are chosen, and nobody pulls more than 12. Nothing was saved." in refused.content.decode()
    assert 'value="Lever 23"' in refused.content.decode(), "what was typed is still there"
    assert ChosenLever.objects.filter(is_chosen=True).count() == 9
