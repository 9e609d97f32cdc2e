"""The addresses of the house: each room brings its own."""

from __future__ import annotations

from importlib.util import find_spec

from allauth.account.views import login
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

ROOMS = [app for app in [*settings.FOUNDATION, *settings.DOMAINS] if find_spec(f"{app}.urls") is not None]

handler500 = "mutua.foundation.database.away.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"{app}.urls")) for app in ROOMS),
    path("sign-in/", include("allauth.urls")),
    # after allauth's own, since the last pattern of a name is the one that links use
    path("sign-in/", login, name="account_login"),
]

if find_spec("mutua.config.api") is not None:
    from mutua.config.api import api

    urlpatterns.append(path("api/v1/", api.urls))
