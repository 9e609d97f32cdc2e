"""Who may make an account: nobody by itself. People are made by an administrator."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in with a password. The page for making an account says that it is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class CompanySignIn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with the provider: for people who have connected it with their account here, known by (issuer, subject)."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False
