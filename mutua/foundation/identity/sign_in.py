"""Who may make an account: nobody by itself. And where the mail of signing in points: at the installation's own address."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

log = logging.getLogger(__name__)
DISCOVERY = "/.well-known/openid-configuration"
DOORS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "issuer")


@dataclass(frozen=True)
class Here:
    """This installation, as its mail names it."""

    name: str
    domain: str


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with a password. The page for making an account says that it is closed.

    What a request says its host was is nothing that a mail may repeat: whoever asks for somebody else's reset chooses it.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', quote(key))}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return f"{settings.SITE_URL}{reverse('account_confirm_email', args=[emailconfirmation.key])}"

    def format_email_subject(self, subject: str) -> str:
        return f"Mutua: {subject}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        here = Here("Mutua", urlsplit(settings.SITE_URL).netloc)
        super().send_mail(template_prefix, email, {**context, "current_site": here})


class CompanySignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with the provider: for people who have connected it with their account here, known by (issuer, subject)."""

    def new_user(self, request: HttpRequest, sociallogin: Any) -> Any:
        # A subject says who somebody is at one issuer only: after a change of issuer the same one may be somebody else. Both are taken
        # from the checked token, not from the profile, and as a digest they always fit.
        told = sociallogin.account.extra_data.get("id_token") or {}
        if not (told.get("iss") and told.get("sub")):
            raise OAuth2Error("The provider sent no identity token.")
        sociallogin.account.uid = hashlib.sha256(f"{told['iss']}\n{told['sub']}".encode()).hexdigest()
        return super().new_user(request, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def get_requests_session(self) -> requests.Session:
        session: requests.Session = super().get_requests_session()
        session.request = partial(_answer_of_provider, session.request)  # type: ignore[method-assign]
        return session


def _answer_of_provider(ask: Callable[..., requests.Response], method: str, url: str, **how: Any) -> requests.Response:
    """What the provider answers; where it does not, a page with a sentence instead of a failure, and the cause in the log."""
    try:
        answer = ask(method, url, **how)
        if url.endswith(DISCOVERY):
            _check_discovery(answer)
    except (requests.RequestException, ValueError) as error:
        log.warning("The sign-in provider cannot be used: %s", error)
        page = render(context.request, "socialaccount/authentication_error.html", {"is_away": True}, status=502)
        raise ImmediateHttpResponse(page) from error
    return answer


def _check_discovery(answer: requests.Response) -> None:
    """Raises ValueError or RequestException where the address of the issuer has no description of a provider."""
    answer.raise_for_status()
    told = answer.json()
    missing = [name for name in DOORS if not isinstance(told, dict) or not isinstance(told.get(name), str)]
    if missing:
        raise ValueError(f"{answer.url} does not name {', '.join(missing)}. Is MUTUA_OIDC_ISSUER right?")
