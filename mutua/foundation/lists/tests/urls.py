"""The house, and one list to look at."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from mutua.config.urls import urlpatterns as house
from mutua.foundation.access import signed_in
from mutua.foundation.lists import list_page
from mutua.foundation.lists.tests.making import SPEC


@signed_in
def rows(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, SPEC)


urlpatterns = [path("rows/", rows), *house]
