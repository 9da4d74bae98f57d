"""Say in plain English why two descriptions may mean one person, and keep the waterfall as data beside it.

Whoever shows it in another language words the evidence anew: it holds the codes of `levels.LEVELS` and numbers alone.
"""

from typing import Any

from upstander.engines.matching.explain import Reason
from upstander.engines.matching.people.keys import TIER
from upstander.engines.matching.people.model import Model, Step, Waterfall
from upstander.engines.matching.posts import platform_name
from upstander.engines.text import escape_controls

MAY_BE = "They may mean one person or account, which by itself makes the reports no duplicates"


def explain_pair(found: Waterfall, model: Model) -> Reason:
    """Return the reason that one pair gives: what speaks for it and against it, in bits, and never a percentage.

    The evidence holds levels and weights and no word of either report. It belongs to the pair's suggestion and goes
    when that goes.
    """
    said = [MAY_BE] if found.suggested else []
    said += [_account(same.by, same.account) for same in found.same]
    pro = [step for step in found.steps if step.bits > 0]
    contra = [step for step in found.steps if step.bits < 0]
    if pro:
        said.append(f"For one person speak: {_listed(pro)}")
    if contra:
        said.append(f"Against it speak: {_listed(contra)}")
    if not (pro or contra or found.same):
        said.append("Nothing that is known of both can be compared")
    said.append(
        f"In all {found.bits:.1f} bits, {found.prior:.1f} of them for any two descriptions; "
        f"from {found.threshold:g} bits an officer is asked"
    )
    return Reason(TIER, ". ".join(said) + ".", _evidence(found, model))


def _account(by: str, account: str) -> str:
    platform, _, name = account.partition(":")
    how = "number" if by == "number" else "handle"
    shown = escape_controls(name.removeprefix("id:"))
    return f"Both name the account with the {how} {shown} on {platform_name(platform)}"


def _listed(steps: list[Step]) -> str:
    return "; ".join(f"{step.why} ({step.bits:+.1f} bits)" for step in sorted(steps, key=lambda step: -abs(step.bits)))


def _evidence(found: Waterfall, model: Model) -> dict[str, Any]:
    return {
        "tier": TIER,
        "bits": round(found.bits, 2),
        "prior": round(found.prior, 2),
        "threshold": found.threshold,
        "kinds": found.for_kinds,
        "suggested": found.suggested,
        "same": [same.by for same in found.same],
        "steps": [[step.comparison, step.level, round(step.bits, 2)] for step in found.steps],
        "model": {key: model.provenance[key] for key in ("made", "trained_on", "checked")},
    }
