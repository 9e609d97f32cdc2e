"""Web forms as strangers see them: shown in a frame of any page, sent by a plain POST, confirmed by a button."""

from __future__ import annotations

from collections.abc import Mapping

from csp.decorators import csp_replace
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mutua.customers.rules.normalised import BadAddress, normalise
from mutua.foundation import days
from mutua.foundation.access import public
from mutua.foundation.database.text import is_storable
from mutua.portals.middleware import address_of, sentence_page
from mutua.portals.models import FormRefusal, WebForm
from mutua.portals.queries.outside_forms import OutsideForm, confirm_form, count_refusal, outside_form, send_form, waits_for_confirmation
from mutua.portals.rules.form_time import is_human_time
from mutua.portals.rules.tokens import digest_of, may_be_token

TRAP = "fax_number"  # nobody sees it; a program fills in whatever it finds
LONGEST = {"message": 4_000}
SIGNER = Signer(salt="mutua.portals.form")


# A page of somebody else's has neither our cookie nor our token: what this form needs instead is its own signed time, and it acts for nobody who is signed in.
@csrf_exempt
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
@public("strangers ask us something by it; what it writes is bounded by the database")
def web_form(request: HttpRequest, key: str) -> HttpResponse:
    form = outside_form(key)
    if form is None:
        return sentence_page(request, _("This form takes nothing in any more. Nothing was sent."), 404)
    if request.method != "POST":
        return _page(request, form, {})
    sent = {name: request.POST.get(name, "").strip() for name in ("mail", *form.asks)}
    if request.POST.get(TRAP):
        return _kept_out(request, form, FormRefusal.Why.TRAP)
    token = request.POST.get("token")
    if token is None:
        # It came from a plain form of another page: what was typed is shown with a token, and one more press sends it.
        return _page(request, form, sent)
    if not _is_in_time(form, token):
        return _kept_out(request, form, FormRefusal.Why.TOKEN)
    if problem := _problem(sent):
        return _page(request, form, sent, problem)
    send_form(
        key, {name: text for name, text in sent.items() if text}, consented=bool(request.POST.get("consent")), address=address_of(request)
    )
    return _thanks(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@public(
    "the owner of a mailbox says that it was them; opening the link only looks, so that a mail program that opens every link does nothing"
)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    digest = digest_of(token) if may_be_token(token) else ""
    if request.method == "POST" and (thanks := confirm_form(digest)) is not None:
        return sentence_page(request, thanks, 200)
    if not waits_for_confirmation(digest):
        return sentence_page(request, _("There is nothing to confirm here, or it was confirmed already."), 404)
    return render(request, "portals/outside/form_confirm.html", {})


def _page(request: HttpRequest, form: OutsideForm, sent: Mapping[str, str], problem: str = "") -> HttpResponse:
    labels = dict(WebForm.Asks.choices)
    fields = [("mail", _("Mail"), sent.get("mail", "")), *((name, labels[name], sent.get(name, "")) for name in form.asks)]
    context = {"form": form, "fields": fields, "trap": TRAP, "token": new_token(form.key), "problem": problem, "typed": bool(sent)}
    return render(request, "portals/outside/form.html", context, status=200)


def new_token(form_key: str) -> str:
    """When the page was given, signed: nobody sends a form who has not opened it."""
    return str(SIGNER.sign_object({"form": form_key, "at": days.now().timestamp()}))


def _is_in_time(form: OutsideForm, token: str) -> bool:
    try:
        said = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return False
    return said["form"] == form.key and is_human_time(days.now().timestamp() - said["at"])


def _problem(sent: Mapping[str, str]) -> str:
    """What keeps it from being sent, as a sentence; empty where nothing does."""
    try:
        normalise("mail", sent["mail"])
    except BadAddress:
        return _("Write your mail address like name@example.org, so that we can answer. Nothing was sent yet.")
    for name, text in sent.items():
        if len(text) > LONGEST.get(name, 200) or not is_storable(text):
            return _("One of the answers is too long, or has a character that cannot be kept. Nothing was sent yet; shorten it.")
    if sent.get("phone"):
        try:
            normalise("phone", sent["phone"])
        except BadAddress:
            return _("Write the telephone number with its country, like +260 211 123456, or leave it empty. Nothing was sent yet.")
    return ""


def _kept_out(request: HttpRequest, form: OutsideForm, why: str) -> HttpResponse:
    """Whoever it was reads the same as everybody else, and learns nothing."""
    count_refusal(form.key, why)
    return _thanks(request, form)


def _thanks(request: HttpRequest, form: OutsideForm) -> HttpResponse:
    return render(request, "portals/outside/form_thanks.html", {"form": form})
