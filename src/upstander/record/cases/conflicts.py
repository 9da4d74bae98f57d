"""Block the people who have declared a connection: what a report names is compared with it, digest with digest.

Intake calls `note` in the report's own transaction, `duties/casework` calls `block` when somebody declares. Either way
a `conflict` grant follows, which refuses every act on the case whatever other relation is held. What is compared is
what a report names in fields of its own: the complainant's name, e-mail and telephone, the names given of whoever
posted, accounts, postcodes. Free text is not read. A digest of a report's names goes when the report is erased:
`forget`.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from upstander.engines.matching.posts import account_key, post_key
from upstander.law.access import Relation
from upstander.record.cases.grants import end_grant, grant
from upstander.record.cases.models import Case, Connection, Mention, Report, ReportedPost
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import SYSTEM
from upstander.record.people.identity import Identity
from upstander.record.people.models import User
from upstander.record.vault import cipher
from upstander.record.work.asking import due

Kind = Connection.Kind
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "pc", "dc", "sgt", "ds", "insp", "di"}
)
_BRITISH = "44"


def note(report: Report, *, identity: Identity, places: Iterable[str], at: datetime) -> None:
    """Keep digests of what a fresh report names and block whoever has declared a connection to any of it."""
    found = {
        index_of(Kind.NAME, identity.name), index_of(Kind.EMAIL, identity.email), index_of(Kind.PHONE, identity.phone),
        *(index_of(Kind.POSTCODE, found) for place in places for found in postcodes_in(place)), *_posters(report),
    }  # fmt: skip
    _keep(report, found)
    note_accounts(report, at=at)


def note_accounts(report: Report, *, at: datetime) -> None:
    """Keep digests of the accounts that a report names by now, and block whoever has declared a connection to one."""
    _keep(report, _accounts_of(report))
    for case in Case.objects.filter(memberships__report=report, memberships__until_at=None):
        block_the_connected(case, [report], at=at)


def forget(report: Report) -> None:
    """Drop the digests of what a report named, with the report."""
    Mention.objects.filter(report=report).delete()


def forget_accounts(report: Report) -> None:
    """Drop the digests of the accounts and of the poster that a report names, while it still names them."""
    Mention.objects.filter(report=report, index__in=_accounts_of(report) | _posters(report)).delete()


def block_the_connected(case: Case, reports: Iterable[Report], *, at: datetime) -> None:
    """Block from a case whoever has declared a connection to what these reports name."""
    named = Mention.objects.filter(report__in=list(reports)).values("index")
    running = Connection.objects.filter(ended_at=None, index__in=named)
    for user in User.objects.filter(pk__in=running.values("by")):
        _block(case, user, at)


def block(connection: Connection, *, at: datetime) -> list[Case]:
    """Block the person who declared this from every case that it leads to, and return those cases."""
    cases = cases_of(connection)
    for case in cases:
        _block(case, connection.by, at)
    return cases


def unblock(connection: Connection, *, at: datetime) -> list[Case]:
    """Open what an ended connection alone had closed, and return those cases."""
    running = Connection.objects.filter(by=connection.by, ended_at=None)
    still = {case.pk for other in running for case in cases_of(other)}
    opened = [case for case in cases_of(connection) if case.pk not in still]
    for case in opened:
        end_grant(case, to=connection.by, relation=Relation.CONFLICT, at=at)
    return opened


def cases_of(connection: Connection) -> list[Case]:
    """Return the cases that a connection leads to: the one it names, and those whose reports name the same."""
    if connection.case_id:
        return [case for case in [connection.case] if case]
    reports = Mention.objects.filter(index=connection.index).values("report")
    # Where a report counted before, notes and decisions about it stay.
    return list(Case.objects.filter(memberships__report__in=reports).distinct().order_by("pk"))


def index_of(kind: str, said: str) -> str:
    """Return the digest of what was meant, however it was written; empty where nothing can be compared."""
    meant = _FORMS[Kind(kind)](said)
    return cipher.blind(meant, purpose=f"connection {kind}") if meant else ""


def postcodes_in(place: str) -> list[str]:
    """Return the full postcodes that stand in words about a place."""
    return ["".join(found) for found in _POSTCODE.findall(place.upper())]


def _block(case: Case, user: User, at: datetime) -> None:
    if grant(case, to=user, relation=Relation.CONFLICT, at=at):
        record(SYSTEM, Verb.SHUT_OUT, case, at=at, user=user.pk)
    if case.owner_id == user.pk:
        due("give_back_the_connected", case=case)


def _accounts_of(report: Report) -> set[str]:
    named = [said for post in ReportedPost.objects.filter(report=report) for said in (post.handle, _poster(post.link))]
    return {index_of(Kind.HANDLE, handle) for handle in named}


def _posters(report: Report) -> set[str]:
    return {index_of(Kind.NAME, name) for name in report.poster_name.splitlines()}


def _keep(report: Report, found: set[str]) -> None:
    rows = [Mention(report=report, index=index) for index in sorted(found - {""})]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)


def _poster(link: str) -> str:
    key = post_key(link) if link else None
    return (key.handle or "") if key else ""


def _name(said: str) -> str:
    """Names are compared without accents, case, titles and order."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", said) if not unicodedata.combining(mark)).casefold()
    words = set(re.findall(r"[^\W\d_]+", plain)) - _TITLES
    return " ".join(sorted(words)) if len(words) > 1 else ""


def _email(said: str) -> str:
    return said.strip().casefold() if "@" in said else ""


def _phone(said: str) -> str:
    digits = re.sub(r"\D", "", said).removeprefix("00").removeprefix(_BRITISH).lstrip("0")
    return digits if len(digits) > 6 else ""


def _postcode(said: str) -> str:
    return next(iter(postcodes_in(said)), "")


def _handle(said: str) -> str:
    """A handle stands for its owner on every platform: people keep theirs."""
    named = account_key("x", said)
    return named.partition(":")[2].replace(".", "").casefold() if named else ""


_FORMS = {Kind.NAME: _name, Kind.EMAIL: _email, Kind.PHONE: _phone, Kind.POSTCODE: _postcode, Kind.HANDLE: _handle}
