"""The states of a case and the moves between them."""

from upstander.record.cases.models import Case

S = Case.State
MOVES: dict[str, frozenset[str]] = {
    S.NEW: frozenset({S.CLAIMED, S.OFFERED, S.CLOSED}),
    S.CLAIMED: frozenset({S.NEW, S.REOPENED, S.AWAITING_SIGN_OFF, S.DECIDED, S.OFFERED, S.CLOSED}),
    S.AWAITING_SIGN_OFF: frozenset({S.CLAIMED, S.DECIDED}),
    S.DECIDED: frozenset({S.CLAIMED, S.AWAITING_SIGN_OFF, S.OFFERED, S.CLOSED}),
    S.OFFERED: frozenset({S.ACCEPTED, S.DISPUTED, S.OFFERED, S.CLOSED, S.DECIDED, S.CLAIMED, S.NEW}),
    S.DISPUTED: frozenset({S.OFFERED, S.CLOSED}),
    S.ACCEPTED: frozenset({S.CLOSED, S.OFFERED}),
    S.CLOSED: frozenset({S.REOPENED}),
    S.REOPENED: frozenset({S.CLAIMED, S.CLOSED}),
}
"""`offered` from `new` hands on a named poster or a coming event; a release brings back `new` or `reopened`."""


class WrongState(ValueError):
    """The case is not in a state in which this can be done; the message says so in plain words."""


def move(case: Case, to: str) -> None:
    """Set the state in memory. Raises WrongState for a move that the table does not have."""
    if to not in MOVES[case.state]:
        raise WrongState(f"A case that is {case.state} cannot become {to}.")
    case.state = to
