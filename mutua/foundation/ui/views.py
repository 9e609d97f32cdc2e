"""How the reader wants it (light, dark, compact), and the page that shows every part."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from mutua.foundation.access import needs, public
from mutua.foundation.ui.gallery import examples

A_YEAR = 60 * 60 * 24 * 365
CHOICES = {"theme": {"light", "dark", ""}, "density": {"roomy", "compact"}}


@require_POST
@public("Writes only two cookies of the reader's own browser, with one of five known values.")
def look(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if safe else "/")
    for which, known in CHOICES.items():
        chosen = request.POST.get(which)
        if chosen in known:
            response.set_cookie(f"mutua-{which}", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_GET
@needs("ui.look.view")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", examples())
