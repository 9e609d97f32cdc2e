"""Django settings. Everything that differs between installations comes from `conf`, which reads the environment."""

from __future__ import annotations

from mutua.config import conf

env = conf.read()

SECRET_KEY = env.secret_key
DEBUG = env.debug
ALLOWED_HOSTS = env.allowed_hosts
SITE_URL = env.site_url
CSRF_TRUSTED_ORIGINS = [env.site_url]
DATA_FOLDER = env.data_folder

FOUNDATION = [
    "mutua.foundation.database",
    "mutua.foundation.identity",
    "mutua.foundation.access",
    "mutua.foundation.records",
    "mutua.foundation.events",
    "mutua.foundation.jobs",
    "mutua.foundation.timeline",
    "mutua.foundation.fields",
    "mutua.foundation.lists",
    "mutua.foundation.imports",
    "mutua.foundation.today",
    "mutua.foundation.search",
    "mutua.foundation.panels",
    "mutua.foundation.api",
    "mutua.foundation.days",
    "mutua.foundation.ui",
]
DOMAINS = [
    "mutua.customers",
    "mutua.catalog",
    "mutua.backoffice",
    "mutua.strategy",
    "mutua.relationships",
    "mutua.daybook",
    "mutua.sales",
    "mutua.flows",
    "mutua.demo",
]

INSTALLED_APPS = [
    *FOUNDATION,
    *DOMAINS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "ninja",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mutua.foundation.access.middleware.ActorMiddleware",
    "mutua.foundation.access.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "mutua.config.urls"
WSGI_APPLICATION = "mutua.config.wsgi.application"
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
