"""Choose the language of a page: the one just asked for, else the one chosen before, else the browser's."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

PARAMETER = "lang"


class Language(LocaleMiddleware):
    """Django's own middleware, with `?lang=cy` from the language switch put first and remembered in a cookie."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language for this request."""
        asked = _asked(request)
        if asked is None:
            super().process_request(request)
            return
        translation.activate(asked)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Say which language the page is in, and remember one that was asked for."""
        answer = super().process_response(request, response)
        if asked := _asked(request):
            answer.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                secure=bool(settings.SESSION_COOKIE_SECURE),
                httponly=True,
                samesite="Lax",
            )
        return answer


def _asked(request: HttpRequest) -> str | None:
    code = request.GET.get(PARAMETER)
    return code if code in dict(settings.LANGUAGES) else None
