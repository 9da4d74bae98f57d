"""What a browser of the public holds: a signed cookie that names a draft, or the report that is being followed."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from upstander.duties.intake.actions.keep_draft import forget_draft, keep_draft, start_draft
from upstander.duties.intake.drafts import Attached, DraftGone, files, opened

PREFIX = "__Host-" if settings.HTTPS else ""
DRAFT, FOLLOWED = f"{PREFIX}form", f"{PREFIX}page"
"""Names that tell nothing to whoever looks into the browser."""
DRAFT_LIFE = 24 * 3600
FOLLOW_LIFE = 30 * 60
"""Seconds without a page after which reference and code are asked for again."""


class BrowserDraft:
    """The draft of this browser, as the wizard wants it: `get` and `put`; `bind` sets the cookie on the answer."""

    def __init__(self, request: HttpRequest) -> None:
        """Open the draft that the cookie names; `gone` says that there was one once."""
        self.uid, self.sent, self.gone = "", None, False
        self._kept: dict[str, Any] = {}
        name = request.get_signed_cookie(DRAFT, default="", salt=DRAFT, max_age=DRAFT_LIFE)
        if not name:
            return
        try:
            draft = opened(name, at=timezone.now())
        except DraftGone:
            self.gone = True
            return
        self.uid, self.sent, self._kept = draft.uid, draft.sent, draft.kept

    def __bool__(self) -> bool:
        return bool(self.uid)

    def get(self) -> dict[str, Any]:
        """Return what is kept."""
        return dict(self._kept)

    def put(self, kept: dict[str, Any]) -> None:
        """Keep this instead; the first time, start a draft. Raises DraftGone, AlreadySent."""
        kept.setdefault("key", uuid4().hex)
        if self.uid:
            keep_draft(self.uid, kept, at=timezone.now())
        else:
            self.uid = start_draft(kept, at=timezone.now())
        self._kept = kept

    @property
    def key(self) -> str:
        """Return the key that makes sending twice the same as sending once."""
        return str(self._kept.get("key", ""))

    def files(self) -> list[Attached]:
        """Return the files attached so far."""
        return files(self.uid) if self.uid else []

    def forget(self) -> None:
        """Delete the draft itself."""
        if self.uid:
            forget_draft(self.uid)
        self.uid, self._kept, self.gone = "", {}, True

    def bind(self, answer: HttpResponse) -> HttpResponse:
        """Put the draft's name into the browser, or take it out where the draft is gone."""
        if self.uid:
            _set(answer, DRAFT, self.uid)
        elif self.gone:
            _clear(answer, DRAFT)
        return answer


def follow(answer: HttpResponse, report: int) -> HttpResponse:
    """Let this browser follow a report for half an hour from now."""
    _set(answer, FOLLOWED, str(report))
    return answer


def followed(request: HttpRequest) -> int | None:
    """Return the report that this browser follows, None where it follows none any more."""
    name = request.get_signed_cookie(FOLLOWED, default="", salt=FOLLOWED, max_age=FOLLOW_LIFE) or ""
    return int(name) if name.isdecimal() else None


def forget_all(answer: HttpResponse) -> HttpResponse:
    """Take everything of ours out of the browser."""
    for name in (DRAFT, FOLLOWED, settings.LANGUAGE_COOKIE_NAME):
        _clear(answer, name)
    answer["Clear-Site-Data"] = '"storage"'
    return answer


def _set(answer: HttpResponse, name: str, value: str) -> None:
    # No max_age: it ends with the browser; the signature carries the time in which it is taken.
    answer.set_signed_cookie(name, value, salt=name, httponly=True, samesite="Lax", secure=settings.HTTPS, path="/")


def _clear(answer: HttpResponse, name: str) -> None:
    answer.set_cookie(name, "", max_age=0, httponly=True, samesite="Lax", secure=settings.HTTPS, path="/")
