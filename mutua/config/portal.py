"""Settings of the process that serves customers' own pages: no sessions, no users, no pages of ours, and a role of its own in the database."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from mutua.config.settings import *  # noqa: F403
from mutua.config.settings import DATABASES, INSTALLED_APPS, SECRET_KEY, TEMPLATES, env

# What is signed here is worth nothing to our own pages.
SECRET_KEY = hashlib.sha256(b"portal:" + SECRET_KEY.encode()).hexdigest()
SITE_URL = env.portal_url
ALLOWED_HOSTS = [urlsplit(env.portal_url).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [env.portal_url] if env.portal_url else []
SECURE = urlsplit(env.portal_url).scheme == "https"

# Nobody signs in here.
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(("allauth", "django.contrib.sessions", "django.contrib.messages"))]
AUTHENTICATION_BACKENDS = []
ROOT_URLCONF = "mutua.portals.outside"
WSGI_APPLICATION = "mutua.config.portal_wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mutua.portals.middleware.VisitorMiddleware",
]
TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ]
        },
    }
]
# The role finds views of its own before the tables of the house.
OPTIONS = {**DATABASES["default"]["OPTIONS"], "application_name": "mutua portal", "options": "-c search_path=portal,public"}
DATABASES = {"default": {**DATABASES["default"], "OPTIONS": OPTIONS}}
CACHES = {name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name} for name in ("default", "process")}

CSRF_COOKIE_NAME = "mutua_portal_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "mutua.portals.views.opening.wrong_form"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
