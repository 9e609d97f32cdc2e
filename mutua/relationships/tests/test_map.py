"""The touchpoint map: where its lines begin and end, and that with thirty touchpoints nothing lies on anything else, wide and on a phone."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client

from mutua.customers.models import Account
from mutua.customers.tests.making import make_account, make_affiliation, make_department, make_person
from mutua.foundation import days
from mutua.relationships.drawing import touchpoint_map, traffic
from mutua.relationships.models import AccountTouchpoint, Activity, Engagement, MeasureFigure, Touchpoint
from mutua.relationships.queries.touchpoints import meetings_of
from mutua.relationships.tests.making import make_account_touchpoint, make_catalogue, make_measure
from tests.browser import Visit
from tests.cast import Cast

DEPARTMENTS = [f"Department {number:02}" for number in range(12)]


def thirty(cast: Cast) -> Account:
    """An account with thirty touchpoints among twelve departments a side, with long names as people give them."""
    make_catalogue()
    account = make_account(owner=cast.ada, name="Alder Markets")
    Touchpoint.objects.bulk_create(
        Touchpoint(
            catalogue="consumer-goods",
            key=f"process-{number}",
            name=f"Process {number:02} of a rather long name that goes on and on" if number % 3 == 0 else f"Process {number:02}",
            position=100 + number,
            our_departments=[DEPARTMENTS[number % 12], DEPARTMENTS[(number * 5) % 12]][: 1 + number % 2],
            their_departments=[DEPARTMENTS[(number * 7 + 3) % 12]],
            contacts_per_year=number * 40,
        )
        for number in range(30)
    )
    touchpoints = list(Touchpoint.objects.filter(key__startswith="process-"))
    Activity.objects.bulk_create(
        Activity(touchpoint=touchpoint, key=f"{touchpoint.key}-a", name="Joint plan", type="collaborative", currency="USD")
        for touchpoint in touchpoints
    )
    places = AccountTouchpoint.objects.bulk_create(
        AccountTouchpoint(account=account, touchpoint=touchpoint, owner_id=cast.ada.user_id) for touchpoint in touchpoints
    )
    Engagement.objects.bulk_create(
        Engagement(account_touchpoint=at, activity=Activity.objects.get(touchpoint=at.touchpoint), state="full") for at in places[::2]
    )
    # Of two types as much: the longest that a card has to say.
    for at in places[::6]:
        other = Activity.objects.create(
            touchpoint=at.touchpoint, key=f"{at.touchpoint.key}-b", name="Own plan", type="strategic", currency="USD"
        )
        Engagement.objects.create(account_touchpoint=at, activity=other, state="full")
    return account


@pytest.mark.django_db
def test_each_line_joins_a_department_with_its_touchpoint_at_the_height_of_both(cast: Cast) -> None:
    account = thirty(cast)
    shown = meetings_of(cast.ada, account.pk)
    drawn = touchpoint_map(shown)
    assert len(shown) == 30
    assert len(drawn.left) == sum(len(meeting.our_names) for meeting in shown)
    assert len(drawn.right) == sum(len(meeting.their_names) for meeting in shown)
    for links, departments, names in ((drawn.left, drawn.ours, "our_names"), (drawn.right, drawn.theirs, "their_names")):
        assert sorted(departments) == sorted(set(departments))
        heights = {name: (place + 0.5) / len(departments) * 100 for place, name in enumerate(departments)}
        for link in links:
            assert link.middle == pytest.approx((link.row + 0.5) / 30 * 100, abs=0.01)
            assert any(link.outside == pytest.approx(heights[name], abs=0.01) for name in getattr(shown[link.row], names))


@pytest.mark.django_db
def test_the_line_is_as_thick_as_the_traffic_and_never_lies_on_the_next_one(cast: Cast) -> None:
    shown = meetings_of(cast.ada, thirty(cast).pk)
    drawn = touchpoint_map(shown)
    by_traffic = sorted(drawn.right, key=lambda link: traffic(shown[link.row]))
    assert [link.width for link in by_traffic] == sorted(link.width for link in by_traffic)
    assert by_traffic[0].width < by_traffic[-1].width
    # A row is at least 62 pixels high: of two neighbours neither reaches the other's height.
    assert max(link.width for link in drawn.right) < 62 / 2


@pytest.mark.django_db
def test_departments_lie_where_their_touchpoints_are(cast: Cast) -> None:
    """Of the shipped catalogue fewer lines cross than in the order in which departments are first named."""
    account = make_account(owner=cast.ada)
    make_catalogue()
    for key in Touchpoint.objects.values_list("key", flat=True):
        make_account_touchpoint(account, key=key)
    shown = meetings_of(cast.ada, account.pk)
    drawn = touchpoint_map(shown)

    def crossings(departments: Sequence[str], side: str) -> int:
        ends = [(row, departments.index(name)) for row, meeting in enumerate(shown) for name in getattr(meeting, side)]
        return sum((one[0] - two[0]) * (one[1] - two[1]) < 0 for place, one in enumerate(ends) for two in ends[place + 1 :])

    for departments, side in ((drawn.ours, "our_names"), (drawn.theirs, "their_names")):
        first_named = list(dict.fromkeys(name for meeting in shown for name in getattr(meeting, side)))
        assert crossings(departments, side) < crossings(first_named, side)


@pytest.fixture
def map_page(client: Client, cast: Cast) -> str:
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account, our_person_id=cast.ada.user_id)
    receiving = make_department(account=account, name="Receiving", function="receiving")
    at.their_departments.add(receiving)
    for given in ("Thandiwe", "Chanda", "Mulenga", "Bwalya", "Natasha"):
        make_affiliation(person=make_person(owner=cast.ada, given_name=given, family_name="Mwansa"), account=account, department=receiving)
    make_affiliation(person=make_person(owner=cast.ada, given_name="Elsewhere"), account=account)
    client.force_login(cast.user("ada"))
    return html.unescape(client.get(f"/accounts/{account.pk}/touchpoints/").content.decode())


@pytest.mark.django_db
def test_the_people_behind_a_department_stand_with_it(map_page: str) -> None:
    figure = map_page.split("<figure", 1)[1].split("</figure>")[0]
    behind = figure.split("Receiving</span>")[1].split("</li>")[0]
    assert [name for name in ("Bwalya", "Chanda", "Mulenga", "Natasha", "Thandiwe") if name in behind] == ["Bwalya", "Chanda", "Mulenga"]
    assert "+2" in behind
    assert "Ada Lindqvist" in figure
    assert "Elsewhere" not in figure


@pytest.mark.django_db
def test_the_map_says_in_words_what_it_draws(map_page: str) -> None:
    card = map_page.split('data-n="0"')[1].split("</a>")[0]
    for words in ("Physical delivery", "Logistics, Warehouse", "Receiving", "a year", "nothing practised"):
        assert words in card


@pytest.mark.django_db
def test_the_page_asks_the_same_of_thirty_touchpoints_as_of_one(client: Client, cast: Cast, django_assert_max_num_queries: Any) -> None:
    client.force_login(cast.user("ada"))
    account = thirty(cast)
    for look in ("map", "axes", "table"):
        client.get(f"/accounts/{account.pk}/touchpoints/?as={look}")
        with django_assert_max_num_queries(30):
            assert client.get(f"/accounts/{account.pk}/touchpoints/?as={look}").status_code == 200


OVERLAPS = """() => {
    const texts = [...document.querySelectorAll('.rel-map .meet, .rel-map .rel-dep, .rel-map h3')].filter(e => e.offsetParent)
    const boxes = texts.map(e => [e.innerText, e.getBoundingClientRect()])
    const on = []
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i][1], boxes[j][1]]
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)
            on.push(boxes[i][0] + ' | ' + boxes[j][0])
    }
    return on
}"""
SPILLED = """() => [...document.querySelectorAll('.rel-map .meet')].filter(e =>
    [...e.querySelectorAll('.meet-name, .meet-sub, .meet-sub *')].some(c => c.getBoundingClientRect().right > e.getBoundingClientRect().right)
).map(e => e.innerText)"""
ASIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
ENDS = """() => {
    const far = []
    const [left, right] = document.querySelectorAll('.rel-links')
    for (const [svg, side] of [[left, '.tmap-us'], [right, '.tmap-them']]) {
        const frame = svg.getBoundingClientRect()
        for (const line of svg.querySelectorAll('path')) {
            const card = document.querySelector(`[data-n="${/n(\\d+)/.exec(line.getAttribute('class'))[1]}"]`).getBoundingClientRect()
            const [start, end] = /^M0 ([\\d.]+)C.* ([\\d.]+)$/.exec(line.getAttribute('d')).slice(1).map(Number)
            const y = frame.top + (side === '.tmap-us' ? end : start) / 100 * frame.height
            if (Math.abs(y - (card.top + card.bottom) / 2) > 8) far.push([line.getAttribute('class'), y, card.top, card.bottom])
        }
    }
    return far
}"""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_with_thirty_touchpoints_no_label_lies_on_another(cast: Cast, visit: Visit) -> None:
    account = thirty(cast)
    page = visit(cast.user("ada"), f"/accounts/{account.pk}/touchpoints/", "light")
    for width, height in ((1440, 900), (1000, 800), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.locator(".meet").count() == 30
        assert page.evaluate(OVERLAPS) == [], width
        assert page.evaluate(SPILLED) == [], width
        assert page.evaluate(ASIDE) <= 0, width
        if width > 760:
            assert page.evaluate(ENDS) == [], width
    page.locator('[data-n="4"]').click()
    page.wait_for_url("**/touchpoints/process-4/")


@pytest.mark.django_db
def test_a_touchpoint_measured_in_days_says_so_and_has_a_colour(client: Client, cast: Cast) -> None:
    """Days are no proportion and stand on no axis; that they are measured is told all the same."""
    account = make_account(owner=cast.ada)
    at = make_account_touchpoint(account, key="claims-service")
    measure = make_measure(
        at, key="days-to-settle", kind="days-to-settle", counted_from="file", unit="days", better="lower", target=5, tolerance=10
    )
    MeasureFigure.objects.create(measure=measure, rank=0, numerator=250, denominator=20, counted_at=days.now())
    client.force_login(cast.user("ada"))
    for address in ("touchpoints/", "touchpoints/?as=table", "profile/"):
        page = html.unescape(client.get(f"/accounts/{account.pk}/{address}").content.decode())
        assert re.search(r'perf-breach"><svg[^>]*><use[^>]*/></svg>12.5 days', page), address
    assert "meet-breach" in html.unescape(client.get(f"/accounts/{account.pk}/touchpoints/").content.decode())
    [meeting] = meetings_of(cast.ada, account.pk)
    assert meeting.proportion is None
