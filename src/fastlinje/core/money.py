"""Money in øre. Never a float."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in øre (1 krone = 100 øre)."""

    ore: int

    def __add__(self, other: "Money") -> "Money":
        return Money(self.ore + other.ore)

    def __str__(self) -> str:
        """As Norwegians write it: «212 kr», «59,50 kr»."""
        kroner, rest = divmod(abs(self.ore), 100)
        sign = "−" if self.ore < 0 else ""
        grouped = f"{kroner:,}".replace(",", "\u00a0")
        return f"{sign}{grouped}{f',{rest:02d}' if rest else ''}\u00a0kr"
