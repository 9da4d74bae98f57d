"""The kinds of answer that a partner's file or program can give, each read strictly and described for machines."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from upstander.law.clocks.calendar import horizon

LONDON = ZoneInfo("Europe/London")
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")


@dataclass(frozen=True)
class Kind:
    """How one sort of answer is read from a JSON value or from a CSV cell."""

    def read(self, value: Any, on: date) -> Any:
        """Return the answer as intake takes it. Raises ValueError: what is wrong, to be put after the field's name."""
        raise NotImplementedError

    def of_cell(self, cell: str) -> Any:
        """Return the JSON value that a CSV cell stands for. Raises ValueError."""
        return cell

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        raise NotImplementedError

    def says(self) -> str:
        """Return the rule in words, for the table of columns."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Kind):
    """Words of any sort, kept as they were sent, formulas and mark-up included."""

    limit: int

    def read(self, value: Any, on: date) -> str:
        """Return the text as it is."""
        if not isinstance(value, str):
            raise ValueError("must be text")
        if len(value) > self.limit:
            raise ValueError(f"is longer than {self.limit:,} characters")
        return value if value.strip() else ""

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string", "maxLength": self.limit}

    def says(self) -> str:
        """Return the rule in words."""
        return f"text, up to {self.limit:,} characters"


@dataclass(frozen=True)
class Line(Text):
    """A short text of printable characters, without spaces around it."""

    def read(self, value: Any, on: date) -> str:
        """Return the text without the spaces around it."""
        text = super().read(value, on).strip()
        if not text.isprintable():
            raise ValueError("holds a line break or a character that cannot be printed")
        return text


@dataclass(frozen=True)
class Email(Text):
    """An e-mail address."""

    def read(self, value: Any, on: date) -> str:
        """Return the address without the spaces around it."""
        text = super().read(value, on).strip()
        if text and not EMAIL.fullmatch(text):
            raise ValueError("is not an e-mail address, such as name@example.org")
        return text

    def says(self) -> str:
        """Return the rule in words."""
        return "an e-mail address"


@dataclass(frozen=True)
class OneOf(Kind):
    """One code of a list that the law room keeps, as it holds on the day of sending."""

    codes: Callable[[date], Sequence[str]]
    known: Callable[[], Sequence[str]]
    """Every code of whatever date, for descriptions."""

    def read(self, value: Any, on: date) -> str:
        """Return the code."""
        if value not in (codes := list(self.codes(on))) or not isinstance(value, str):
            raise ValueError(f"must be one of: {', '.join(codes)}")
        return value

    def of_cell(self, cell: str) -> Any:
        """Return the code in the cell."""
        return cell.strip().lower()

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string", "enum": list(self.known())}

    def says(self) -> str:
        """Return the rule in words."""
        return "one of: " + ", ".join(f"`{code}`" for code in self.known())


@dataclass(frozen=True)
class ForceCode(OneOf):
    """The code of a police force; there are too many to list them in a sentence."""

    def read(self, value: Any, on: date) -> str:
        """Return the code."""
        if value not in self.codes(on) or not isinstance(value, str):
            raise ValueError("is not the code of a police force, such as E23000010")
        return value

    def of_cell(self, cell: str) -> Any:
        """Return the code in the cell."""
        return cell.strip()

    def says(self) -> str:
        """Return the rule in words."""
        return "the code of a police force, such as `E23000010`"


@dataclass(frozen=True)
class Several(Kind):
    """Several codes of one list; in a CSV cell with semicolons between them."""

    each: OneOf

    def read(self, value: Any, on: date) -> tuple[str, ...]:
        """Return the codes, each once, in the order given."""
        if not isinstance(value, list):
            raise ValueError("must be a list of codes")
        if len(value) > len(self.each.known()):
            raise ValueError("has more codes than there are")
        return tuple(dict.fromkeys(self.each.read(code, on) for code in value))

    def of_cell(self, cell: str) -> Any:
        """Return the codes in the cell."""
        return [self.each.of_cell(code) for code in re.split(r"[;,|]", cell) if code.strip()]

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "array", "items": self.each.schema(), "maxItems": len(self.each.known())}

    def says(self) -> str:
        """Return the rule in words."""
        return f"{self.each.says()}; several with `;` between them"


@dataclass(frozen=True)
class Flag(Kind):
    """Yes or no; no when nothing is said."""

    def read(self, value: Any, on: date) -> bool:
        """Return the truth value."""
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value

    def of_cell(self, cell: str) -> Any:
        """Return the truth value that the cell spells."""
        word = cell.strip().lower()
        if word not in YES + NO:
            raise ValueError("must be yes or no")
        return word in YES

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "boolean"}

    def says(self) -> str:
        """Return the rule in words."""
        return "`yes` or `no`"


@dataclass(frozen=True)
class Moment(Kind):
    """A date and time in the form of ISO 8601; London time unless an offset is given."""

    def read(self, value: Any, on: date) -> datetime:
        """Return an aware time in UTC, within the days whose bank holidays are known and not after tomorrow."""
        try:
            moment = datetime.fromisoformat(value.strip())
        except (AttributeError, ValueError):
            raise ValueError("must be a date and time such as 2026-11-18T10:00:00+00:00") from None
        first, last = horizon()[0], on + timedelta(days=1)
        if not first <= moment.date() <= last:
            raise ValueError(f"must lie between {first} and now")
        return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string", "format": "date-time"}

    def says(self) -> str:
        """Return the rule in words."""
        return "a date and time such as `2026-11-18T10:00:00+00:00`; London time where no offset is given"


@dataclass(frozen=True)
class Instant(Moment):
    """A date and time that says its offset from UTC itself: nothing is taken for granted about where it was read."""

    def read(self, value: Any, on: date) -> datetime:
        """Return an aware time in UTC, not after tomorrow."""
        try:
            moment = datetime.fromisoformat(value.strip())
        except (AttributeError, ValueError):
            raise ValueError("must be a date and time with its offset, such as 2026-11-18T10:00:00+00:00") from None
        if moment.tzinfo is None:
            raise ValueError("must say its offset from UTC, such as +00:00 or Z")
        if not date(1990, 1, 1) <= moment.date() <= on + timedelta(days=1):
            raise ValueError("must lie between 1990 and now")
        return moment.astimezone(UTC)

    def says(self) -> str:
        """Return the rule in words."""
        return "a date and time with its offset, such as `2026-11-18T10:00:00+00:00`"
