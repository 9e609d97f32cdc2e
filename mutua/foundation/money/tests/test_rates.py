from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutua.foundation import days
from mutua.foundation.access import NotAllowed
from mutua.foundation.money import Money
from mutua.foundation.money.actions.set_rate import set_rate
from mutua.foundation.money.models import ExchangeRate
from mutua.foundation.money.queries.rates import rates_on
from mutua.foundation.records.errors import Refused
from tests.cast import nothing_changes

SAID = {"of": "EUR", "to": "USD", "factor": Decimal("1.1"), "on": date(2026, 1, 5), "source": "ECB"}


def test_a_rate_is_said_and_corrected_and_its_history_stays(cast):
    set_rate(cast.executive, **SAID)
    set_rate(cast.executive, **{**SAID, "factor": Decimal("1.2")})
    with days.as_of(date(2026, 3, 1)):
        assert rates_on(cast.ada, date(2026, 3, 1)).convert(Money(Decimal(10), "EUR"), "USD") == Money(Decimal("12.00"), "USD")
    assert ExchangeRate.objects.get().events.get().factor == Decimal("1.1")


@pytest.mark.parametrize("wrong", [{"of": "EUX"}, {"to": "EUR"}, {"factor": Decimal(0)}, {"on": date(2999, 1, 1)}, {"source": " "}])
def test_what_cannot_be_is_refused(cast, wrong):
    with pytest.raises(Refused), nothing_changes():
        set_rate(cast.executive, **{**SAID, **wrong})


def test_not_everybody_says_what_money_is_worth(client, cast):
    with pytest.raises(NotAllowed), nothing_changes():
        set_rate(cast.ada, **SAID)
    client.force_login(cast.user("ada"))
    assert client.get("/settings/rates/").status_code == 200
    with nothing_changes():
        assert client.post("/settings/rates/", {**SAID, "on": "2026-01-05"}).status_code == 403


def test_page_and_api_say_the_same(client, cast):
    client.force_login(cast.user("executive"))
    assert client.post("/settings/rates/", {**SAID, "of": "eur", "on": "2026-01-05"}).status_code == 302
    assert "ECB" in client.get("/settings/rates/").content.decode()
    [one] = client.get("/api/v1/exchange-rates?of=EUR").json()
    assert (one["of"], Decimal(one["factor"])) == ("EUR", Decimal("1.1"))
    both = [
        {"of": "GBP", "to": "USD", "factor": "1.3", "on": "2026-01-05", "source": "BoE"},
        {"of": "X", "to": "USD", "factor": "1", "on": "2026-01-05", "source": "-"},
    ]
    with nothing_changes():
        assert client.post("/api/v1/exchange-rates", both, content_type="application/json").status_code == 422
