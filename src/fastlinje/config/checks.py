"""Our own checks of an installation, beside Django's: each gives findings with a sentence on what to do."""

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import psycopg

from fastlinje.config import keys
from fastlinje.config.environment import Environment, variables
from fastlinje.config.look_alike import look_alikes
from fastlinje.config.runtime import WEB_LOGIN, database_trouble
from fastlinje.config.trouble import Trouble
from fastlinje.people.oidc.signing_keys import UnusableKey
from fastlinje.people.registers.configured import register_at, representation_at
from fastlinje.people.registers.representation_file import RepresentationFile
from fastlinje.people.registers.unavailable import MisconfiguredRegister, RegisterUnavailable
from fastlinje.practices.registers.flr import Flr
from fastlinje.practices.registers.gp_file import GpFile


class Level(StrEnum):
    """How bad it is. Errors make `fastlinje check` fail."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend."""

    level: Level
    sentence: str


def findings(settings: Environment, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Everything our own checks have to say about this installation."""
    yield from _names(environ)
    yield from _channels(settings)
    yield from _registers(settings)
    yield from _client_keys(settings)
    yield from _providers(settings)
    yield from _static_files(settings)
    yield from _leftovers(settings)
    yield from _database(settings)


def _names(environ: Mapping[str, str]) -> Iterator[Finding]:
    known = {variable.name for variable in variables()}
    known |= {f"{variable.name}_FILE" for variable in variables() if variable.secret}
    for name in sorted(environ):
        if name.startswith("FASTLINJE_") and name not in known:
            yield Finding(Level.WARNING, f"{name} is not a setting; see `fastlinje settings` for the right spelling.")


def _channels(settings: Environment) -> Iterator[Finding]:
    if not settings.smtp_host:
        yield Finding(Level.WARNING, "SMTP_HOST is not set: no e-mail is sent.")
    elif settings.smtp_tls == "none" and settings.production and settings.smtp_host not in {"localhost", "127.0.0.1", "::1"}:
        yield Finding(Level.WARNING, "SMTP_TLS is none: e-mail leaves this machine in the clear.")
    if not settings.sms_gateway_url:
        yield Finding(Level.WARNING, "SMS_GATEWAY_URL is not set: no SMS is sent.")
    if not settings.clamav_address:
        yield Finding(Level.WARNING, "CLAMAV_ADDRESS is not set: attachments are not scanned for viruses.")
    if settings.web_hosts > 1 and not settings.s3_bucket:
        yield Finding(Level.ERROR, "FASTLINJE_WEB_HOSTS is 2 or more and S3_BUCKET is not set: files are on one machine only.")


def _registers(settings: Environment) -> Iterator[Finding]:
    if settings.representation_file:
        try:
            RepresentationFile(settings.representation_file).check()
        except RegisterUnavailable as fault:
            yield Finding(Level.ERROR, f"REPRESENTATION_FILE cannot be used, so nobody's rights are brought up to date: {fault}.")
    if settings.gp_file:
        try:
            GpFile(settings.gp_file).check()
        except RegisterUnavailable as fault:
            yield Finding(Level.ERROR, f"GP_FILE cannot be used, so nobody's GP is brought up to date: {fault}.")
    if settings.representation_url:
        try:
            representation_at(
                settings.representation_url,
                settings.representation_scope,
                settings.maskinporten_issuer,
                settings.maskinporten_client_id,
                settings.maskinporten_consumer_org,
                settings.keys_dir,
                production=settings.production,
            )
        except (MisconfiguredRegister, UnusableKey) as fault:
            yield Finding(Level.ERROR, f"REPRESENTATION_URL cannot be asked, so nobody's rights are brought up to date: {fault}.")
    if settings.flr_url:
        try:
            Flr(settings.flr_url, settings.flr_user, settings.flr_password, development=not settings.production)
        except MisconfiguredRegister as fault:
            yield Finding(Level.ERROR, f"FLR_URL cannot be asked, so nobody's GP is brought up to date: {fault}.")
    try:
        register_at(
            settings.krr_url,
            settings.maskinporten_issuer,
            settings.maskinporten_client_id,
            settings.maskinporten_consumer_org,
            settings.keys_dir,
            production=settings.production,
        )
    except (MisconfiguredRegister, UnusableKey) as fault:
        yield Finding(Level.ERROR, f"KRR_URL is set, but the register can't be asked, so no notice goes out: {fault}.")


def contact_source(settings: Environment) -> str:
    """Where notices go, in one line."""
    if not settings.krr_url:
        return "Notices go to addresses people confirmed here; KRR_URL is not set."
    return f"Notices go to addresses in the contact register at {settings.krr_url}, through {settings.maskinporten_issuer}."


def _providers(settings: Environment) -> Iterator[Finding]:
    if settings.production:
        yield from (Finding(Level.ERROR, sentence) for sentence in look_alikes(settings))


def _client_keys(settings: Environment) -> Iterator[Finding]:
    for client in keys.CLIENTS:
        try:
            age = keys.client_keys(settings.keys_dir, client)[0].age_days(datetime.now(UTC))
        except Trouble as trouble:
            yield Finding(Level.ERROR, str(trouble))
            continue
        if age >= keys.WARN_DAYS:
            yield Finding(
                Level.WARNING,
                f"The newest {client} key is {age} days old and dies at 365: run `fastlinje keys rotate {client}` and "
                "register the new one.",
            )


def _static_files(settings: Environment) -> Iterator[Finding]:
    folder = settings.state_dir / "static"
    if settings.production and not (folder.is_dir() and any(folder.iterdir())):
        yield Finding(Level.ERROR, f"{folder} is empty, pages would have no style: run `fastlinje manage collectstatic --noinput`.")


def _leftovers(settings: Environment) -> Iterator[Finding]:
    if settings.production and importlib.util.find_spec("fastlinje.nonprod"):
        yield Finding(
            Level.WARNING, "fastlinje.nonprod is installed, which is for demos and tests: leave it out of production images."
        )


def _database(settings: Environment) -> Iterator[Finding]:
    if not settings.database_url:
        yield Finding(Level.ERROR, "DATABASE_URL is not set.")
        return
    if reason := database_trouble(settings.database_url):
        yield Finding(Level.ERROR, reason)
        return
    with psycopg.connect(settings.database_url) as connection:
        yield from _powers(connection)
        if connection.info.server_version < 150000:
            yield Finding(
                Level.ERROR, f"PostgreSQL {connection.info.server_version // 10000} is too old; 15 is the oldest that works."
            )


def _powers(connection: psycopg.Connection) -> Iterator[Finding]:
    row = connection.execute(
        """
        select rolname, rolsuper or rolbypassrls, rolcreaterole or rolcreatedb,
               exists (select 1 from pg_class c where c.relowner = r.oid)
          from pg_roles r where rolname = session_user
        """
    ).fetchone()
    name, sees_everything, creates, owns = row or ("", False, False, False)
    if sees_everything:
        yield Finding(Level.ERROR, f"The role {name} in DATABASE_URL bypasses row-level security: use {WEB_LOGIN}.")
    if creates or owns:
        yield Finding(Level.ERROR, f"The role {name} in DATABASE_URL owns tables or may create roles: use {WEB_LOGIN}.")
