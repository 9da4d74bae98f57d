"""The addresses of the matrix: how each is filled from a case, and what is posted there."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.urls import reverse

from tests.access.scene import Matter
from upstander.faces.kit.access import every_address

Fill = Callable[[Matter], Any]

PARTS: Mapping[str, Fill] = {
    "reference": lambda matter: matter.received.case.reference,
    "report": lambda matter: matter.received.report.reference,
    "held": lambda matter: matter.parts["file"].pk,
    "campaign": lambda matter: matter.parts["campaign"].pk,
    "suggestion": lambda matter: matter.parts["suggestion"].pk,
    "offer_id": lambda matter: matter.parts["offer"].pk,
    "offer": lambda matter: matter.parts["offer"].pk,
    "decision": lambda matter: matter.parts["returned"].pk,
    "version": lambda matter: matter.parts["package"].version,
    "message": lambda matter: matter.parts["message"].pk,
    "item": lambda matter: matter.parts["item"].pk,
    "note": lambda matter: matter.parts["note"].pk,
    "task": lambda matter: matter.parts["task"].pk,
    "user": lambda matter: matter.received.case.owner_id or 0,
    "connection": lambda matter: matter.parts["connection"].pk,
    "look": lambda matter: matter.parts["look"].pk,
    "view": lambda matter: matter.parts["view"].pk,
    "handover_id": lambda matter: matter.parts["handover"].pk,
}
"""By parameter: taken from the case."""
OWN_PARTS: Mapping[tuple[str, str], Fill] = {
    ("api:report", "reference"): lambda matter: matter.received.report.reference,
    ("desk:review", "number"): lambda matter: matter.parts["review"].pk,
    ("desk:reading", "number"): lambda matter: matter.parts["reading"].pk,
    ("desk:reading_picture", "number"): lambda matter: matter.parts["reading"].pk,
    ("desk:settle_reading", "number"): lambda matter: matter.parts["reading"].pk,
    ("desk:appeal", "number"): lambda matter: matter.parts["appeal"].pk,
    ("desk:lift_limit", "user"): lambda matter: matter.parts["person"].pk,
    ("desk:capture", "item"): lambda matter: f"file-{matter.parts['file'].pk}",
    ("desk:exhibit", "slug"): lambda matter: f"file-{matter.parts['file'].pk}",
    ("desk:asked_one", "number"): lambda matter: matter.parts["asked"].pk,
    ("desk:export_fetch", "number"): lambda matter: matter.parts["asked"].pk,
    ("oversight:question", "number"): lambda matter: matter.parts["question"].pk,
    ("oversight:tripwire_end", "number"): lambda matter: matter.parts["tripwire"].pk,
    ("oversight:token_revoke", "number"): lambda matter: matter.parts["token"].pk,
    ("oversight:officer", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account_change", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account_close", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account_open", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account_sessions", "number"): lambda matter: matter.parts["person"].pk,
    ("oversight:account_reset", "number"): lambda matter: matter.parts["person"].pk,
}
"""By address and parameter, where a parameter means something else there."""
FIXED: Mapping[tuple[str, str], Any] = {
    ("mfa_remove_webauthn", "pk"): 1,
    ("mfa_edit_webauthn", "pk"): 1,
    ("account:sign_on", "provider"): "west",
    ("openid_connect_callback", "provider_id"): "west",
    ("public:step", "slug"): "danger",
    ("desk:decide_step", "slug"): "finding",
    ("desk:assess", "slug"): "what",
    # Nobody's search: what one's own finds is looked at in test_search.py.
    ("desk:found", "search"): "00000000-0000-4000-8000-000000000000",
    ("desk:translate", "of"): "account",
}
"""Parameters that have nothing to do with a case."""
OF_THE_HUB = {
    (f"oversight:{name}", "number")
    for name in (
        "officer", "account", "account_change", "account_close", "account_open", "account_sessions", "account_reset",
        "token_revoke",
    )
} | {("desk:lift_limit", "user"), ("desk:view_delete", "view")}  # fmt: skip
"""Parameters that name somebody or something of the hub and no case: one try for each viewer is enough."""
BODIES: Mapping[str, Callable[[Matter], Mapping[str, Any]]] = {
    "desk:show": lambda matter: {"what": "words", "item": matter.received.report.pk},
}
"""What is posted where an empty form would not be enough to do the act."""
JSON: Mapping[str, Any] = {
    "api:reports": {"account": "I saw this.", "posts": [{"link": "https://example.org/one"}], "contact_means": "none"},
}
"""What machines post."""
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@cache
def parameters() -> dict[str, tuple[str, ...]]:
    """Return the parameters of every address of the hub; one without a name counts under its route."""
    return {name or route: tuple(_PARAMETER.findall(route)) for name, route, _view in every_address()}


def names_a_case(name: str) -> bool:
    """Return whether an address names a case or a part of one."""
    return any((name, parameter) not in FIXED.keys() | OF_THE_HUB for parameter in parameters()[name])


def address(name: str, matter: Matter) -> str:
    """Return the address filled from a case. Raises KeyError for a parameter that this module does not know."""
    return reverse(name, kwargs={parameter: _filled(name, parameter, matter) for parameter in parameters()[name]})


def body(name: str, matter: Matter) -> Mapping[str, Any]:
    """Return what is posted to the address."""
    return BODIES[name](matter) if name in BODIES else {}


def _filled(name: str, parameter: str, matter: Matter) -> Any:
    if (name, parameter) in FIXED:
        return FIXED[name, parameter]
    fill = OWN_PARTS.get((name, parameter)) or PARTS[parameter]
    return fill(matter)
