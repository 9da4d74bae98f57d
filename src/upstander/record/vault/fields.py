"""A column of text that the database holds encrypted, bound to its table, column and row, and Python as text."""

from typing import TYPE_CHECKING, Any

from django.db import models

from upstander.record.vault import cipher

if TYPE_CHECKING:
    _Base = models.Field[str, str]
else:
    _Base = models.BinaryField


class LockedText(_Base):
    """Text that is encrypted when its row is saved, and opened when somebody reads the attribute, not before.

    `row` names the column that names the row for good, such as its reference. An empty text is kept as nothing. Nothing
    can be looked for in it: keep a blind index (`cipher.blind`) of what must be found.
    """

    def __init__(self, *args: Any, row: str = "reference", **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **{"default": "", **kwargs})

    def _check_str_default_value(self) -> list[Any]:
        """Allow a text as default: bytes is only what the database holds."""
        return []

    def deconstruct(self) -> Any:
        """Return what a migration needs to make it again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "row": self.row}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Let the attribute open what it holds."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opened(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        """Return the text encrypted for this very row."""
        return self.locked(model_instance, getattr(model_instance, self.attname))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Let nothing readable through: a text is encrypted only where its row is known, by `save`."""
        if isinstance(value, str):
            if value:
                raise TypeError(f"{self.name} is encrypted for its row: set it on the row and save that")
            value = b""
        return super().get_db_prep_value(value, connection, prepared)

    def locked(self, held: models.Model, text: str) -> bytes:
        """Return a text encrypted for a row."""
        return cipher.lock(text.encode(), **self._bound(held)) if text else b""

    def opened(self, held: models.Model, locked: bytes) -> str:
        """Return the text of a row. Raises Unreadable where it was changed or moved from another row."""
        return cipher.unlock(locked, **self._bound(held)).decode() if locked else ""

    def _bound(self, held: models.Model) -> dict[str, str]:
        row = str(getattr(held, self.row))
        if not row:
            raise TypeError(f"{self.row} must be set before {self.name} can be kept")
        return {"table": str(held._meta.model_name), "column": str(self.name), "row": row}


class _Opened:
    """The attribute of a LockedText: bytes from the database until it is read, then text."""

    def __init__(self, field: LockedText) -> None:
        self._field = field

    def __get__(self, held: models.Model | None, owner: type[models.Model]) -> Any:
        if held is None:
            return self
        name = self._field.attname
        if name not in held.__dict__:
            held.refresh_from_db(fields=[name])
        value = held.__dict__[name]
        if not isinstance(value, str):
            value = held.__dict__[name] = self._field.opened(held, bytes(value))
        return value

    def __set__(self, held: models.Model, value: Any) -> None:
        held.__dict__[self._field.attname] = value
