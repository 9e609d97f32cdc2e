"""How the reader wants it (light, dark, compact), and the page that shows every part."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mutua.foundation.access import needs, public, signed_in
from mutua.foundation.ui.forms import ReadingForm
from mutua.foundation.ui.gallery import examples
from mutua.foundation.ui.toasts import toast

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


@require_http_methods(["GET", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """A person's own name, language, time zone and look."""
    form = ReadingForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        toast(request, _("Saved"))
        return redirect("ui:me")
    return render(request, "ui/me.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs("ui.look.view")
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", examples())
