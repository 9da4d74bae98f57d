"""Turn a bound field of any Django form into the parameters of the GOV.UK component that shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from upstander.engines.text import visible
from upstander.faces.kit.forms import DateParts, FilesInput, Option
from upstander.faces.kit.words import when

Params = dict[str, Any]


@dataclass(frozen=True)
class Component:
    """Which macro shows a question, and with what."""

    kind: str
    params: Params


def component(
    bound: BoundField, *, heading: bool = False, size: str = "", hide_label: bool = False, **more: Any
) -> Component:
    """Return how to show `bound`; `heading` makes the question the page's h1, `size` is a GOV.UK size letter."""
    kind, params = _shape(bound)
    classes = size or ("l" if heading else "s")
    question: Params = {"text": str(bound.label or ""), "isPageHeading": heading}
    if kind in GROUPED:
        question["classes"] = "govuk-visually-hidden" if hide_label else f"govuk-fieldset__legend--{classes}"
        params["fieldset"] = {"legend": question}
    elif kind != "tick":
        question["classes"] = "govuk-visually-hidden" if hide_label else f"govuk-label--{classes}"
        params["label"] = question
    if bound.help_text and kind != "tick":
        params["hint"] = {"text": str(bound.help_text)}
    if bound.errors:
        params["errorMessage"] = {"text": str(bound.errors[0]), "visuallyHiddenText": _("Error")}
    return Component(kind, {**params, **more})


GROUPED = {"radios", "checkboxes", "date"}


def _shape(bound: BoundField) -> tuple[str, Params]:
    widget = bound.field.widget
    if isinstance(widget, forms.HiddenInput):
        return "hidden", {"name": bound.html_name, "value": _shown(bound.value())}
    if isinstance(widget, forms.CheckboxInput):
        return "tick", {**_choosing(bound), "items": [_tick(bound)]}
    if isinstance(widget, forms.CheckboxSelectMultiple):
        values = [str(value) for value in bound.value() or []]
        return "checkboxes", {**_choosing(bound), "items": _items(bound, values)}
    if isinstance(widget, forms.RadioSelect):
        inline = " govuk-radios--inline" if getattr(bound.field, "inline", False) else ""
        items = _items(bound, [_shown(bound.value())])
        return "radios", {**_choosing(bound), "classes": inline.strip(), "items": items}
    if isinstance(widget, DateParts):
        return "date", _date(bound)
    named: Params = {"id": bound.id_for_label, "name": bound.html_name}
    if isinstance(widget, forms.FileInput):
        return "files", {**named, "multiple": isinstance(widget, FilesInput)}
    if isinstance(widget, forms.Select):
        return "select", {**named, "items": _select(bound)}
    attributes = {key: value for key, value in widget.attrs.items() if key not in NATIVE | LEFT_OUT}
    native = {key: value for key, value in widget.attrs.items() if key in NATIVE}
    named |= {"value": _shown(bound.value()), "attributes": attributes, **native}
    if "spellcheck" in named:
        named["spellcheck"] = str(named["spellcheck"]).lower() == "true"
    if isinstance(widget, forms.Textarea):
        # The components indent what they hold; a line end written as a reference keeps what people typed as it was.
        kept = Markup(str(escape(named["value"])).replace("\r\n", "\n").replace("\n", "&#10;"))  # noqa: S704
        return _area(bound, named | {"value": kept, "rows": str(widget.attrs.get("rows", 5))})
    if isinstance(widget, forms.PasswordInput):
        return "password", named | {"value": ""}
    return "input", named | {"type": _type(widget), "classes": getattr(bound.field, "width", "")}


NATIVE = {"autocomplete", "spellcheck", "inputmode", "pattern"}
# A browser's own maxlength cuts what is pasted without a word; the server says what is too long.
LEFT_OUT = {"rows", "cols", "maxlength", "minlength", "required"}


def _type(widget: forms.Widget) -> str:
    kind = str(getattr(widget, "input_type", None) or "text")
    # A number box loses what was typed when it is no number, and its wheel changes answers unseen.
    return "text" if kind == "number" else kind


