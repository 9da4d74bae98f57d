"""Every address at which something sensitive can be done asks for the second factor again after ten minutes."""

import pytest

from tests.access import golden
from tests.access.addresses import names_a_case
from tests.access.cells import NONE, Cell
from upstander.faces.kit.access import Declaration, declaration_of, every_address
from upstander.law.access import Act, Role

SENSITIVE = {Act.MANAGE_ACCOUNTS, Act.EXPORT, Act.UNSEAL, Act.END_WITHHOLDING, Act.ERASE, Act.BREAK_GLASS}
"""An identity is sensitive where a reason is asked for, an answer to another's act once it is given: their views ask
then, by `require_step_up`. A package is not: see `faces.kit.access`."""
ONLY_LOOKED_AT = {
    "oversight:accounts", "oversight:account", "oversight:organisations", "oversight:tokens", "oversight:hub",
}  # fmt: skip
OWN_FACTORS = {
    "mfa_activate_totp", "mfa_add_webauthn", "account_change_password", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_remove_webauthn",
    "mfa_edit_webauthn",
}  # fmt: skip


def declared() -> dict[str, Declaration]:
    return {name: said for name, _route, view in every_address() if (said := declaration_of(view)) is not None}


def asking() -> set[str]:
    return {name for name, said in declared().items() if said.step_up}


def test_every_address_of_a_sensitive_act_asks_for_the_factor_again() -> None:
    sensitive = {name for name, said in declared().items() if said.act in SENSITIVE}
    assert sensitive - asking() == ONLY_LOOKED_AT
    assert asking() >= OWN_FACTORS | {"force:identity", "desk:glass", "desk:export", "desk:erase"}


@pytest.mark.parametrize("name", sorted(ONLY_LOOKED_AT))
def test_where_it_is_not_asked_for_nothing_can_be_done(name: str) -> None:
    assert not names_a_case(name) or name == "oversight:account"
    relation = "unclaimed" if names_a_case(name) else NONE
    assert golden.read().status(Cell(name, "POST", Role.ADMINISTRATOR.value, relation)) == 405
