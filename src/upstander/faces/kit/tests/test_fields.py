"""Fields take what people enter, say clearly what is wrong, and show it again exactly as it was."""

from collections.abc import Callable
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from upstander.faces.kit.components import error_items
from upstander.faces.kit.forms import (
    LINK_LENGTH,
    CleanCharField,
    Confirmed,
    DateField,
    EmailField,
    FilesField,
    Form,
    LinksField,
    ManyOf,
    OneOf,
    Option,
)
from upstander.faces.kit.tests.markup import only, tokens

SHOW = "{% from 'kit/fields.html' import error_summary, questions %}{{ error_summary(form) }}{{ questions(form) }}"


class Everything(Form):
    what = CleanCharField(
        label="What happened?",
        hint="In your own words",
        lines=6,
        max_length=2000,
        counted=True,
        missing="Tell us what happened",
    )
    name = CleanCharField(label="Your name", required=False, max_length=10)
    email = EmailField(label="Email address", required=False)
    strand = ManyOf(
        [
            Option("race", "Race", "or nationality"),
            Option("other", "Something else"),
            Option("none", "None", apart=True, exclusive=True),
        ],
        label="Why?",
    )
    which = CleanCharField(label="Which?", lines=3, missing="Say which")
    who = OneOf(
        [Option("me", "Me"), Option("else", "Someone else")],
        label="Who was targeted?",
        missing="Choose who was targeted",
    )
    force = OneOf([Option("a", "Force A"), Option("b", "Force B")], label="Force", select=True)
    day = DateField(label="When?", latest=date(2026, 6, 14))
    links = LinksField(label="Links", required=False)
    files = FilesField(label="Screenshots", required=False, max_files=2, max_bytes=1024 * 1024)
    sure = Confirmed(label="I have read this", missing="Confirm that you have read this")
    reveals = {"strand": {"other": ["which"]}}


GOOD = "what=A%0D%0AB&strand=race&who=me&force=a&day-day=1&day-month=6&day-year=2026&sure=on"


def sent(query: str, files: dict[str, list[SimpleUploadedFile]] | None = None) -> Everything:
    return Everything(QueryDict(query), MultiValueDict(files or {}))


def messages(form: Form, name: str) -> list[str]:
    return [str(message) for message in form.errors.get(name, [])]


def test_good_answers_are_taken() -> None:
    form = sent(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["what"] == "A\nB"
    assert form.cleaned_data["day"] == date(2026, 6, 1)
    assert form.cleaned_data["links"] == []
    assert form.cleaned_data["which"] == ""


def test_nothing_entered_gives_one_message_for_each_question_in_its_order(render: Callable[..., str]) -> None:
    form = sent("")
    shown = [(item["text"], item["href"]) for item in error_items(form)]
    assert shown == [
        ("Tell us what happened", "#id_what"),
        ("Answer the question “Why?”", "#id_strand"),
        ("Choose who was targeted", "#id_who"),
        ("Answer the question “Force”", "#id_force"),
        ("Answer the question “When?”", "#id_day-day"),
        ("Confirm that you have read this", "#id_sure"),
    ]
    html = render(SHOW, form=form)
    ids = {found["id"] for tag in ("input", "select", "textarea") for found in only(html, tag) if "id" in found}
    assert {href.removeprefix("#") for _text, href in shown} <= ids
    for text, _href in shown:
        assert tokens(html).count(text) == 2, "the summary and the question say the same"


def test_every_box_has_a_label_and_every_described_by_exists(render: Callable[..., str]) -> None:
    for form in (Everything(), sent("")):
        html = render(SHOW, form=form)
        labelled = {label["for"] for label in only(html, "label")}
        ids = {str(dict(found[1]).get("id")) for found in tokens(html) if isinstance(found, tuple)}
        for tag in ("input", "select", "textarea"):
            for box in only(html, tag):
                assert box["id"] in labelled
        described = [
            dict(f[1])["aria-describedby"]
            for f in tokens(html)
            if isinstance(f, tuple) and "aria-describedby" in dict(f[1])
        ]
        assert {name for names in described for name in names.split()} <= ids


def test_no_box_is_cut_or_checked_by_the_browser(render: Callable[..., str]) -> None:
    html = render(SHOW, form=Everything())
    for tag in ("input", "select", "textarea"):
        assert [box for box in only(html, tag) if {"required", "maxlength", "pattern"} & set(box)] == []


def test_several_lines_come_back_as_they_were_however_deep_the_box_stands(render: Callable[..., str]) -> None:
    html = render(SHOW, form=sent("strand=other&which=one%0D%0A%20%20two%0Athree&what=x%0Ay"))
    assert ">one&#10;  two&#10;three</textarea>" in html
    assert ">x&#10;y</textarea>" in html


def test_what_people_enter_is_escaped_everywhere(render: Callable[..., str]) -> None:
    nasty = "%3Cscript%3Ealert(1)%3C/script%3E%22%27"
    html = render(
        SHOW,
        form=sent(
            f"what={nasty}&name={nasty}&links={nasty}&email={nasty}&day-day={nasty}&strand={nasty}&who={nasty}&force={nasty}"
        ),
    )
    assert "<script" not in html
    assert only(html, "input", id="id_name")[0]["value"] == "<script>alert(1)</script>\"'"


def test_file_names_are_escaped_in_messages(render: Callable[..., str]) -> None:
    form = sent(GOOD, {"files": [SimpleUploadedFile("<b>x.png", b"")]})
    assert "<b>x" not in render(SHOW, form=form)
    assert messages(form, "files") == ["The file “<b>x.png” is empty"]


def test_too_long_is_said_with_both_numbers() -> None:
    assert messages(sent(GOOD + "&name=abcdefghijkl"), "name") == [
        "Your answer must be 10 characters or fewer. You have entered 12"
    ]


def test_nul_and_lone_surrogates_become_signs_and_are_reported() -> None:
    class One(Form):
        text = CleanCharField(label="Text")
        other = CleanCharField(label="Other")

    form = One({"text": "a\x00b\ud83d", "other": "e\u0301"})
    assert form.is_valid()
    assert form.cleaned_data == {"text": "a\u2400b\ufffd", "other": "\u00e9"}
    assert form.substituted == ("text",)


def test_an_exclusive_answer_stands_alone() -> None:
    assert messages(sent(GOOD + "&strand=none"), "strand") == ["Choose “None” alone, or the other answers without it"]


def test_a_question_under_an_answer_is_asked_only_with_that_answer(render: Callable[..., str]) -> None:
    assert messages(sent(GOOD + "&strand=other"), "which") == ["Say which"]
    kept = sent(GOOD + "&which=left+over")
    assert kept.is_valid()
    assert kept.cleaned_data["which"] == ""
    html = render(SHOW, form=Everything())
    [box] = only(html, "input", value="other")
    assert only(html, "div", id=box["data-aria-controls"])
    assert len(only(html, "textarea", id="id_which")) == 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("day-day=1&day-month=6", "The date must include a year"),
        ("day-day=31&day-month=2&day-year=2026", "Enter a real date in numbers, for example 27 3 2026"),
        ("day-day=x&day-month=2&day-year=2026", "Enter a real date in numbers, for example 27 3 2026"),
        ("day-day=1&day-month=1&day-year=99999999999999999999", "Enter a real date in numbers, for example 27 3 2026"),
        ("day-day=15&day-month=6&day-year=2026", "The date must not be in the future"),
    ],
)
def test_a_wrong_date_says_what_to_mend_and_keeps_the_parts(
    render: Callable[..., str], query: str, message: str
) -> None:
    form = sent(query)
    assert messages(form, "day") == [message]
    html = render(SHOW, form=form)
    assert only(html, "input", name="day-day")[0]["value"] == QueryDict(query)["day-day"]


