"""Declare who may open a view; the middleware `Access` refuses every view that declares nothing.

Put exactly one of these on each view, next to the view:

    from upstander.faces.kit.access import public_page, signed_in, with_token
    from upstander.law.access import Act

    @public_page                     # anyone; request.actor is PUBLIC, or the user who happens to be signed in
    def start(request): ...

    @signed_in(act=Act.SEE_QUEUE)    # signed in with a second factor, in a role that may ever do the act
    def queue(request): ...

    @signed_in                       # signed in with a second factor, any role
    def home(request): ...

    @signed_in(act=Act.MANAGE_ACCOUNTS, step_up=True)  # and the second factor was shown in the last ten minutes
    def end_sessions(request): ...

    @with_token(act=Act.SEND_REPORTS)  # a partner's machine: `Authorization: Bearer ...`; request.actor is the partner
    def reports(request): ...

`step_up=True` is for acts that a stolen or unattended session must not be able to do. Who did not show their second
factor in the last ten minutes is sent to show it and comes back to the same page; what they had posted is kept for
them (`faces.kit.kept`). These have it: seeing an identity with a reason, breaking the glass, bulk export, unsealing,
erasing, accounts and tokens, ending sessions, every change of a factor or password. A package from the desk does not:
officers fetch several an hour and each download is journalled; whoever exports many at once does. Where only some
requests to a view are sensitive, call `require_step_up(request)` in it, before anything is done or shown:

    needs = judge(...).needs_reason
    if needs:
        require_step_up(request)     # raises StepUpNeeded; the middleware asks, and leads back

A class-based view is declared where it is put into the addresses, and a library's whole list of addresses at once:

    path("queue/", signed_in(act=Act.SEE_QUEUE)(Queue.as_view()), name="queue")
    urlpatterns = declare(with_token(act=Act.SEND_REPORTS), api.urls[0])

The declaration opens the door of the room only. Which case someone may touch is decided behind it, by
`record.cases.grants.require` in actions and `visible_to` in queries.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar, cast, overload

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from upstander.faces.kit.sessions import proved_lately
from upstander.law.access import Act

View = TypeVar("View", bound=Callable[..., Any])


class Needs(StrEnum):
    """What someone must show before a view is called."""

    NOTHING = "nothing"
    SESSION = "session"
    """Signed in; the second factor may still be missing. For enrolment and signing out alone."""
    FACTOR = "factor"
    """Signed in with a second factor."""
    TOKEN = "token"  # noqa: S105 - a word, not a secret


@dataclass(frozen=True)
class Declaration:
    """What a view asks for: what must be shown, and the act that the role must be able to do in some relation.

    `step_up` asks for a second factor shown in the last ten minutes. `quiet` requests (a page asking by itself how long
    the session lasts) do not count as somebody being there.
    """

    needs: Needs
    act: Act | None = None
    step_up: bool = False
    quiet: bool = False


class StepUpNeeded(Exception):
    """The second factor was not shown in the last ten minutes: it is to be shown before this is done."""


def require_step_up(request: HttpRequest) -> None:
    """Let only someone go on who showed their second factor in the last ten minutes. Raises StepUpNeeded."""
    if not proved_lately(request):
        raise StepUpNeeded


def public_page(view: View) -> View:
    """Let anyone open the view."""
    return cast(View, _declared(view, Declaration(Needs.NOTHING)))


@overload
def signed_in(view: View) -> View: ...
@overload
def signed_in(
    view: None = None, *, act: Act | None = None, step_up: bool = False, quiet: bool = False
) -> Callable[[View], View]: ...
def signed_in(view: Any = None, *, act: Act | None = None, step_up: bool = False, quiet: bool = False) -> Any:
    """Let someone open the view who is signed in with a second factor and whose role may ever do `act`.

    With `step_up`, who showed that factor in the last ten minutes; `quiet` requests leave the time of rest as it is.
    """
    return _decorator(view, Declaration(Needs.FACTOR, act, step_up, quiet))


@overload
def before_factor(view: View) -> View: ...
@overload
def before_factor(view: None = None, *, step_up: bool = False) -> Callable[[View], View]: ...
def before_factor(view: Any = None, *, step_up: bool = False) -> Any:
    """Let someone open the view who is signed in, even while the second factor is still to be set up.

    With `step_up`, who has a factor must have shown it in the last ten minutes.
    """
    return _decorator(view, Declaration(Needs.SESSION, step_up=step_up))


@overload
def with_token(view: View) -> View: ...
@overload
def with_token(view: None = None, *, act: Act | None = None) -> Callable[[View], View]: ...
def with_token(view: Any = None, *, act: Act | None = None) -> Any:
    """Let a partner's machine call the view: a running token, and a role that may ever do `act`."""
    return _decorator(view, Declaration(Needs.TOKEN, act))


def declare(decorator: Callable[[Any], Any], patterns: list[Any]) -> list[Any]:
    """Put one declaration on every view of addresses that come from elsewhere; declared ones stay as they are."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declare(decorator, pattern.url_patterns)
        elif declaration_of(pattern.callback) is None:
            pattern.callback = decorator(pattern.callback)
    return patterns


def declaration_of(view: Any) -> Declaration | None:
    """Return what a view declares, None when it declares nothing."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Declaration) else None


def every_address(
    patterns: list[Any] | None = None, prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Yield name (with its namespace), route and view of every address of the hub."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", route, pattern.callback
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from every_address(pattern.url_patterns, route, inner)


def undeclared() -> list[str]:
    """Return the routes whose view declares nothing, for `upstander check`: nobody can open them."""
    return [route for _name, route, view in every_address() if declaration_of(view) is None]


def _decorator(view: Any, declaration: Declaration) -> Any:
    if view is not None:
        return _declared(view, declaration)
    return lambda inner: _declared(inner, declaration)


def _declared(view: Any, declaration: Declaration) -> Any:
    @wraps(view)
    def declared(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    declared.access = declaration  # type: ignore[attr-defined]
    return declared
