"""The cases of the scene that are kept from viewers: restricted ones, those behind the glass, those with a conflict."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.access.canaries import CONTENT, canary
from upstander.duties.casework.actions.break_glass import break_glass
from upstander.duties.casework.actions.declare_connection import declare_connection
from upstander.duties.casework.actions.restrict import restrict
from upstander.duties.casework.models import Review
from upstander.law.access import Role
from upstander.record.people.actors import acting

if TYPE_CHECKING:
    from tests.access.scene import Matter, Scene

HUB_ROLES = (Role.HUB_OFFICER, Role.SUPERVISOR, Role.SENIOR_INVESTIGATOR)


def keep_to_those_who_need_to_know(scene: "Scene", decided: Callable[[str], "Matter"]) -> None:
    """Bring one case into each of the relations that need-to-know knows, for every viewer of the hub at once."""
    viewers, other = [scene.users[role.value] for role in HUB_ROLES], acting(scene.users["other"])
    for name in ("restricted", "member", "glass", "conflict"):
        case, said = decided(name).case, canary(CONTENT, name)
        members = viewers if name in ("member", "conflict") else []
        restrict(case=case, members=members, reason=said, actor=other, at=scene.at)
        for user in viewers:
            if name == "glass":
                words = canary(CONTENT, "reviewed")
                break_glass(case=case, code="cover", words=words, actor=acting(user), at=scene.at)
            if name == "conflict":
                said = canary(CONTENT, name)
                declare_connection(kind="case", case=case, said="", how="", actor=acting(user), at=scene.at)


def add_what_is_reviewed(scene: "Scene") -> None:
    """Give every case a review of what `other` did to it, and the scene a connection that `other` has declared."""
    other = scene.users["other"]
    said = canary(CONTENT, "declared")
    declared = declare_connection(kind="handle", said=said, how=said, actor=acting(other), at=scene.at)
    for matter in scene.matters.values():
        matter.parts["connection"] = declared
        name = "conflict" if matter.name == "conflict" else "reviewed"
        matter.parts["review"] = Review.objects.create(
            kind="glass", of=other, case=matter.case, code="cover", words=canary(CONTENT, name), asked_at=scene.at,
            last_at=scene.at, due_at=scene.at, finding=canary(CONTENT, name),
        )  # fmt: skip