def test_links_are_taken_one_a_line_and_never_changed() -> None:
    form = sent(GOOD + "&links=%20https://example.org/a?b=1%0D%0A%0D%0Ajavascript:x%0A")
    assert form.is_valid()
    assert form.cleaned_data["links"] == ["https://example.org/a?b=1", "javascript:x"]


def test_a_link_of_ten_thousand_characters_is_taken_and_one_more_is_said() -> None:
    assert sent(GOOD + "&links=" + "a" * LINK_LENGTH).is_valid()
    assert messages(sent(GOOD + "&links=b%0A" + "a" * (LINK_LENGTH + 1)), "links") == [
        "The link on line 2 has 10001 characters. A link must have 10000 or fewer"
    ]


def test_too_many_links_are_said() -> None:
    assert "Enter 100 at most here" in messages(sent(GOOD + "&links=" + "a%0A" * 101), "links")[0]


def test_files_within_the_limits_are_taken_and_others_named() -> None:
    small, empty, large = (
        SimpleUploadedFile(name, body)
        for name, body in (("a.png", b"x"), ("b.png", b""), ("c.png", b"x" * 1024 * 1024 + b"x"))
    )
    assert sent(GOOD, {"files": [small]}).is_valid()
    form = sent(GOOD, {"files": [small, empty, large]})
    assert messages(form, "files") == [
        "You can add 2 files at most. You chose 3",
        "The file “b.png” is empty",
        "The file “c.png” must be smaller than 1 MB",
    ]


def test_a_form_of_another_library_is_shown_the_same_way(render: Callable[..., str]) -> None:
    class Foreign(forms.Form):
        login = forms.EmailField(
            label="Email", widget=forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "x"})
        )
        password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        remember = forms.BooleanField(required=False, label="Remember me")
        code = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        count = forms.IntegerField(initial=3)
        next = forms.CharField(widget=forms.HiddenInput, required=False)

    html = render(SHOW, form=Foreign({"login": "no", "password": "secret"}))
    assert only(html, "input", id="id_password", type="password", value="") or "secret" not in html
    assert "secret" not in html
    assert only(html, "input", id="id_count", type="text")
    assert only(html, "input", name="next", type="hidden")
    assert only(html, "input", id="id_remember", type="checkbox")


def test_submit_can_not_be_pressed_twice(render: Callable[..., str]) -> None:
    html = render("{% from 'kit/fields.html' import submit %}{{ submit('Send') }}")
    assert only(html, "button", data_prevent_double_click="true", type="submit")
