"""Forms and fields whose words, limits and cleaning are the same on every page of every face."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from upstander.engines.text import visible

LINK_LENGTH = 10_000
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Option:
    """One answer to choose: its code, its words, a hint under it, and how it stands among the others."""

    value: str
    text: Any
    hint: Any = ""
    apart: bool = False
    """Put `or` before it: for `I do not know`, `none of these`."""
    exclusive: bool = False
    """Among checkboxes: choosing it clears the others."""


class Form(forms.Form):
    """A form that `question` and `error_summary` of `kit/fields.html` can show."""

    use_required_attribute = False
    reveals: Mapping[str, Mapping[str, Sequence[str]]] = {}
    """Questions under an answer: `{"strand": {"other": ["which"]}}`. Asked, and required, only with that answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._needed_when_revealed = {name for name in self.revealed if self.fields[name].required}
        for name in self.revealed:
            self.fields[name].required = False
        for field in self.fields.values():
            default = _("Answer the question “%(question)s”") % {"question": field.label}
            field.error_messages["required"] = getattr(field, "missing", None) or default

    @property
    def revealed(self) -> tuple[str, ...]:
        """Return the names of the questions that stand under an answer of another."""
        return tuple(name for under in self.reveals.values() for names in under.values() for name in names)

    def asked(self, name: str) -> bool:
        """Return whether the question `name` applies to the answers given."""
        for parent, under in self.reveals.items():
            for value, names in under.items():
                if name in names:
                    chosen = self.cleaned_data.get(parent)
                    return value in chosen if isinstance(chosen, list) else value == chosen
        return True

    def clean(self) -> dict[str, Any]:
        """Drop answers to questions that do not apply, and ask for those that now do."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.revealed:
            if not self.asked(name):
                self.errors.pop(name, None)
                cleaned[name] = getattr(self.fields[name], "empty_value", None)
            elif name in self._needed_when_revealed and name not in self.errors and not cleaned.get(name):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def substituted(self) -> tuple[str, ...]:
        """Return the names of the answers in which a NUL or a lone surrogate had to be replaced."""
        return tuple(
            name
            for name, field in self.fields.items()
            if isinstance(field, CleanCharField) and visible(str(self[name].data or ""))[1]
        )


class _Asked(forms.Field):
    """What every question field takes beside Django's own arguments."""

    def __init__(self, *args: Any, missing: Any = None, hint: Any = "", **kwargs: Any) -> None:
        """Take `missing`, the message when there is no answer, and `hint`, the line under the question."""
        self.missing = missing
        super().__init__(*args, help_text=hint, **kwargs)


class CleanCharField(_Asked, forms.CharField):
    """Text: trimmed, in NFC, with a visible sign where a NUL or a lone surrogate was; too long is said, never cut."""

    def __init__(
        self, *, max_length: int = 200, lines: int = 1, width: str = "", counted: bool = False, **kwargs: Any
    ) -> None:
        """Take `lines` (two or more: a text area), `width` (a GOV.UK class) and `counted` (say how much is left)."""
        widget = forms.TextInput() if lines == 1 else forms.Textarea(attrs={"rows": lines})
        self.width, self.counted = width, counted
        super().__init__(**{"widget": widget, **kwargs}, max_length=max_length)
        self.error_messages["max_length"] = ngettext_lazy(
            "Your answer must be %(limit_value)d character or fewer. You have entered %(show_value)d",
            "Your answer must be %(limit_value)d characters or fewer. You have entered %(show_value)d",
            "limit_value",
        )
        _word(self, "max_length", self.error_messages["max_length"])

    def to_python(self, value: Any) -> str:
        """Return the cleaned text, with `\\n` line ends."""
        text = visible(str(value))[0] if value is not None else ""
        return str(super().to_python(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))))


def _word(field: forms.Field, code: str, message: Any) -> None:
    for validator in field.validators:
        if getattr(validator, "code", "") == code:
            setattr(validator, "message", message)  # noqa: B010 - not every validator has one, these do


class EmailField(CleanCharField):
    """An email address, entered on a keyboard made for it."""

    default_validators = forms.EmailField.default_validators

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
        super().__init__(**{"max_length": 254, "widget": widget, "width": "govuk-!-width-two-thirds", **kwargs})
        self.validators = [copy(validator) for validator in self.validators]
        _word(self, "invalid", _("Enter an email address in the correct format, like name@example.com"))


class OneOf(_Asked, forms.ChoiceField):
    """One answer out of several, as radios (`select=True`: as a drop-down, for more than about twenty)."""

    def __init__(self, options: Sequence[Option], *, select: bool = False, inline: bool = False, **kwargs: Any) -> None:
        self.options, self.inline = tuple(options), inline
        choices = [(option.value, option.text) for option in options]
        widget = forms.Select() if select else forms.RadioSelect()
        super().__init__(choices=[("", _("Choose")), *choices] if select else choices, widget=widget, **kwargs)
        self.error_messages["invalid_choice"] = _("Choose one of the answers shown")


