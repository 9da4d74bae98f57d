"""Make the Jinja2 environment that renders every page: escaping, translation, components, filters."""

from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from upstander.faces.kit import words
from upstander.faces.kit.components import component, error_items
from upstander.faces.kit.context import Hub
from upstander.faces.kit.languages import direction, language_name


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend; `options` are the backend's own."""
    own = options.pop("loader")
    made = Environment(  # noqa: S701 - it is on, below
        loader=ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]),
        **{**options, "autoescape": True, "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"]},
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    made.globals.update(
        static=static,
        url=url,
        url_if=url_if,
        language=language,
        component=component,
        error_items=error_items,
        hub=Hub(),
    )
    made.filters.update(
        when=words.when,
        ago=words.ago,
        left=words.left,
        span=words.span,
        number=words.number,
        defang=words.defang,
        visible=words.visible,
        unquoted=words.unquoted,
        language_name=language_name,
        direction=direction,
    )
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of the page called `name`; raises NoReverseMatch when there is none."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_if(name: str, *args: Any, **kwargs: Any) -> str | None:
    """Return the address of the page called `name`, or None where this hub has no such page."""
    try:
        return url(name, *args, **kwargs)
    except NoReverseMatch:
        return None


def language() -> str:
    """Return the language of the page being rendered, for `<html lang>`: `en` or `cy`."""
    return (translation.get_language() or "en").split("-")[0]
