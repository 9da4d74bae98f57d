"""Find the organisation of a force by its code in the law, made when it is first needed."""

from upstander.law.places import force
from upstander.record.people.models import Organisation


def organisation_of(code: str) -> Organisation:
    """Return the organisation of the force `code`. One made here has no address to write to: an administrator adds it.

    Raises UnknownForce.
    """
    known = force(code)
    organisation, _ = Organisation.objects.get_or_create(
        code=known.code, defaults={"kind": Organisation.Kind.FORCE, "name": known.name}
    )
    return organisation
