"""Saved views are one's own or the hub's, and keys are switched off for oneself."""

import pytest

from upstander.conftest import NOW
from upstander.duties.casework.actions.delete_view import delete_view
from upstander.duties.casework.actions.save_view import NotSaved, save_view
from upstander.duties.casework.actions.set_keys import set_keys
from upstander.duties.casework.models import SavedView
from upstander.duties.casework.saved_views import saved_view, saved_views
from upstander.law.access import Role
from upstander.record.journal.reading import timeline
from upstander.record.people.actors import NotAllowed, acting
from upstander.record.people.models import Organisation, User


def kept(user: User, name: str = "Mine", *, shared: bool = False, query: str = "strand=race") -> SavedView:
    return save_view(name=name, query=query, shared=shared, actor=acting(user), at=NOW)


def test_a_view_is_seen_by_who_made_it_and_shared_by_the_whole_hub(officer: User, other_officer: User) -> None:
    own, shared = kept(officer, "Own"), kept(officer, "All", shared=True)
    assert saved_views(acting(officer)) == [shared, own]
    assert saved_views(acting(other_officer)) == [shared]
    assert saved_view(acting(other_officer), own.pk) is None
    assert timeline("savedview", own.pk)[0].verb == "view saved"


def test_another_hub_shares_nothing_with_this_one(officer: User, make_user: object) -> None:
    kept(officer, shared=True)
    elsewhere = Organisation.objects.create(kind="hub", code="other", name="Another hub")
    stranger = make_user(Role.HUB_OFFICER, "PC Strange", elsewhere)  # type: ignore[operator]
    assert saved_views(acting(stranger)) == []


def test_saving_under_the_same_name_replaces_ones_own_and_nobody_elses(officer: User, other_officer: User) -> None:
    first = kept(officer)
    theirs = kept(other_officer)
    again = kept(officer, query="strand=religion")
    assert again.pk == first.pk
    assert SavedView.objects.get(pk=first.pk).query == "strand=religion"
    assert SavedView.objects.get(pk=theirs.pk).query == "strand=race"


@pytest.mark.parametrize(("name", "query"), [("", "strand=race"), ("  ", "strand=race"), ("A", ""), ("A", "x" * 501)])
def test_a_view_without_name_or_filters_is_not_saved(officer: User, name: str, query: str) -> None:
    with pytest.raises(NotSaved):
        kept(officer, name, query=query)
    assert not SavedView.objects.exists()


def test_who_made_it_deletes_it_and_a_supervisor_what_is_shared(
    officer: User, other_officer: User, supervisor: User
) -> None:
    own, shared = kept(officer, "Own"), kept(officer, "All", shared=True)
    for user, view in ((other_officer, own), (other_officer, shared), (supervisor, own)):
        with pytest.raises(NotAllowed):
            delete_view(view=view, actor=acting(user), at=NOW)
    delete_view(view=shared, actor=acting(supervisor), at=NOW)
    delete_view(view=own, actor=acting(officer), at=NOW)
    assert not SavedView.objects.exists()


def test_whoever_has_no_queue_saves_nothing(administrator: User, auditor: User) -> None:
    for user in (administrator, auditor):
        with pytest.raises(NotAllowed):
            kept(user)
        with pytest.raises(NotAllowed):
            set_keys(off=True, actor=acting(user), at=NOW)


def test_keys_are_switched_off_for_oneself_alone(officer: User, other_officer: User) -> None:
    set_keys(off=True, actor=acting(officer), at=NOW)
    set_keys(off=True, actor=acting(officer), at=NOW)
    assert dict(User.objects.filter(pk__in=[officer.pk, other_officer.pk]).values_list("pk", "keys_off")) == {
        officer.pk: True, other_officer.pk: False
    }  # fmt: skip
    assert [line.verb for line in timeline("user", officer.pk)].count("keys set") == 1
