"""The words for what is wrong with a stored file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from upstander.record.vault.scrubbing import Fault

FAULTS: Mapping[str, Any] = {
    Fault.MISSING.value: _("it is not there"),
    Fault.SHORT.value: _("it has another length"),
    Fault.ALTERED.value: _("it was altered"),
    Fault.UNREADABLE.value: _("the disk does not give it"),
    Fault.LOCKED.value: _("its key does not open"),
}
