"""Where the parts of the demo listen, and the settings that follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastlinje.config.environment import variables
from fastlinje.nonprod import clock

LOCAL = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Ports beside each other: product, login provider, outbox page; the mail server is 25 above the product.

    The provider has another host name than the product: cookies ignore ports.
    """

    port: int

    @property
    def product(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def provider_port(self) -> int:
        return self.port + 1

    @property
    def provider(self) -> str:
        return f"http://{LOCAL}:{self.provider_port}"

    @property
    def outbox_port(self) -> int:
        return self.port + 2

    @property
    def outbox(self) -> str:
        return f"http://{LOCAL}:{self.outbox_port}"

    @property
    def smtp_port(self) -> int:
        return self.port + 25

    @property
    def all_ports(self) -> tuple[int, ...]:
        return (self.port, self.provider_port, self.outbox_port, self.smtp_port)


def demo_environ(environ: Mapping[str, str], addresses: Addresses, state: Path, secret_key_file: Path) -> dict[str, str]:
    """The environment of every process of the demo: nothing of the surrounding installation's settings comes through."""
    ours = {name for variable in variables() for name in (variable.name, f"{variable.name}_FILE")}
    return {name: value for name, value in environ.items() if name not in ours} | {
        "DJANGO_SETTINGS_MODULE": "fastlinje.nonprod.demo.settings",
        clock.VARIABLE: str(state / "clock"),
        "FASTLINJE_STATE_DIR": str(state),
        "FASTLINJE_BASE_URL": addresses.product,
        "FASTLINJE_ACCEPT_TEST_PEOPLE": "1",
        "SECRET_KEY_FILE": str(secret_key_file),
        "IDPORTEN_ISSUER": f"{addresses.provider}/idporten",
        "HELSEID_ISSUER": f"{addresses.provider}/helseid",
        "SMTP_HOST": LOCAL,
        "SMTP_PORT": str(addresses.smtp_port),
        "SMTP_TLS": "none",
        "SMTP_FROM": "Fastlinje <ikke-svar@fastlinje.example>",
        "SMS_GATEWAY_URL": f"{addresses.outbox}/sms",
        "NOTICE_QUIET_HOURS": "off",
        "PYTHONUNBUFFERED": "1",
    }
