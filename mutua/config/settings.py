"""Django settings. Everything that differs between installations comes from `conf`, which reads the environment."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from mutua.config import conf

env = conf.read()

SECRET_KEY = env.secret_key
DEBUG = env.debug
ALLOWED_HOSTS = env.allowed_hosts
SITE_URL = env.site_url
# Where customers open their own pages; empty where none are served
PORTAL_URL = env.portal_url
BEHIND_PROXY = env.behind_proxy
CSRF_TRUSTED_ORIGINS = [env.site_url]
DATA_FOLDER = env.data_folder
SHARED_DATA = conf.shared_data()
DEFAULT_CURRENCY = env.currency
READINESS_DAYS = env.readiness_days

FOUNDATION = [
    "mutua.foundation.database",
    "mutua.foundation.identity",
    "mutua.foundation.access",
    "mutua.foundation.records",
    "mutua.foundation.events",
    "mutua.foundation.jobs",
    "mutua.foundation.mail",
    "mutua.foundation.timeline",
    "mutua.foundation.files",
    "mutua.foundation.fields",
    "mutua.foundation.lists",
    "mutua.foundation.tags",
    "mutua.foundation.imports",
    "mutua.foundation.today",
    "mutua.foundation.search",
    "mutua.foundation.panels",
    "mutua.foundation.documents",
    "mutua.foundation.api",
    "mutua.foundation.days",
    "mutua.foundation.money",
    "mutua.foundation.privacy",
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
    "mutua.portals",
    "mutua.integrations",
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
    "mutua.foundation.api.documents.DocumentMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mutua.foundation.ui.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mutua.foundation.api.idempotency.IdempotencyMiddleware",
    "mutua.foundation.access.middleware.ActorMiddleware",
    "mutua.foundation.access.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "mutua.config.urls"
WSGI_APPLICATION = "mutua.config.wsgi.application"
AUTH_USER_MODEL = "identity.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]
FORM_RENDERER = "mutua.foundation.ui.form_renderer.FormRenderer"

# Data

DATABASES = {"default": conf.database(env.database_url)}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "mutua_cache"},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "process"},
}
PREPARED_QUERIES = True  # off: every query is put together anew
KEPT_STATEMENTS_PROVED = 0  # tests compare a statement that was kept by its shape so many times with the one that Django makes
PROCRASTINATE_DATABASE_ALIAS = "default"

# Language and time

LANGUAGE_CODE = env.language
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [conf.CHECKOUT / "mutua" / "locale"]
TIME_ZONE = env.time_zone
USE_I18N = len(LANGUAGES) > 1  # with one language nothing is translated, and a page asks some two hundred times
USE_TZ = True

# Files that browsers get

STATIC_URL = "/static/"
STATIC_ROOT = env.data_folder / "static"
BUILT_STATIC = conf.CHECKOUT / "mutua" / "foundation" / "ui" / "built"
STATICFILES_DIRS = [BUILT_STATIC] if BUILT_STATIC.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(env.data_folder / "files")}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A name that was forgotten at build time must not take the page down
WHITENOISE_MANIFEST_STRICT = False

# Sign-in

AUTHENTICATION_BACKENDS = ["mutua.foundation.identity.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_ADAPTER = "mutua.foundation.identity.sign_in.SignIn"
SOCIALACCOUNT_ADAPTER = "mutua.foundation.identity.sign_in.CompanySignIn"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(env.site_url).scheme
MFA_SUPPORTED_TYPES = [*(["totp", "recovery_codes"] if env.mfa else []), *(["webauthn"] if env.passkeys else [])]
MFA_PASSKEY_LOGIN_ENABLED = env.passkeys
MFA_TOTP_ISSUER = "Mutua"
# An administrator gives each person its address, and nobody can register with somebody else's: a second factor need not wait for mail
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers treat this machine itself as safe without TLS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(env.site_url).hostname == "localhost"
# Attempts to sign in are counted by the address that the proxy names, or nobody's could be told apart
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.behind_proxy else 0
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env.oidc.name,
                    "client_id": env.oidc.client,
                    "secret": env.oidc.secret,
                    "settings": {"server_url": env.oidc.issuer},
                }
            ],
        }
    }
    if env.oidc
    else {}
)
# An address proves nothing about who owns an account at the provider: link by (issuer, subject) only
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False

# Sessions, cookies, headers

SECURE = urlsplit(env.site_url).scheme == "https"
SESSION_ENGINE = "mutua.foundation.access.sessions"
SESSION_COOKIE_NAME = "mutua_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "mutua_csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # the proxy in front does that; a health check inside the machine has to work without
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # The button of the company's sign-in is a form, and browsers hold it to this list on its way to the provider, too
        "form-action": [SELF, *(["{0.scheme}://{0.netloc}".format(urlsplit(env.oidc.issuer))] if env.oidc else [])],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "mutua.foundation.files.uploading.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Contents of files that hang on records, named by their digests
ATTACHMENTS_FOLDER = env.data_folder / "attachments"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What Mutua itself asks of other machines

EGRESS_ALLOW = env.egress_allow

# Mail

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_from
MAIL_GOES_OUT = bool(env.smtp_url)
if env.smtp_url:
    _smtp = urlsplit(env.smtp_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(env.data_folder / "mail")

# What is said at run time

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "mutua": {"level": env.log_level},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}

# Requests a minute, key and web process
API_RATE = 600
