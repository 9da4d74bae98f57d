"""What a case holds that may become evidence, as a gallery; and of each thing what it is and what was done with it."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from upstander.duties.casework.looks import standing
from upstander.duties.evidence import gallery
from upstander.duties.evidence.gallery import Item
from upstander.faces.desk.asking import asked
from upstander.faces.desk.content import Asked, FileCard, file_cards
from upstander.faces.desk.exhibits import REPORTS
from upstander.faces.desk.hall import case_for, case_page
from upstander.faces.desk.telling import VERBS_OF, numbered
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act
from upstander.record.cases.capturing import captures
from upstander.record.cases.grants import reports_of
from upstander.record.cases.models import Case, ReportedFile
from upstander.record.journal.checkpoints import covering
from upstander.record.journal.reading import reel_of

PAGE = 24
ACTS = 50


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def show(request: Request, reference: str) -> HttpResponse:
    """Show every post and file of the reports at work, 24 a page, all or of one kind; pictures only where asked for."""
    case = case_for(request, reference)
    every = gallery.items(case)
    kind = request.GET.get("kind", "")
    kind = kind if kind in gallery.KINDS else ""
    page = Paginator([each for each in every if kind in ("", each.kind)], PAGE).get_page(request.GET.get("page"))
    shown = asked(request, request.actor, case)
    context = {
        "items": page,
        "tiles": _tiles(request, list(page), shown),
        "kind": kind,
        "kinds": [(each, sum(1 for item in every if item.kind == each)) for each in gallery.KINDS],
        "whole": len(every),
        "shown": shown,
        "stands": standing(request.actor, timezone.now()),
    }
    seen = [each.row for each in page]
    return case_page(request, case, "desk/exhibits.html", context, title=_("Exhibits"), part="exhibits", shows=seen)


@signed_in(act=Act.SEE_QUEUE)
@require_safe
def one(request: Request, reference: str, slug: str) -> HttpResponse:
    """Show one post or file: what it is, how it was captured, and its custody out of the journal."""
    case = case_for(request, reference)
    item = gallery.item(case, slug)
    if item is None:
        raise Http404(slug)
    shown = asked(request, request.actor, case)
    looks = request.GET.get("looks") == "1"
    packages = gallery.packages_with(case, item)
    acts = _acts(item, [each.pk for each in packages], looks, request.GET.get("page", ""))
    context = {
        "item": item,
        "tile": _tiles(request, [item], shown)[0],
        "same": gallery.same_bytes(case, item),
        "packages": packages,
        "looks": looks,
        "events": numbered(acts.lines),
        "cut": acts.cut,
        "acts": Paginator(range(acts.count), ACTS).get_page(request.GET.get("page")),
        "covered": covering(acts.lines[0].seq) if acts.lines else None,
        "in_report": _in_report(case, item),
        "shown": shown,
        "stands": standing(request.actor, timezone.now()),
    }
    title = item.number or _("Not numbered yet")
    return case_page(request, case, "desk/exhibit.html", context, title=title, part="exhibits", shows=[item.row])


def _tiles(request: Request, items: Sequence[Item], shown: Asked) -> list[dict[str, Any]]:
    """Return each item with its card, if it is a file, and what is known of how it was captured."""
    files = [each.row for each in items if isinstance(each.row, ReportedFile)]
    cards: dict[Any, FileCard] = {card.held: card for card in file_cards(files, request.actor, shown)}
    known = captures([each.row for each in items])
    return [{"item": each, "card": cards.get(each.row), "capture": known[each.row]} for each in items]


def _acts(item: Item, packages: Sequence[int], looks: bool, page: str) -> Any:
    """Return what the journal holds of an item, the report that it came with and the packages that hold it."""
    own = ("reportedfile" if isinstance(item.row, ReportedFile) else "reportedpost", item.row.pk)
    records = [own, ("report", item.report.pk), *(("package", pk) for pk in packages)]
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    verbs = VERBS_OF["custody"] | VERBS_OF["looks"] if looks else VERBS_OF["custody"]
    return reel_of(records, verbs=verbs, looked_at=[own] if looks else (), page=number, size=ACTS)


def _in_report(case: Case, item: Item) -> str:
    """Return the address of the item among the reports of the case."""
    before = list(reports_of(case).values_list("pk", flat=True)).index(item.report.pk)
    page = f"?page={before // REPORTS + 1}" if before >= REPORTS else ""
    return f"{reverse('desk:reports', args=[case.reference])}{page}#{item.slug}"
