"""Keep and open the encrypted identity of a person."""

from dataclasses import asdict, dataclass
from json import dumps, loads

from upstander.record.people.models import Person
from upstander.record.vault import cipher


@dataclass(frozen=True, repr=False)
class Identity:
    """What names a person. Every field may be empty. It is never shown where it stands in a message or a log."""

    name: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""

    def __repr__(self) -> str:
        return "<an identity>" if self else "<nobody>"

    def __bool__(self) -> bool:
        return any((self.name, self.email, self.phone, self.note))


def keep(identity: Identity) -> Person | None:
    """Store an identity, encrypted, in the caller's transaction; nothing at all for someone who stays anonymous."""
    if not identity:
        return None
    person = Person(email_index=cipher.blind(identity.email.strip().lower(), purpose="email") if identity.email else "")
    person.locked = cipher.lock(dumps(asdict(identity)).encode(), table="person", column="locked", row=str(person.uid))
    person.save(force_insert=True)
    return person


def opened(person: Person | None) -> Identity:
    """Return the identity in the clear; empty when there is none or it was erased. The caller answers for access."""
    if person is None or person.locked is None:
        return Identity()
    return Identity(**loads(cipher.unlock(person.locked, table="person", column="locked", row=str(person.uid))))


def erase(person: Person | None) -> bool:
    """Destroy an identity with its data key and blind index, in the caller's transaction; say whether there was one."""
    if person is None or person.locked is None:
        return False
    person.locked, person.email_index = None, ""
    person.save(update_fields=["locked", "email_index"])
    return True