class ManyOf(_Asked, forms.MultipleChoiceField):
    """Any number of answers out of several, as checkboxes; an exclusive one may not stand beside others."""

    def __init__(self, options: Sequence[Option], **kwargs: Any) -> None:
        self.options = tuple(options)
        choices = [(option.value, option.text) for option in options]
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple(), **kwargs)
        self.error_messages["invalid_choice"] = _("Choose from the answers shown")

    def validate(self, value: list[str]) -> None:
        """Refuse an exclusive answer beside others."""
        super().validate(value)
        for option in self.options:
            if option.exclusive and option.value in value and len(value) > 1:
                alone = _("Choose “%(answer)s” alone, or the other answers without it")
                raise forms.ValidationError(alone % {"answer": option.text})


class Confirmed(_Asked, forms.BooleanField):
    """One checkbox that must be ticked to go on (or may be, with `required=False`)."""


class DateParts(forms.Widget):
    """Three boxes, day, month and year, as GOV.UK asks for a date that people know."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        """Return the three parts as typed."""
        day, month, year = (str(data.get(f"{name}-{part}") or "").strip() for part in ("day", "month", "year"))
        return day, month, year

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether the form had no such question."""
        return f"{name}-day" not in data


class DateField(_Asked, forms.Field):
    """A day in three boxes; the message says which part is missing or that there is no such day."""

    widget = DateParts

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        """Return the day; raises ValidationError with the part to mend."""
        if value is None or isinstance(value, date):
            return value
        parts = dict(zip((_("day"), _("month"), _("year")), value, strict=True))
        if not any(value):
            return None
        if missing := [str(name) for name, part in parts.items() if not part]:
            raise forms.ValidationError(_("The date must include a %(part)s") % {"part": missing[0]})
        day, month, year = value
        try:
            return date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            raise forms.ValidationError(_("Enter a real date in numbers, for example 27 3 2026")) from None

    def validate(self, value: date | None) -> None:
        """Refuse a day outside the bounds."""
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise forms.ValidationError(_("The date must not be so long ago"))
        if value and self.latest and value > self.latest:
            raise forms.ValidationError(_("The date must not be in the future"))


class LinksField(CleanCharField):
    """Links, one a line, as a list; none is checked, changed or fetched."""

    def __init__(self, *, max_links: int = 100, **kwargs: Any) -> None:
        self.max_links = max_links
        super().__init__(**{"lines": 4, "max_length": max_links * (LINK_LENGTH + 1), **kwargs})
        self.widget.attrs.update({"spellcheck": "false", "autocomplete": "off"})

    def clean(self, value: Any) -> list[str]:
        """Return the lines that are not blank; raises ValidationError naming the line that is too long."""
        lines = [line.strip() for line in self.to_python(value).split("\n")]
        for place, line in enumerate(lines, start=1):
            if len(line) > LINK_LENGTH:
                raise forms.ValidationError(
                    _("The link on line %(line)d has %(length)d characters. A link must have %(limit)d or fewer")
                    % {"line": place, "length": len(line), "limit": LINK_LENGTH}
                )
        links = [line for line in lines if line]
        if len(links) > self.max_links:
            raise forms.ValidationError(
                _("You have entered %(count)d links. Enter %(limit)d at most here, and the others in a second report")
                % {"count": len(links), "limit": self.max_links}
            )
        if self.required and not links:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return links


class FilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list["UploadedFile[Any]"]:
        """Return every file of that name."""
        found = files.getlist(name) if hasattr(files, "getlist") else files.get(name) or []
        return list(found)


class FilesField(_Asked, forms.Field):
    """Several files at once, within the limits of the hub; what a file really is, the vault decides."""

    widget = FilesInput

    def __init__(self, *, max_files: int | None = None, max_bytes: int | None = None, **kwargs: Any) -> None:
        self.max_files = max_files if max_files is not None else int(settings.MAX_FILES)
        self.max_bytes = max_bytes if max_bytes is not None else int(settings.MAX_FILE_BYTES)
        super().__init__(**kwargs)

    def clean(self, value: list["UploadedFile[Any]"]) -> list["UploadedFile[Any]"]:
        """Return the files; raises ValidationError with one message for every file that can not be taken."""
        files = value or []
        self.validate(files)
        faults = list(self._faults(files))
        if faults:
            raise forms.ValidationError(faults)
        return files

    def _faults(self, files: list["UploadedFile[Any]"]) -> Iterator[str]:
        if len(files) > self.max_files:
            most = _("You can add %(limit)d files at most. You chose %(count)d")
            yield most % {"limit": self.max_files, "count": len(files)}
        for file in files:
            name = visible(file.name or "")[0]
            if not file.size:
                yield _("The file “%(name)s” is empty") % {"name": name}
            elif file.size > self.max_bytes:
                yield _("The file “%(name)s” must be smaller than %(limit)d MB") % {
                    "name": name,
                    "limit": self.max_bytes // MEGABYTE,
                }
