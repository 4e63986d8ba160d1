"""Django's settings, all derived from one Environment. Nothing else reads environment variables."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from fastlinje.config.environment import Environment, django_database
from fastlinje.config.keys import CONTENT, INDEX, load_ring
from fastlinje.config.logging import logging_settings

ENVIRONMENT = Environment.load(os.environ)
PRODUCTION = ENVIRONMENT.production
PACKAGE = Path(__file__).resolve().parents[1]
NODE_MODULES = PACKAGE.parents[1] / "node_modules"

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "fastlinje.config.urls"
WSGI_APPLICATION = "fastlinje.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "csp",
    "fastlinje.audit",
    "fastlinje.people",
    "fastlinje.practices",
    "fastlinje.tariffs",
    "fastlinje.questionnaires",
    "fastlinje.worklist",
    "fastlinje.dialogue",
    "fastlinje.scheduling",
    "fastlinje.notifications",
    "fastlinje.exports",
    "fastlinje.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fastlinje.config.logging.RequestLog",
    "fastlinje.web.middleware.ContentSecurityPolicy",
    "fastlinje.web.language.SpeakTheirLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "fastlinje.web.middleware.DenyByDefault",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.csrf"],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "fastlinje.web.components.library"],
            "string_if_invalid": "",
        },
    }
]

# One web or worker process uses "default", as a login role that owns nothing. "owner" is for migrations and offices made by hand.
DATABASES = {"default": django_database(ENVIRONMENT.database_url), "owner": django_database(ENVIRONMENT.database_owner_url)}
DATABASES["default"] |= {"ENGINE": "fastlinje.config.postgresql"}  # a cheaper question whether a connection works
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}
DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 2}
DATABASE_ROUTERS = ["fastlinje.config.databases.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CONTENT_RING = load_ring(ENVIRONMENT.keys_dir, CONTENT)
INDEX_RING = load_ring(ENVIRONMENT.keys_dir, INDEX)

# Sessions: national rules for citizens (identity.md A4); an office may set its own absolute limit for staff.
CITIZEN_IDLE_MINUTES, CITIZEN_ABSOLUTE_MINUTES = 30, 120
STAFF_IDLE_MINUTES = 30

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]  # locale/se waits for somebody who can approve it
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Oslo"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.state_dir / "static"
STATICFILES_DIRS = [
    ("designsystemet/css", NODE_MODULES / "@digdir/designsystemet-css/dist"),
    ("typeface", NODE_MODULES / "@fontsource-variable/atkinson-hyperlegible-next/files"),
]
STORAGES = {
    "staticfiles": {
        "BACKEND": "fastlinje.web.static_files.HashedFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# A 4 MB photo takes its own request; three of them and a form stay far below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = ["fastlinje.web.uploads.KeptInMemory"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 4_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300

# `Secure` cookies with the __Host- prefix work on http://localhost too: browsers treat it as trustworthy.
CSRF_COOKIE_NAME = "__Host-fl_csrf"
CSRF_COOKIE_SECURE = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.base_url]
CSRF_FAILURE_VIEW = "fastlinje.web.site.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^helse/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system's icons are masks written into its CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING = logging_settings(level=ENVIRONMENT.log_level, production=PRODUCTION)

# Notices go out by the worker; an outage is handled by trying again later, so nobody waits long for one server.
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.smtp_host, ENVIRONMENT.smtp_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_user, ENVIRONMENT.smtp_password
EMAIL_USE_TLS, EMAIL_USE_SSL = ENVIRONMENT.smtp_tls == "starttls", ENVIRONMENT.smtp_tls == "tls"
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = ENVIRONMENT.smtp_from

PROCRASTINATE_ON_APP_READY = "fastlinje.config.jobs.prepare"
