"""The house, and three pages that only the tests need: a board, a form, a record that somebody else changed."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import path

from mutua.config.urls import urlpatterns as house
from mutua.foundation.access import signed_in
from mutua.foundation.identity.models import User
from mutua.foundation.records.errors import Refused, StaleVersion
from mutua.foundation.ui.toasts import toasted

BOARD = """{% extends "ui/page.html" %}{% block title %}Board{% endblock %}{% block head %}<h1>Board</h1>{% endblock %}
{% block body %}<div class="lanes" data-board data-board-url="/test-board/move/">
{% for lane in "ab" %}<section class="lane"><h2>{{ lane }}</h2><ul data-lane="{{ lane }}">{% if lane == "a" %}<li class="card-deal" data-card="1" data-version="1" tabindex="0"><a href="/">One</a></li>{% endif %}</ul></section>{% endfor %}
</div>{% endblock %}"""
MOVED: list[dict[str, str]] = []


class StoryForm(forms.Form):
    title = forms.CharField()
    story = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(required=False, widget=forms.PasswordInput)


@signed_in
def board(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(BOARD).render({}, request))


@signed_in
def move(request: HttpRequest) -> HttpResponse:
    MOVED.append(request.POST.dict())
    version = int(request.POST["version"])
    if version == 2:
        raise Refused("The gate is closed. Nothing was moved.")
    card = f'<li class="card-deal" data-card="1" data-version="{version + 1}" tabindex="0"><a href="/">One</a></li>'
    return toasted(HttpResponse(card), "Moved to b", undo="/test-board/")


@signed_in
def form(request: HttpRequest) -> HttpResponse:
    story = StoryForm(request.POST or None)
    if request.method == "POST" and story.is_valid():
        return redirect("/test-form/done/")
    return render(request, "ui/form_page.html", {"form": story, "title": "Story", "cancel_url": "/"})


@signed_in
def stale(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse("opened")
    user = User.objects.get(pk=request.user.pk)
    user.version = 7
    if request.POST.get("version") == "7":
        return HttpResponse(f"saved {request.POST['name']}")
    raise StaleVersion(user, 6)


urlpatterns = [
    path("test-board/", board),
    path("test-board/move/", move),
    path("test-form/", form),
    path("test-form/done/", form),
    path("test-stale/", stale),
    *house,
]