def _area(bound: BoundField, named: Params) -> tuple[str, Params]:
    limit = getattr(bound.field, "max_length", None)
    if not (limit and getattr(bound.field, "counted", False)):
        return "textarea", named
    return "count", named | {
        "maxlength": limit,
        "threshold": 50 if limit > 500 else 0,
        "textareaDescriptionText": _("You can enter up to %{count} characters"),
        "charactersUnderLimitText": {
            "one": _("You have %{count} character remaining"),
            "other": _("You have %{count} characters remaining"),
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    }


def _choosing(bound: BoundField) -> Params:
    return {"idPrefix": bound.auto_id, "name": bound.html_name}


def _tick(bound: BoundField) -> Params:
    item: Params = {"value": "on", "text": str(bound.label or ""), "checked": bool(bound.value())}
    return item | ({"hint": {"text": str(bound.help_text)}} if bound.help_text else {})


def _items(bound: BoundField, values: list[str]) -> list[Params]:
    options = getattr(bound.field, "options", None) or [
        Option(str(value), text) for value, text in getattr(bound.field, "choices", [])
    ]
    items: list[Params] = []
    for option in options:
        if option.apart:
            items.append({"divider": _("or")})
        item: Params = {"value": option.value, "text": str(option.text), "checked": option.value in values}
        if option.hint:
            item["hint"] = {"text": str(option.hint)}
        if option.exclusive:
            item["behaviour"] = "exclusive"
        items.append(item)
    return items


def _select(bound: BoundField) -> list[Params]:
    value = _shown(bound.value())
    return [
        {"value": str(code), "text": str(text), "selected": str(code) == value}
        for code, text in getattr(bound.field, "choices", [])
    ]


def _date(bound: BoundField) -> Params:
    value = bound.value() or ("", "", "")
    parts = (value.day, value.month, value.year) if isinstance(value, date) else value
    wrong = " govuk-input--error" if bound.errors else ""
    names = (("day", _("Day"), "2"), ("month", _("Month"), "2"), ("year", _("Year"), "4"))
    items = [
        {"name": part, "label": label, "value": str(shown), "classes": f"govuk-input--width-{width}{wrong}"}
        for (part, label, width), shown in zip(names, parts, strict=True)
    ]
    return {"id": bound.auto_id, "namePrefix": bound.html_name, "items": items}


def _shown(value: Any) -> str:
    text = "" if value is None else "\n".join(value) if isinstance(value, list | tuple) else str(value)
    return visible(text)[0]  # what is sent back after a mistake must fit into a page as well


def error_items(*forms_shown: forms.BaseForm) -> list[Params]:
    """Return what the error summary lists: each message once, leading to the first box of its question."""
    items: list[Params] = []
    for form in forms_shown:
        for name in sorted(form.errors, key=[*form.fields, NON_FIELD_ERRORS].index):
            messages = form.errors[name]
            href = f"#{_first_box(form[name])}" if name in form.fields else None
            items += [{"text": str(message), "href": href} if href else {"text": str(message)} for message in messages]
    return items


def _first_box(bound: BoundField) -> str:
    return f"{bound.auto_id}-day" if isinstance(bound.field.widget, DateParts) else str(bound.auto_id)


def spoken(bound: BoundField) -> list[str]:
    """Return the answer to a question in the words a person would use: the texts of choices, days in words."""
    value = bound.value()
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return [_("Yes") if value else _("No")]
    if isinstance(field.widget, DateParts):
        if isinstance(value, date):
            return [when(value)]
        return [" ".join(part for part in value or () if part)] if any(value or ()) else []
    if isinstance(field.widget, forms.FileInput):
        return [str(file.name) for file in (value if isinstance(value, list) else [value]) if file]
    if hasattr(field, "choices"):
        texts = {str(code): str(text) for code, text in field.choices}
        chosen = value if isinstance(value, list | tuple) else [value]
        return [texts.get(str(code), str(code)) for code in chosen if code not in (None, "")]
    shown = _shown(value)
    return [shown] if shown else []
