"""The words of acts that two people do."""

from django.utils import timezone
from django.utils.translation import gettext

from upstander.law.dated import in_force
from upstander.law.oversight import all_acts


def titles() -> dict[str, str]:
    """Return the title of each act, by its name."""
    return {act.id: gettext(act.title) for act in in_force(all_acts(), timezone.localdate())}
