"""Settings for tests: the same, with a data folder of their own and what is slow on purpose made quick."""

from __future__ import annotations

import os

os.environ["MUTUA_DATA"] = os.environ.get("MUTUA_TEST_DATA", "./var/test")
os.environ.pop("MUTUA_TEST_DATA", None)
os.environ.pop("DATABASE_URL", None)  # tests never touch the database of an installation

from mutua.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
KEPT_STATEMENTS_PROVED = 3
