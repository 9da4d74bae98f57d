"""What is found, by whom, and that nobody's results are crowded out by what they may not see."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from upstander.conftest import NOW
from upstander.duties.assessment.actions.claim import claim
from upstander.duties.assessment.actions.release import release
from upstander.duties.bundling.actions.join import join
from upstander.duties.intake.actions.add import add
from upstander.duties.intake.actions.receive import Received
from upstander.duties.intake.submission import SaidPost
from upstander.law.access import Relation, Role
from upstander.record.cases.grants import end_grant, grant
from upstander.record.people.actors import acting, complainant
from upstander.record.people.models import Organisation, User
from upstander.record.search import finding
from upstander.record.search.finding import find
from upstander.record.search.results import Group, Result

pytestmark = pytest.mark.django_db
LINK = "https://x.com/someone/status/1234567890123456789"


def post(text: str = "They should all go.", link: str = LINK, handle: str = "") -> tuple[SaidPost, ...]:
    return (SaidPost(link=link, platform="x", text=text, handle=handle),)


def found(user: User, typed: str, group: Group | None = None) -> list[Result]:
    return find(acting(user), typed, group=group).shown


def references(user: User, typed: str, group: Group | None = None) -> list[str]:
    return [result.case.reference for result in found(user, typed, group)]


class TestReferences:
    def test_in_any_form(self, report: Callable[..., Received], officer: User) -> None:
        received = report()
        for reference in (received.case.reference, received.report.reference):
            for typed in (reference, reference.lower(), reference.replace("-", ""), reference.replace("-", " ")):
                (first, *_) = found(officer, typed)
                assert (first.case, first.group) == (received.case, Group.REFERENCE), typed

    def test_a_mistyped_one_leads_to_what_was_meant(self, report: Callable[..., Received], officer: User) -> None:
        received = report()
        right = received.case.reference
        for at in (2, 7, len(right) - 1):
            wrong = right[:at] + ("A" if right[at] != "A" else "B") + right[at + 1 :]
            answer = find(acting(officer), wrong)
            if answer.mistyped:
                assert received.case in [result.case for result in answer.shown]
        last = right[:-1] + ("A" if right[-1] != "A" else "B")
        assert find(acting(officer), last).mistyped
        assert not find(acting(officer), right).mistyped


class TestWords:
    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ("frightened", "account"), ("FRIGHTENED picture", "account"), ('"community centre"', "account"),
            ("communit*", "account"), ("centres", "account"), ("faith", "why"), ('"they should all go"', "post"),
            ("ls1 1ur", "seen_from"), ("LS11UR", "seen_from"),
        ],
    )  # fmt: skip
    def test_they_are_found_where_they_stand(
        self, report: Callable[..., Received], officer: User, typed: str, field: str
    ) -> None:
        received = report()
        results = found(officer, typed, Group.WORDS)
        assert [(result.case, result.report, result.field) for result in results] == [
            (received.case, received.report, field)
        ]

    @pytest.mark.parametrize(
        "typed",
        [
            "absent", "frightened absent", '"centre community"', '"picture of faith"', "fright",
            '"', "' OR 1=1 --", "NEAR(a b)", "words:frightened", "frightened:* | absent", "", "\x00", "*",
            "sample.person@example.org",
        ],
    )  # fmt: skip
    def test_nothing_else_is(self, report: Callable[..., Received], officer: User, typed: str) -> None:
        report()
        assert found(officer, typed, Group.WORDS) == []

    def test_who_reported_is_never_found_by_name(self, report: Callable[..., Received], officer: User) -> None:
        report()
        assert found(officer, "Sample Person") == []

    def test_what_was_added_and_what_officers_write(self, report: Callable[..., Received], officer: User) -> None:
        received, actor = report(), acting(officer)
        add(report=received.report, text="It was seen by an osprey", actor=complainant(received.report), at=NOW)
        assert [result.field for result in found(officer, "osprey")] == ["addition"]
        claim(case=received.case, actor=actor, at=NOW)
        release(case=received.case, actor=actor, reason="A kingfisher asked", at=NOW)
        assert [(result.kind, result.field) for result in found(officer, "kingfisher")] == [("step", "reasons")]

    def test_the_newest_first_page_by_page(
        self, report: Callable[..., Received], officer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(finding, "MOST", 2)
        made = [report(account="the heron again", at=NOW + timedelta(minutes=number)).report for number in range(5)]
        seen, after = [], None
        while True:
            (page,) = find(acting(officer), "heron", group=Group.WORDS, after=after).groups
            seen += [result.report for result in page.results]
            if page.next is None:
                break
            after = page.next
        assert seen == made[::-1]


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "far"),
        [
            ("@Patriot_Voice", 0), ("patriotvoice", 0), ("patriotvocie", 1), ("patritvoice", 1), ("patr1otvoice", 0),
            ("patriotvoicee", 0), ("patriot", 0), ("see @patriotvocie there", 1), ("patxiotvoixe", 2),
        ],
    )  # fmt: skip
    def test_typed_a_little_differently(
        self, report: Callable[..., Received], officer: User, typed: str, far: int
    ) -> None:
        received = report(posts=post(handle="@patriot_voice"))
        report(posts=post(handle="@somebody_else", link=LINK + "1"))
        results = found(officer, typed, Group.ACCOUNT)
        assert [(result.case, result.far, result.name) for result in results] == [(received.case, far, "patriot_voice")]

    @pytest.mark.parametrize("typed", ["patriotism99", "voice", "p"])
    def test_another_name_is_not_found(self, report: Callable[..., Received], officer: User, typed: str) -> None:
        report(posts=post(handle="@patriot_voice"))
        assert found(officer, typed, Group.ACCOUNT) == []


class TestLinks:
    @pytest.mark.parametrize(
        "typed",
        [LINK, "hxxps://x[.]com/someone/status/1234567890123456789", "https://mobile.twitter.com/other/status/1234567890123456789?s=20"],
    )  # fmt: skip
    def test_however_it_is_written(self, report: Callable[..., Received], officer: User, typed: str) -> None:
        received = report()
        assert references(officer, typed, Group.LINK) == [received.case.reference]
        assert found(officer, LINK + "9", Group.LINK) == []


class TestWhoSees:
    def test_nothing_without_a_grant_and_everything_with_one(
        self, report: Callable[..., Received], hub: Organisation, officer: User
    ) -> None:
        received = report(posts=post(handle="@patriot_voice"))
        everything = [
            received.case.reference, received.report.reference, "frightened", "@patriot_voice", "patriotvocie", LINK,
            "LS1 1UR",
        ]  # fmt: skip
        for typed in everything:
            assert references(officer, typed), typed
        end_grant(received.case, to=hub, relation=Relation.HUB, at=NOW)
        for typed in everything:
            assert references(officer, typed) == [], typed

    @pytest.mark.parametrize("few", [0, 400])
    def test_few_are_not_crowded_out_by_many(
        self,
        report: Callable[..., Received],
        hub: Organisation,
        officer: User,
        few: int,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Whichever way the query goes: from the words to the cases, or from a handful of cases to their words."""
        monkeypatch.setattr(finding, "FEW", few)
        monkeypatch.setattr(finding, "FIRST", 2)
        monkeypatch.setattr(finding, "CANDIDATES", 3)
        made = [report(posts=post(handle="@patriot_voice")) for _ in range(8)]
        for received in made[1:]:
            end_grant(received.case, to=hub, relation=Relation.HUB, at=NOW)
        for group, typed in ((Group.WORDS, "frightened"), (Group.ACCOUNT, "patriotvocie"), (Group.LINK, LINK)):
            answer = find(acting(officer), typed, group=group)
            assert [result.case for result in answer.shown] == [made[0].case], group
            assert [page.next for page in answer.groups] == [None], "a further page would tell of what is not shown"

    def test_a_report_is_seen_with_the_case_it_counts_under(
        self, report: Callable[..., Received], make_user: Callable[..., User], officer: User, hub: Organisation
    ) -> None:
        one, two = report(account="the heron"), report(account="the osprey")
        claim(case=one.case, actor=acting(officer), at=NOW)
        join(report=two.report, case=one.case, actor=acting(officer), reason="the same", at=NOW)
        other = Organisation.objects.create(kind="hub", code="other", name="Another hub")
        stranger = make_user(Role.HUB_OFFICER, "PC Stranger", other)
        grant(two.case, to=other, relation=Relation.HUB, at=NOW)
        assert references(stranger, "osprey") == [], "it counts under a case that they may not see"
        grant(one.case, to=other, relation=Relation.HUB, at=NOW)
        assert references(stranger, "osprey") == [one.case.reference]

    def test_administrators_and_auditors_find_nothing(
        self, report: Callable[..., Received], administrator: User, auditor: User
    ) -> None:
        report()
        assert found(administrator, "frightened") == []
        assert found(auditor, "frightened") == []

    def test_a_connection_hides_the_case(
        self, report: Callable[..., Received], officer: User, other_officer: User
    ) -> None:
        received = report()
        grant(received.case, to=officer, relation=Relation.CONFLICT, at=NOW)
        assert references(officer, "frightened") == []
        assert references(other_officer, "frightened") == [received.case.reference]
