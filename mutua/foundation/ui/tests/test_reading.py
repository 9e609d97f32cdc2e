"""Pages in the reader's own time and words."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from mutua.foundation.identity.models import User
from mutua.foundation.ui import formats
from mutua.foundation.ui.middleware import ReaderMiddleware


def hour_for(user: User) -> str:
    request = RequestFactory().get("/")
    request.user = user
    said: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        said.append(formats.moment(datetime(2020, 3, 1, 23, 30, tzinfo=UTC)))
        return HttpResponse()

    ReaderMiddleware(view)(request)
    return said[0]


def test_times_are_the_reader_s() -> None:
    assert hour_for(User(name="Ada", time_zone="Africa/Lusaka")) == "2 Mar 2020 1:30"
    assert hour_for(User(name="Ben", time_zone="America/New_York")) == "1 Mar 2020 18:30"


def test_a_zone_that_is_no_more_does_not_take_the_page_away() -> None:
    assert hour_for(User(name="Ada", time_zone="Nowhere/Atlantis")) == "1 Mar 2020 23:30"


def test_the_zone_ends_with_the_request() -> None:
    hour_for(User(name="Ada", time_zone="Africa/Lusaka"))
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_person_sets_its_own_zone_and_nobody_else_s(cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    client.post(
        "/me/", {"name": "Ada L.", "locale": "en", "time_zone": "Africa/Lusaka", "email": "other@example.org", "pk": cast.user("ben").pk}
    )
    ada, ben = User.objects.get(pk=cast.user("ada").pk), User.objects.get(pk=cast.user("ben").pk)
    assert (ada.name, ada.time_zone, ada.email) == ("Ada L.", "Africa/Lusaka", "ada@example.org")
    assert ben.time_zone == "UTC"


def test_a_wrong_zone_is_said_and_nothing_is_saved(cast, client: Client) -> None:
    client.force_login(cast.user("ada"))
    answer = client.post("/me/", {"name": "Ada L.", "locale": "en", "time_zone": "Nowhere"})
    assert answer.status_code == 422
    assert User.objects.get(pk=cast.user("ada").pk).name == "Ada Lindqvist"
