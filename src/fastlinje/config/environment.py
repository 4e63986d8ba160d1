"""Settings of one installation, read from environment variables and secret files. This table is also the documentation.

`fastlinje settings` prints it, and docs/operations.md contains it.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from fastlinje.config import places
from fastlinje.config.trouble import BadSettings
from fastlinje.config.variables import (
    Topic,
    Variable,
    database_address,
    file_or_none,
    folder,
    hours_or_off,
    one_of,
    text,
    variable,
    web_address,
    whole,
    words,
    yes_no,
)

DEVELOPMENT, PRODUCTION = "development", "production"
DEVELOPMENT_SECRET = "for-development-only-" + "0" * 32
_STATE = "the state folder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Every setting of the product, typed. Nothing else reads the environment."""

    mode: str = variable(
        "FASTLINJE_MODE", Topic.GENERAL, one_of(DEVELOPMENT, PRODUCTION), DEVELOPMENT,
        "production refuses to start with anything that is only fit for development.",
    )  # fmt: skip
    debug: bool = variable(
        "FASTLINJE_DEBUG", Topic.GENERAL, yes_no, "0",
        "1 shows stack traces in the browser and reloads templates. Refused in production.",
    )  # fmt: skip
    base_url: str = variable(
        "FASTLINJE_BASE_URL", Topic.GENERAL, web_address, "http://localhost:8000",
        "The address people use, as in links in e-mail. https in production.",
    )  # fmt: skip
    hosts: tuple[str, ...] = variable(
        "FASTLINJE_HOSTS", Topic.GENERAL, words, "localhost",
        "Host names the web server answers to, separated by commas. Required in production; * is refused there.",
    )  # fmt: skip
    trusted_proxies: int = variable(
        "FASTLINJE_TRUSTED_PROXIES", Topic.GENERAL, whole(0, 5), "0",
        "How many proxies of yours stand in front and append to X-Forwarded-For; with 1 or more X-Forwarded-Proto is trusted too.",
    )  # fmt: skip
    web_hosts: int = variable(
        "FASTLINJE_WEB_HOSTS", Topic.GENERAL, whole(1, 1000), "1",
        "How many machines serve web pages. Two or more require S3 for files.",
    )  # fmt: skip
    state_dir: Path = variable(
        "FASTLINJE_STATE_DIR", Topic.GENERAL, folder, lambda environ: str(places.state_dir(environ)),
        "Folder for what this installation makes itself: keys, files, the embedded database.",
        default_shown=".state in the checkout, else ~/.local/state/fastlinje",
    )  # fmt: skip
    guidance_phone: str = variable(
        "GUIDANCE_PHONE", Topic.GENERAL, text, "23 32 70 00",
        "Phone number of the guidance service shown on every page.",
    )  # fmt: skip
    staff_session_hours: int = variable(
        "STAFF_SESSION_HOURS", Topic.GENERAL, whole(1, 24), "10",
        "Staff are logged out this many hours after login, however active; an office may choose fewer.",
    )  # fmt: skip
    log_level: str = variable(
        "FASTLINJE_LOG_LEVEL", Topic.GENERAL, one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO",
        "The least serious log lines that are written.",
    )  # fmt: skip

    database_url: str = variable(
        "DATABASE_URL", Topic.DATABASE, database_address, "",
        "The database as the login role fastlinje_web, for `serve`. Unset in development: an embedded server. Production needs it.",
        secret=True, default_shown="embedded",
    )  # fmt: skip
    database_worker_url: str = variable(
        "DATABASE_WORKER_URL", Topic.DATABASE, database_address, "",
        "The same database as the login role fastlinje_worker, for `worker`; a direct connection, not through a transaction pool.",
        secret=True, default_shown="embedded",
    )  # fmt: skip
    database_owner_url: str = variable(
        "DATABASE_OWNER_URL", Topic.DATABASE, database_address, "",
        "The same database as its owner, for `migrate` and for moving content to new keys. Keep it off web and worker hosts.",
        secret=True, default_shown="embedded",
    )  # fmt: skip

    secret_key: str = variable(
        "SECRET_KEY", Topic.SECRETS, text, DEVELOPMENT_SECRET,
        "Signs cookies and forms. At least 32 random bytes in production; changing it logs everyone out.",
        secret=True, default_shown="a fixed one for development",
    )  # fmt: skip
    keys_dir: Path = variable(
        "FASTLINJE_KEYS_DIR", Topic.SECRETS, folder, lambda environ: str(places.state_dir(environ) / "keys"),
        "Folder with the keys `fastlinje keys` makes: content, index, idporten, helseid. Back it up apart from the database.",
        default_shown=f"keys in {_STATE}",
    )  # fmt: skip

    idporten_issuer: str = variable(
        "IDPORTEN_ISSUER", Topic.LOGIN, web_address, "http://127.0.0.1:8001/idporten",
        "Login provider of citizens, e.g. https://idporten.no. https in production.",
    )  # fmt: skip
    idporten_client_id: str = variable(
        "IDPORTEN_CLIENT_ID", Topic.LOGIN, text, "fastlinje-citizen", "Our client id there.",
    )  # fmt: skip
    helseid_issuer: str = variable(
        "HELSEID_ISSUER", Topic.LOGIN, web_address, "http://127.0.0.1:8001/helseid",
        "Login provider of staff, e.g. https://helseid-sts.nhn.no. https in production.",
    )  # fmt: skip
    helseid_client_id: str = variable(
        "HELSEID_CLIENT_ID", Topic.LOGIN, text, "fastlinje-staff", "Our client id there.",
    )  # fmt: skip
    accept_test_people: bool = variable(
        "FASTLINJE_ACCEPT_TEST_PEOPLE", Topic.LOGIN, yes_no, "0",
        "1 lets synthetic national numbers and TestID in, for the providers' test environments. Refused with a production issuer.",
    )  # fmt: skip

    smtp_host: str = variable(
        "SMTP_HOST", Topic.NOTICES, text, "", "Mail server. Unset: no e-mail is sent, and `check` says so.",
    )  # fmt: skip
    smtp_port: int = variable("SMTP_PORT", Topic.NOTICES, whole(1, 65535), "587", "Its port.")
    smtp_user: str = variable("SMTP_USER", Topic.NOTICES, text, "", "User name there, if it asks for one.")
    smtp_password: str = variable("SMTP_PASSWORD", Topic.NOTICES, text, "", "Password there.", secret=True)
    smtp_tls: str = variable(
        "SMTP_TLS", Topic.NOTICES, one_of("starttls", "tls", "none"), "starttls",
        "starttls, tls (from the first byte, usually port 465) or none (only to a relay on this machine).",
    )  # fmt: skip
    smtp_from: str = variable(
        "SMTP_FROM", Topic.NOTICES, text, "Fastlinje <ikke-svar@localhost>", "Sender of every e-mail.",
    )  # fmt: skip
    sms_gateway_url: str = variable(
        "SMS_GATEWAY_URL", Topic.NOTICES, web_address, "", "HTTP gateway for SMS. Unset: no SMS is sent, and `check` says so.",
    )  # fmt: skip
    sms_gateway_token: str = variable("SMS_GATEWAY_TOKEN", Topic.NOTICES, text, "", "Bearer token there.", secret=True)
    sms_sender: str = variable("SMS_SENDER", Topic.NOTICES, text, "Fastlinje", "Sender name, at most 11 letters.")
    quiet_hours: tuple[int, int] | None = variable(
        "NOTICE_QUIET_HOURS", Topic.NOTICES, hours_or_off, "21-7",
        "From which hour in the evening to which in the morning notices wait, unless the person waits for them; off sends at once.",
    )  # fmt: skip

    files_dir: Path = variable(
        "FILES_DIR", Topic.FILES, folder, lambda environ: str(places.state_dir(environ) / "files"),
        "Folder for attachments, encrypted; never served by the web server. Not used when S3_BUCKET is set.",
        default_shown=f"files in {_STATE}",
    )  # fmt: skip
    s3_bucket: str = variable("S3_BUCKET", Topic.FILES, text, "", "Keep attachments in this bucket of an S3-compatible store.")
    s3_endpoint_url: str = variable("S3_ENDPOINT_URL", Topic.FILES, web_address, "", "Address of the store.")
    s3_region: str = variable("S3_REGION", Topic.FILES, text, "", "Its region, if it has any.")
    s3_access_key_id: str = variable("S3_ACCESS_KEY_ID", Topic.FILES, text, "", "Access key there.", secret=True)
    s3_secret_access_key: str = variable("S3_SECRET_ACCESS_KEY", Topic.FILES, text, "", "Secret key there.", secret=True)
    clamav_address: str = variable(
        "CLAMAV_ADDRESS", Topic.FILES, text, "",
        "Virus scanner: host:port or the path of a socket. Unset: files are not scanned, and `check` says so.",
    )  # fmt: skip

    representation_file: Path | None = variable(
        "REPRESENTATION_FILE", Topic.REGISTERS, file_or_none, "",
        "JSON file that says who may act for whom (docs/registers.md), read by the worker every hour and when somebody logs in."
        " Unset: only powers of attorney given here.",
    )  # fmt: skip

    representation_url: str = variable(
        "REPRESENTATION_URL", Topic.REGISTERS, web_address, "",
        "Service of your own that says who may act for whom (docs/registers.md), with a token from Maskinporten."
        " With REPRESENTATION_FILE too, the narrower counts.",
    )  # fmt: skip
    representation_scope: str = variable(
        "REPRESENTATION_SCOPE", Topic.REGISTERS, text, "", "Scope of the access token REPRESENTATION_URL wants.",
    )  # fmt: skip
    register_document_mb: int = variable(
        "REGISTER_DOCUMENT_MB", Topic.REGISTERS, whole(1, 60), "20",
        "The largest document on who may act for whom that an operator can upload, in megabytes (docs/registers.md)."
        " It is held in memory while it is taken in; let the proxy in front take a little more.",
    )  # fmt: skip

    gp_file: Path | None = variable(
        "GP_FILE", Topic.REGISTERS, file_or_none, "",
        "CSV file that says whose list people are on (docs/registers.md), read when somebody logs in and once a day."
        " Unset, and no FLR_URL: only what `fastlinje office` was told.",
    )  # fmt: skip
    flr_url: str = variable(
        "FLR_URL", Topic.REGISTERS, web_address, "",
        "Fastlegeregisteret, e.g. https://ws.nhn.no/v2/flr; asked when somebody logs in and once a day.",
    )  # fmt: skip
    flr_user: str = variable("FLR_USER", Topic.REGISTERS, text, "", "User name there.")
    flr_password: str = variable("FLR_PASSWORD", Topic.REGISTERS, text, "", "Password there.", secret=True)

    krr_url: str = variable(
        "KRR_URL", Topic.REGISTERS, web_address, "",
        "Kontakt- og reservasjonsregisteret, asked each time a notice is sent; only for public bodies and those who work for them."
        " Unset: only addresses people confirmed here count.",
    )  # fmt: skip
    maskinporten_issuer: str = variable(
        "MASKINPORTEN_ISSUER", Topic.REGISTERS, web_address, "", "Where access to KRR_URL is given, e.g. https://maskinporten.no.",
    )  # fmt: skip
    maskinporten_client_id: str = variable(
        "MASKINPORTEN_CLIENT_ID", Topic.REGISTERS, text, "",
        "Our client id there; its key pair comes from `fastlinje keys rotate maskinporten`.",
    )  # fmt: skip
    maskinporten_consumer_org: str = variable(
        "MASKINPORTEN_CONSUMER_ORG", Topic.REGISTERS, text, "",
        "Organisation number we ask on behalf of, delegated in Altinn. Unset: our own.",
    )  # fmt: skip

    @classmethod
    def load(cls, environ: Mapping[str, str]) -> Self:
        """The settings; raises BadSettings for a value that can't be read and in production for anything unfit (FD-22)."""
        from fastlinje.config.production import refuse_unfit  # it needs this class

        loaded = cls.parse(environ)
        if loaded.production:
            refuse_unfit(loaded, environ)
        return loaded

    @classmethod
    def parse(cls, environ: Mapping[str, str]) -> Self:
        """The settings as they are, fit for production or not: for making the keys that are still missing."""
        return cls(**{name: known.value(environ) for name, known in _by_field().items()})

    @property
    def asks_at_login(self) -> bool:
        """True when there is a register to ask whom somebody may act for, or whose list they are on."""
        return bool(self.representation_file or self.representation_url or self.gp_file or self.flr_url)

    @property
    def production(self) -> bool:
        """True where patients are."""
        return self.mode == PRODUCTION


def variables() -> list[Variable]:
    """Every variable, in the order of the table."""
    return list(_by_field().values())


def django_database(url: str) -> dict[str, Any]:
    """What Django calls this database. Any connection parameter of PostgreSQL's may stand in the URL (`?sslmode=verify-full`)."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise BadSettings("The database URL cannot be read; special characters in a password must be percent-encoded.") from None
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    known = {django: str(parts.pop(libpq, "") or "") for django, libpq in names.items()}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": parts}


def _by_field() -> dict[str, Variable]:
    return {field.name: field.metadata["variable"] for field in dataclasses.fields(Environment)}
