"""What somebody has typed on the message's page, from the form or from the draft."""

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from fastlinje.core.identifiers import IdempotencyKey, new_idempotency_key
from fastlinje.dialogue.citizen_views import DraftView
from fastlinje.tariffs.rules import Price

from ..files import ids


@dataclass(frozen=True)
class Typed:
    """The form's fields. Everything else a form could carry is never looked at (AD-10).

    recipient  role id as text, "" when the page gave no choice
    prices     what the page showed: role id → price
    files      the files it showed
    """

    subject: str
    text: str
    recipient: str
    accepted: bool
    prices: dict[str, Price]
    files: tuple[UUID, ...]
    key: IdempotencyKey

    @classmethod
    def of(cls, data: QueryDict) -> "Typed":
        """What was posted."""
        return cls(
            subject=data.get("subject", ""),
            text=data.get("text", ""),
            recipient=data.get("recipient", ""),
            accepted="price_accepted" in data,
            prices=_prices(data.get("prices", "")),
            files=ids(data.getlist("attachment")),
            key=IdempotencyKey(data.get("key", "")[:64]) or new_idempotency_key(),
        )

    @classmethod
    def from_draft(cls, draft: DraftView) -> "Typed":
        """What was kept."""
        return cls(
            subject=draft.subject,
            text=draft.text,
            recipient=draft.recipient,
            accepted=False,
            prices={},
            files=tuple(file.id for file in draft.files),
            key=new_idempotency_key(),
        )

    @property
    def recipient_id(self) -> UUID | None:
        """The chosen doctor; what is no id becomes one that no doctor has, so that the rule refuses it."""
        return ids([self.recipient])[0] if self.recipient else None

    @property
    def accepted_price(self) -> Price | None:
        """The price of the chosen doctor as the page showed it, if it was accepted."""
        if not self.accepted:
            return None
        chosen = self.recipient or next(iter(self.prices), "")
        return self.prices.get(chosen)


def prices_text(prices: dict[str, Price]) -> str:
    """How the page carries the prices it shows."""
    return ";".join(f"{role}:{price}" for role, price in prices.items())


def _prices(text: str) -> dict[str, Price]:
    pairs = (part.partition(":") for part in text.split(";")[:20])
    return {role: price for role, _colon, amounts in pairs if (price := Price.parse(amounts))}
