from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from mutua.foundation.access import NotFound
from mutua.foundation.identity.models import User
from mutua.foundation.panels import panel, registry, render_slot, slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(monkeypatch, cast):
    monkeypatch.setattr(registry, "_panels", {})
    monkeypatch.setattr(registry, "_slots", {})

    def find_user(actor, number):
        if number != cast.users["ada"].pk:
            raise NotFound()
        return cast.users["ada"]

    slot("person", find=find_user)

    @panel("person", key="good", title="Good", needs="ui.look.view", order=2)
    def good(actor, record):
        return "ui/components/_note.html", {"content": f"good {User.objects.count()}", "kind": "plain"}

    @panel("person", key="hidden", title="Hidden", needs="ui.look.view")
    def hidden(actor, record):
        return None

    return cast


def show(cast, who: str = "root") -> str:
    request = RequestFactory().get("/")
    request.actor, request.user = getattr(cast, who), cast.user(who)
    return render_slot(request, "person", cast.users["ada"])


def test_a_dead_panel_says_so_and_the_others_are_shown(house) -> None:
    @panel("person", key="dead", title="Dead", needs="ui.look.view", order=1)
    def dead(actor, record):
        list(User.objects.extra(where=["no_such_column = 1"]))

    shown = show(house)
    assert "This panel could not be shown" in shown
    assert "good 8" in shown
    assert shown.index("Dead") < shown.index("good 8")


def test_a_panel_that_the_actor_may_not_see_is_not_asked(house) -> None:
    assert show(house, "ada") == ""


def test_one_panel_is_shown_again_by_itself(house, client: Client) -> None:
    client.force_login(house.user("root"))
    number = house.users["ada"].pk
    assert "good" in client.get(f"/panels/person/{number}/good/").content.decode()


@pytest.mark.parametrize(("who", "number", "key", "status"), [("root", 0, "good", 404), ("root", 1, "none", 404), ("ada", 1, "good", 403)])
def test_a_panel_by_itself_asks_for_the_record_and_the_permission(
    house, client: Client, who: str, number: int, key: str, status: int
) -> None:
    client.force_login(house.user(who))
    pk = house.users["ada"].pk if number else 0
    assert client.get(f"/panels/person/{pk}/{key}/").status_code == status


def test_a_late_panel_leaves_its_place(house) -> None:
    @panel("person", key="late", title="Late", needs="ui.look.view", lazy=True)
    def late(actor, record):
        raise AssertionError("asked too early")

    assert 'hx-trigger="intersect once"' in show(house)
