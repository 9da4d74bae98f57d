"""The tabs of the desk. What somebody needs to look over a team stands behind one tab, with a navigation of its own."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from upstander.duties.assessment.readings import to_read_count
from upstander.duties.casework.looks import lifts_waiting_count
from upstander.duties.casework.queries import task_counts
from upstander.duties.casework.reviewing import waiting_count
from upstander.duties.evidence.releasing import waiting_count as releases_waiting
from upstander.faces.desk.keys import keys_of
from upstander.law.access import Act, may_ever
from upstander.record.people.actors import Actor

TEAM = "team"
BEHIND = (TEAM, "morning", "readings", "reviews", "looks", "old_records", "asked", "trouble")
"""What stands behind the tab of the team, in this order. Who has no team keeps what is theirs of it as tabs."""


def tabs(actor: Actor) -> list[dict[str, Any]]:
    """Return the tabs that this role may open; the tab of the team holds its pages as `parts`, and their counts."""
    waiting = _waiting(actor)
    every = _every(actor, waiting)
    if TEAM not in every:
        return list(every.values())
    whole = sum(waiting.get(code, 0) for code in BEHIND)
    team = every[TEAM] | {"text": _counted(_("Team"), _("Team (%(waiting)d)"), whole)}
    team["parts"] = [every[code] for code in BEHIND if code in every]
    return [tab for code, tab in every.items() if code not in BEHIND] + [team]


def parts_of(shown: list[dict[str, Any]], here: str, path: str) -> list[dict[str, Any]]:
    """Return what stands behind the tab that holds `here`, the one that is shown marked; nothing elsewhere.

    It is marked as the page itself at its own address, and as the part that holds the page on those that follow it.
    """
    for tab in shown:
        parts = tab.get("parts", [])
        if any(part["code"] == here for part in parts):
            return [
                part | {"current": part["code"] == here and ("page" if part["href"] == path else "true")}
                for part in parts
            ]
    return []


def _waiting(actor: Actor) -> dict[str, int]:
    """Return how much waits for this person: tasks that are due, readings, reviews, packages, officers."""
    counts: list[tuple[Act, str, Callable[[], int]]] = [
        (Act.SET_TASK, "tasks", lambda: task_counts(actor).due),
        (Act.SEE_QUEUE, "readings", lambda: to_read_count(actor)),
        (Act.REVIEW, "reviews", lambda: waiting_count(actor)),
        (Act.RELEASE_PACKAGE, "asked", lambda: releases_waiting(actor)),
        (Act.LIFT_LIMIT, "looks", lambda: lifts_waiting_count(actor, timezone.localdate())),
    ]
    return {code: count() for act, code, count in counts if may_ever(actor.role, act)}


def _every(actor: Actor, waiting: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Return by its code all that this role may open, in the order of the tabs."""
    tasks = _counted(_("My tasks"), _("My tasks (%(due)d)"), waiting.get("tasks"))
    readings = _counted(_("Second readings"), _("Second readings (%(waiting)d)"), waiting.get("readings"))
    reviews = _counted(_("Reviews"), _("Reviews (%(waiting)d)"), waiting.get("reviews"))
    asked = _counted(_("Two people"), _("Two people (%(waiting)d)"), waiting.get("asked"))
    looks = _counted(_("Welfare"), _("Welfare (%(waiting)d)"), waiting.get("looks"))
    shown = [
        (Act.SEE_QUEUE, "queue", _("Queue"), "desk:queue"),
        (Act.SEE_QUEUE, "mine", _("My cases"), "desk:mine"),
        (Act.SET_TASK, "tasks", tasks, "desk:tasks"),
        (Act.SEE_QUEUE, "sign_offs", _("To sign off"), "desk:sign_offs"),
        (Act.SEE_QUEUE, "readings", readings, "desk:readings"),
        (Act.CONFIRM_HANDOVER, "handovers", _("Handovers"), "desk:handovers"),
        (Act.SEE_QUEUE, "with_forces", _("With forces"), "desk:with_forces"),
        (Act.ENTER_REPORT, "enter", _("Enter a report"), "desk:enter"),
        (Act.WORK_SHIFT, "shift", _("Shift"), "desk:shift"),
        (Act.SEE_TEAM, TEAM, _("Team"), "desk:team"),
        (Act.SEE_TEAM, "morning", _("This morning"), "desk:morning"),
        (Act.REVIEW, "reviews", reviews, "desk:reviews"),
        (Act.SEE_QUEUE, "looks", looks, "desk:looks"),
        (Act.REVIEW_OLD, "old_records", _("Old records"), "desk:old_records"),
        (Act.APPROVE_UNSEAL, "asked", asked, "desk:asked"),
        (Act.SETTLE_TROUBLE, "trouble", _("Trouble"), "desk:trouble"),
    ]
    keys = keys_of(actor)
    return {
        code: {"code": code, "text": text, "href": reverse(name), "key": keys.get(code, "")}
        for act, code, text, name in shown
        if may_ever(actor.role, act)
    }


def _counted(plain: str, counted: str, number: int | None) -> str:
    """Return the name of a tab, with the number where there is one."""
    return counted % {"due": number, "waiting": number} if number else plain
