"""Save the filters of the queue as a view, and delete one."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from upstander.duties.casework.actions.delete_view import delete_view
from upstander.duties.casework.actions.save_view import save_view
from upstander.duties.casework.saved_views import saved_view
from upstander.faces.desk.forms.filters import Filters, ViewName
from upstander.faces.desk.hall import desk_page
from upstander.faces.kit.access import signed_in
from upstander.faces.kit.acting import Request, done, pressed
from upstander.law.access import Act


@signed_in(act=Act.SEE_QUEUE)
@require_POST
def save(request: Request) -> HttpResponse:
    """Save what is being filtered by; only what the form of filters itself understands is kept."""
    form = ViewName(request.POST)
    if form.is_valid():
        asked = Filters(QueryDict(form.cleaned_data["query"]), viewer=request.actor)
        said = {"name": form.cleaned_data["name"], "shared": form.cleaned_data["shared"], "query": asked.query}
        if done(form, lambda: save_view(**said, actor=request.actor, at=timezone.now())):
            messages.success(request, _("The view is saved."))
            return HttpResponseRedirect(f"{reverse('desk:queue')}?{asked.query}")
    return desk_page(request, "desk/view_save.html", {"form": form, "back": reverse("desk:queue")})


@signed_in(act=Act.SEE_QUEUE)
@require_http_methods(["GET", "POST"])
def delete(request: Request, view: int) -> HttpResponse:
    """Ask whether the view is to be deleted, and delete it."""
    found = saved_view(request.actor, view)
    if found is None:
        raise Http404(view)
    if request.method == "POST":
        pressed(
            request, lambda: delete_view(view=found, actor=request.actor, at=timezone.now()), _("The view is deleted.")
        )
        return HttpResponseRedirect(reverse("desk:queue"))
    return desk_page(request, "desk/view_delete.html", {"view": found, "back": reverse("desk:queue")})
