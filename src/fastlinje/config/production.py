"""What production refuses to start with (FD-22): each rule gives one sentence, or nothing."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastlinje.config import keys
from fastlinje.config.environment import DEVELOPMENT_SECRET, Environment
from fastlinje.config.trouble import BadSettings, Trouble

_SECRET_BYTES = 32
_LOGIN_KEY_DAYS = 365
_REAL_ISSUERS = {"https://idporten.no", "https://helseid-sts.nhn.no"}
_PRIVATE_NAMES = (".localhost", ".local", ".localdomain", ".internal", ".lan", ".home.arpa", ".test", ".example", ".invalid")
_REQUIRED = {
    "DATABASE_URL": "the embedded database is not for patients",
    "SECRET_KEY": "the one for development is public",
    "FASTLINJE_HOSTS": "it names the hosts people use",
    "FASTLINJE_BASE_URL": "links in e-mail need it",
    "IDPORTEN_ISSUER": "citizens log in there",
    "IDPORTEN_CLIENT_ID": "citizens log in with it",
    "HELSEID_ISSUER": "staff log in there",
    "HELSEID_CLIENT_ID": "staff log in with it",
}


def refuse_unfit(environment: Environment, environ: Mapping[str, str]) -> None:
    """Raise BadSettings with one line for each thing that is unfit for patients."""
    unset = [name for name in _REQUIRED if not (environ.get(name, "").strip() or environ.get(f"{name}_FILE", "").strip())]
    problems = [f"{name} must be set in production: {_REQUIRED[name]}." for name in unset]
    rules = [*_general(environment), *_login(environment), *_notices(environment), *_registers(environment), *_keys(environment)]
    problems += [sentence for sentence in rules if not sentence.startswith(tuple(unset))]
    if problems:
        raise BadSettings("\n".join(problems))


def _general(environment: Environment) -> Iterator[str]:
    if environment.debug:
        yield "FASTLINJE_DEBUG must be off in production: it shows patient data in error pages."
    if not _is_random(environment.secret_key):
        yield f"SECRET_KEY must be at least {_SECRET_BYTES} random bytes in production."
    if "*" in environment.hosts:
        yield "FASTLINJE_HOSTS must name each host in production, not *."
    if not environment.base_url.startswith("https://"):
        yield "FASTLINJE_BASE_URL must begin with https:// in production."
    if environment.web_hosts > 1 and not environment.s3_bucket:
        yield "S3_BUCKET must be set when FASTLINJE_WEB_HOSTS is 2 or more: a file stored on one machine is missing on the other."


def _is_random(secret: str) -> bool:
    return secret != DEVELOPMENT_SECRET and len(secret.encode()) >= _SECRET_BYTES and len(set(secret)) >= 8


def _login(environment: Environment) -> Iterator[str]:
    for name, issuer in [("IDPORTEN_ISSUER", environment.idporten_issuer), ("HELSEID_ISSUER", environment.helseid_issuer)]:
        if is_look_alike(issuer):
            yield f"{name} is the look-alike provider, where anyone can be anyone; production needs the real one."
        elif not issuer.startswith("https://"):
            yield f"{name} must begin with https:// in production."
        elif environment.accept_test_people and issuer in _REAL_ISSUERS:
            yield f"FASTLINJE_ACCEPT_TEST_PEOPLE must be off with {issuer}: only real people log in there."
    if environment.idporten_issuer == environment.helseid_issuer:
        yield "IDPORTEN_ISSUER and HELSEID_ISSUER must be two providers: citizens and staff are never the same login."


def is_look_alike(issuer: str) -> bool:
    """True where only a look-alike can be: on this machine, in a private network, under a name no public provider has."""
    host = (urlsplit(issuer).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(_PRIVATE_NAMES)


def _notices(environment: Environment) -> Iterator[str]:
    if environment.sms_gateway_url.startswith("http://"):
        yield "SMS_GATEWAY_URL must begin with https:// in production: phone numbers pass through it."
    if environment.smtp_host and "@" not in parseaddr(environment.smtp_from)[1]:
        yield "SMTP_FROM must be an e-mail address."


def _registers(environment: Environment) -> Iterator[str]:
    for name, url in [("REPRESENTATION_URL", environment.representation_url), ("FLR_URL", environment.flr_url)]:
        if url and not url.startswith("https://"):
            yield f"{name} must begin with https:// in production: national numbers pass through it."
    if environment.flr_url and not (environment.flr_user and environment.flr_password):
        yield "FLR_USER and FLR_PASSWORD must be set with FLR_URL: the register lets nobody in without."
    if environment.representation_url:
        if not environment.representation_scope:
            yield "REPRESENTATION_SCOPE must be set with REPRESENTATION_URL: Maskinporten gives no token without."
        if not (environment.maskinporten_issuer.startswith("https://") and environment.maskinporten_client_id):
            yield "MASKINPORTEN_ISSUER (https://) and MASKINPORTEN_CLIENT_ID must be set with REPRESENTATION_URL."
        try:
            keys.client_keys(environment.keys_dir, "maskinporten")
        except Trouble as error:
            yield str(error)


def _keys(environment: Environment) -> Iterator[str]:
    for ring in keys.RINGS:
        try:
            keys.load_ring(environment.keys_dir, ring)
        except Trouble as error:
            yield str(error)
    for client in keys.CLIENTS:
        try:
            newest = keys.client_keys(environment.keys_dir, client)[0]
        except Trouble as error:
            yield str(error)
        else:
            days = newest.age_days(datetime.now(UTC))
            if days > _LOGIN_KEY_DAYS:
                yield f"The newest {client} key is {days} days old and no longer valid there: run `fastlinje keys rotate {client}`."
