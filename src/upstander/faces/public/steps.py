"""The pages of the report in their order, and what was answered turned into a submission."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from upstander.duties.intake.drafts import Attached
from upstander.duties.intake.submission import SaidPost, Submission
from upstander.engines.matching.posts import post_key
from upstander.faces.kit.forms import Form
from upstander.faces.kit.wizard import Step
from upstander.faces.public.forms import report as questions
from upstander.law.places import UnknownForce, force
from upstander.record.people.identity import Identity
from upstander.record.vault.keeping import StoredFile

YES = questions.YES
FILES = "files"
POSTER = ("poster_note", "poster_name", "poster_age", "poster_place")


def goes_to_a_force(answers: Mapping[str, Any]) -> bool:
    """Whether a local force must have the report at once: a named poster, or an event still to come."""
    return YES in (answers.get("knows_poster"), answers.get("future_event"))


def steps(files: Sequence[Attached] = ()) -> tuple[Step, ...]:
    """Return the question pages in order; the check page is the one after them."""
    template = "public/question.html"
    return (
        Step("danger", _("Is anyone in danger now?"), questions.DangerForm, "public/danger.html"),
        Step("before", _("Before you tell us more"), questions.RoutingForm, template),
        Step("force", _("Which police force should have this?"), questions.ForceForm, "public/force.html",
             goes_to_a_force, keep=lambda form: form.cleaned_data["named_force"],
             tell=lambda code: [force_name(code or "") or str(_("You leave it to us"))]),
        Step("saw", _("What did you see?"), questions.SawForm, "public/saw.html"),
        Step(FILES, _("Add pictures of the screen or other files"), questions.FilesForm, "public/files.html",
             tell=lambda _kept: [each.name for each in files]),
        Step("where", _("Where was it posted?"), questions.WhereForm, template),
        Step("who", _("Who is it about?"), questions.WhoForm, template),
        Step("why", _("What do you think was behind it?"), questions.WhyForm, template),
        Step("places", _("Where did it happen?"), questions.PlacesForm, "public/places.html"),
        Step("contact", _("How can we contact you safely?"), questions.ContactForm, "public/contact.html"),
    )  # fmt: skip


def says_something(answers: Mapping[str, Any], files: Sequence[Attached]) -> bool:
    """Whether there is anything that an officer could look at."""
    return bool(files) or any(answers.get(name) for name in ("links", "text", "account"))


def submission(
    answers: Mapping[str, Any], files: Sequence[Attached], *, language: str, raw: StoredFile, substituted: bool
) -> Submission:
    """Return what was answered in the shape that every channel hands in."""
    means = answers.get("contact_means") or "none"
    return Submission(
        account=answers.get("account", ""),
        why=answers.get("why", ""),
        strands=tuple(answers.get("strands", ())),
        posts=said_posts(answers),
        files=tuple(each.as_sent() for each in files),
        told_as=answers["told_as"],
        targeted=answers["targeted"],
        target_note=answers.get("target_note", ""),
        seen_from=answers.get("seen_from", ""),
        home=answers.get("home", ""),
        danger=answers.get("danger") == YES,
        danger_place=answers.get("danger_place", ""),
        knows_poster=answers.get("knows_poster") == YES,
        **{name: answers.get(name, "") for name in POSTER} if answers.get("knows_poster") == YES else {},
        future_event=answers.get("future_event") == YES,
        event_note=answers.get("event_note", ""),
        event_place=answers.get("event_place", "") if answers.get("future_event") == YES else "",
        named_force=answers.get("named_force", ""),
        identity=Identity(
            name=answers.get("name", ""),
            email=answers.get("email", "") if means == "email" else "",
            phone=answers.get("phone", "") if means == "phone" else "",
        ),
        contact_means=means,
        contact_hours=(answers.get("contact_hours") or "any") if means != "none" else "any",
        language=language,
        raw=raw,
        substituted=substituted,
    )


def said_posts(answers: Mapping[str, Any]) -> tuple[SaidPost, ...]:
    """Return what is said of each post: the words go with the first link, the account with links of its platform."""
    platform, handle = answers.get("platform", ""), answers.get("handle", "")
    text, links = answers.get("text", ""), list(answers.get("links", ()))
    if not links and answers.get("site"):
        links = [answers["site"]]
    if not links:
        return (SaidPost(platform=platform, text=text, handle=handle),) if text or handle or platform else ()
    return tuple(_said(link, platform, handle, text if place == 0 else "") for place, link in enumerate(links))


def _said(link: str, platform: str, handle: str, text: str) -> SaidPost:
    key = post_key(link)
    elsewhere = key is not None and key.kind != "page" and platform not in ("", "other", key.platform)
    return SaidPost(link=link, platform=platform, text=text, handle="" if elsewhere else handle)


def force_name(code: str) -> str:
    """Return the name of the force that was chosen, nothing where none was."""
    try:
        return gettext(force(code).name) if code else ""
    except UnknownForce:
        return ""


def was_substituted(forms: Sequence[Form | None]) -> bool:
    """Whether a character that no database holds was replaced in any answer."""
    return any(form.substituted for form in forms if form is not None)
