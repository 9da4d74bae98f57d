"""The search: one box, and what it finds among all that the officer may see. What was typed is in no address."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from upstander.duties.casework.actions.search import own_search, search
from upstander.faces.desk.forms.search import SearchBox
from upstander.faces.desk.found import GROUPS, line_of, records
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request
from upstander.law.access import Act
from upstander.record.search.asking import opened
from upstander.record.search.finding import find
from upstander.record.search.results import Found, Group


@signed_in(act=Act.SEARCH)
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Show the empty box, or keep what was typed and lead to what it finds."""
    form = SearchBox(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kept = search(typed=form.cleaned_data["typed"], actor=request.actor, at=timezone.now())
        return HttpResponseRedirect(reverse("desk:found", args=[kept.uid]))
    return desk_page(request, "desk/search.html", {"form": form, "title": _("Search")}, here="search")


@signed_in(act=Act.SEARCH)
def found(request: Request, search: uuid.UUID) -> HttpResponse:
    """Show what one's own search finds now: the first of each group, or one group page by page."""
    kept = own_search(request.actor, search)
    if kept is None:
        raise Http404(str(search))
    typed = opened(kept)
    group = Group(asked) if (asked := request.GET.get("group", "")) in set(Group) else None
    answer = find(request.actor, typed, group=group, after=_number(request.GET.get("after", "")))
    context = {
        "title": _("Search"),
        "form": SearchBox(initial={"typed": typed}),
        "typed": typed,
        "here_again": reverse("desk:found", args=[search]),
        "only": group,
        "groups": [_shown(each, group) for each in answer.groups],
        "mistyped": answer.mistyped,
        "first": bool(request.GET.get("after")),
    }
    shown = [kept, *records(answer.shown)]
    return desk_page(request, "desk/search.html", context, here="search", shows=shown)


def _shown(group: Found, only: Group | None) -> dict[str, object]:
    more = ""
    if group.next is not None:
        # From the page of all groups to the first page of one; from there on, page by page.
        more = f"?group={group.group}" + (f"&after={group.next}" if only and group.next else "")
    return {
        "code": group.group.value, "title": GROUPS[group.group], "lines": [line_of(each) for each in group.results],
        "more": "" if only and not group.next else more, "cut": bool(only and group.next == 0),
    }  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
