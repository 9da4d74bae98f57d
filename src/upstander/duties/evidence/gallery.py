"""What a case holds that may become evidence, in the order of exhibits, and what was done with one of them."""

from dataclasses import dataclass

from upstander.duties.evidence.assembling.pinning import Pinned
from upstander.duties.evidence.exhibits import describe_file, describe_post, kind_of
from upstander.duties.evidence.models import Exhibit, Package
from upstander.record.cases.grants import reports_of, working_reports_of
from upstander.record.cases.models import Case, Report, ReportedFile, ReportedPost

POST, PICTURE, VIDEO, OTHER = "post", "picture", "video", "other"
KINDS = (POST, PICTURE, VIDEO, OTHER)
WITH_POST, WITH_FILE = ("report", "post", "addition"), ("report", "file", "addition")


@dataclass(frozen=True)
class Item:
    """A reported post or file of a case: its number once it has one, and what it is, without a word of its content."""

    row: ReportedPost | ReportedFile
    number: str
    said: str
    kind: str

    @property
    def report(self) -> Report:
        """The report that it came with."""
        return self.row.report

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return f"{'post' if isinstance(self.row, ReportedPost) else 'file'}-{self.row.pk}"


def items(case: Case) -> list[Item]:
    """Return every post and file of the reports at work in a case: by number, then as they will be numbered.

    Three queries, however many there are. The caller answers for access.
    """
    working = working_reports_of(case)
    order = ("report__received_at", "report", "position", "pk")
    numbers = {(row.post_id, row.file_id): row.reference for row in Exhibit.objects.filter(case=case)}
    found: list[tuple[ReportedPost | ReportedFile, str]] = []
    for post in ReportedPost.objects.filter(report__in=working).select_related(*WITH_POST).order_by(*order):
        found.append((post, numbers.get((post.pk, None), "")))
    for file in ReportedFile.objects.filter(report__in=working).select_related(*WITH_FILE).order_by(*order):
        found.append((file, numbers.get((None, file.pk), "")))
    return sorted((_item(row, number) for row, number in found), key=_in_order)


def item(case: Case, slug: str) -> Item | None:
    """Return one post or file of the case, of a held or withdrawn report too; None for what is not there."""
    kind, _, key = slug.partition("-")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    row: ReportedPost | ReportedFile | None = None
    if kind == "post":
        row = ReportedPost.objects.filter(report__in=reports_of(case), pk=key).select_related(*WITH_POST).first()
    elif kind == "file":
        row = ReportedFile.objects.filter(report__in=reports_of(case), pk=key).select_related(*WITH_FILE).first()
    if row is None:
        return None
    number = Exhibit.objects.filter(case=case, **{kind: row}).values_list("reference", flat=True).first()
    return _item(row, number or "")


def same_bytes(case: Case, asked: Item) -> list[Item]:
    """Return the other files of this case that are the same bytes. Of other cases nothing is said."""
    if not isinstance(asked.row, ReportedFile):
        return []
    same = asked.row.file_id
    others = (each for each in items(case) if each.row != asked.row)
    return [each for each in others if isinstance(each.row, ReportedFile) and each.row.file_id == same]


def packages_with(case: Case, asked: Item) -> list[Package]:
    """Return the packages of the case that hold an exhibit, the oldest first."""
    if not asked.number:
        return []
    made = Package.objects.filter(case=case).exclude(pinned="").order_by("version")
    return [each for each in made if asked.number in _numbers_in(each)]


def _item(row: ReportedPost | ReportedFile, number: str) -> Item:
    if isinstance(row, ReportedPost):
        return Item(row, number, describe_post(row, row.report), POST)
    kind = kind_of(row.media_type)
    return Item(row, number, describe_file(row, row.report), kind if kind in (PICTURE, VIDEO) else OTHER)


def _numbers_in(package: Package) -> set[str]:
    return {copy["ref"] for copy in Pinned.load(package.pinned).case["exhibits"]}


def _in_order(item: Item) -> tuple[object, ...]:
    """Order by number, and what has none as `exhibits.number_all` will number it: by report, posts before files."""
    if item.number:
        return (False, len(item.number), item.number)
    report = item.report
    return (True, report.received_at, report.pk, isinstance(item.row, ReportedFile), item.row.position, item.row.pk)
