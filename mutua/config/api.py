"""The API: each domain's router under one door."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from mutua.foundation.api.doors import KeyAuth, PersonAuth
from mutua.foundation.api.parameters import only_known_parameters
from mutua.foundation.api.problems import refuse_in_documents


class Api(NinjaAPI):
    """Tells with each answer how many requests are left in this minute."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, *args, **kwargs)
        if rate := getattr(request, "rate", None):
            limit, remaining, reset = rate
            response["RateLimit-Limit"], response["RateLimit-Remaining"], response["RateLimit-Reset"] = (
                str(limit),
                str(remaining),
                str(reset),
            )
        return response


api = Api(
    title="Mutua",
    version=version("mutua"),
    description="The same records, rules and permissions as on the pages.",
    auth=[KeyAuth(), PersonAuth(csrf=True)],
    docs_url=None,  # the common documentation pages load scripts from elsewhere
    urls_namespace="mutua-api",
)
refuse_in_documents(api)
api.add_decorator(only_known_parameters)

for domain in [*settings.FOUNDATION, *settings.DOMAINS]:
    if find_spec(f"{domain}.api") is not None:
        api.add_router("", import_module(f"{domain}.api").router, tags=[domain.rpartition(".")[2]])
