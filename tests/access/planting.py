"""Plant the word of its case in every text of every row that belongs to a case, and find the texts that have none.

Nothing here names the models: rows are found along foreign keys to a case or a report, and a model of which a case has
no row gets one. So a new model, or a new text in an old one, is planted as soon as it exists; what is left without a
word fails the test unless it stands here with the reason.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction

from tests.access.canaries import CONTENT, INTERNAL, canary

CODES = "a code, a digest, a number of the hub's own or a place of a file: nobody's words"
KEPT = {
    **dict.fromkeys(
        (
            "cases.Report.reference", "cases.Report.language", "cases.Report.contact_hours", "cases.Report.return_code",
            "cases.Report.strands", "cases.Report.named_force", "cases.ReportedPost.platform",
            "cases.ReportedFile.media_type", "cases.Case.reference", "cases.Case.strands", "cases.Case.platforms",
            "cases.Case.force", "cases.Case.marks", "cases.Case.next_clock", "cases.Case.law_version",
            "cases.Case.closed_as", "cases.Case.wording", "cases.Listing.code", "cases.Clock.name",
            "cases.IdentityLook.code", "cases.Mention.index", "cases.Connection.index", "cases.Translation.column",
            "cases.Scan.name", "cases.Scan.engine",
            "cases.Translation.language_from", "cases.Translation.language_to", "cases.Translation.words_sha256",
            "search.Document.kind", "intake.Receipt.scope", "intake.Receipt.key", "intake.Receipt.body_digest",
            "bundling.Suggestion.tier", "bundling.Rest.clocks",
            "campaigns.Member.why", "campaigns.Said.kind", "assessment.Triage.answers", "assessment.Triage.rule",
            "assessment.Triage.law_version", "assessment.Decision.offences", "assessment.Decision.strands",
            "assessment.Decision.disposition", "assessment.Decision.faiths", "assessment.Decision.law_version",
            "assessment.Step.code",
            "assessment.Decision.shown_by", "assessment.Decision.aggravation", "assessment.KnownFacts.advised",
            "assessment.KnownFacts.law_version",
            "assessment.Charge.rule", "assessment.Charge.law_version",
            "enquiries.LineOfEnquiry.closing_reason", "allocation.Offer.reports", "evidence.Exhibit.reference",
            "evidence.Package.name", "evidence.Package.place", "evidence.Package.sha256",
            "evidence.Package.manifest_sha256", "evidence.Package.leaving", "evidence.Finding.kind",
            "evidence.Finding.exhibit", "evidence.Package.pinned", "casework.HandedOver.why",
            "casework.Review.kind", "casework.Review.act", "casework.Review.about_kind", "casework.Review.code",
            "oversight.SpecialistReferral.withheld", "oversight.SpecialistReferral.body",
            "oversight.OldRecord.review", "oversight.OldRecord.choice",
            "care.Update.of", "care.Update.reasons", "care.Update.force", "care.Update.once",
        ),
        CODES,
    ),
    "bundling.Suggestion.person": "codes and weights of a comparison, no word of a report: the page has the words",
    "keys.Item.skeleton": "letters of the account, which is planted, without spaces and case: matched, never shown",
    "allocation.Offer.proposal": "the answer of law.responsible_force: rules, forces and days",
    "assessment.KnownFacts.facts": "codes, days, ages and labels that the pages give: law.facts refuses anything else",
    "assessment.Decision.facts": "as KnownFacts.facts",
    "assessment.Decision.advice": "the answer of law.advice: sentences of the law's own files",
    "allocation.FactSheet.facts": "codes and postcodes by the names of law.responsible_force",
    "casework.Review.words": "its own page shows them to supervisors who may not read the case: planted as `reviewed`",
    "casework.Review.finding": "as the words of a review",
}  # fmt: skip
"""Texts that hold no word of a case, with the reason."""
HIDDEN = ("restricted", "conflict")
"""The cases that are shown to no viewer at all: no text of theirs may be without a word."""
OF_NO_CASE = {
    **dict.fromkeys(
        (
            "journal.Entry.actor", "journal.Entry.verb", "journal.Entry.subject", "journal.Entry.body",
            "journal.Entry.head", "journal.Touch.kind", "journal.Consultation.kind", "journal.Checkpoint.text",
            "journal.Checkpoint.frontier", "vault.File.sha256", "vault.File.sha512", "vault.File.place",
            "vault.File.fault", "vault.Reading.state", "vault.Reading.maker", "vault.Preview.refused",
            "vault.Preview.maker", "work.Item.name", "work.Item.about",
            "work.Item.once",
            "outbox.Message.kind", "outbox.Message.about_kind", "outbox.Message.hours", "outbox.Message.settled_by",
            "people.HubProfile.force", "people.HubProfile.holding_force", "people.User.password", "people.Token.digest",
            "people.Person.email_index", "cases.Post.platform", "cases.Account.platform", "casework.SavedView.query",
            "casework.Sample.seed", "casework.Sample.drawn_from", "oversight.AskedAct.code",
            "campaigns.Campaign.wording",
            "oversight.AskedAct.about_kind", "oversight.AskedAct.said", "oversight.Question.code",
            "oversight.Question.detail", "oversight.Question.about_kind",
        ),
        CODES,
    ),
    **dict.fromkeys(
        (
            "people.Organisation.code", "people.Organisation.name", "people.Organisation.email", "people.User.email",
            "people.User.name", "people.Token.label", "casework.SavedView.name", "casework.Lift.reason",
        ),
        "of the hub, its people and bodies, and of no case",
    ),
    **dict.fromkeys(
        ("cases.Post.value", "cases.Account.value", "search.Words.words"),
        "drawn from the reports, whose words are planted before",
    ),
    "work.Item.trouble": "the name of what failed and where, never what was said",
    "outbox.Message.settled_reason": "a supervisor's, on a letter: shown to supervisors in the journal of the letter",
    "casework.ShiftHandover.text": "to the whole shift; what goes for a case stands in casework.HandedOver",
    "oversight.AskedAct.reason": "to whoever answers for it, about a report by its reference",
    "oversight.AskedAct.answer_reason": "as the reason",
    "oversight.Question.note": "an auditor's, on an entry of the journal",
}  # fmt: skip
"""Texts of rows that belong to no case, each with why it needs no word of one."""
_OUTSIDE = ("people", "vault", "outbox")
TEXTS = (models.CharField, models.TextField, models.JSONField)


def plant(named: dict[int, str], reports: dict[int, str], *, at: Any, by: Any) -> None:
    """Plant the word of its case in every text that belongs to it.

    `named` gives the name of each case by its id, `reports` that of each report. A hidden case without a row of some
    model is given one, made by `by` at `at`; for the others it would change where they stand.
    """
    for model in of_a_case():
        fields = [field for field in texts(model) if label(field) not in KEPT and not field.choices]
        held = dict(_rows(model, named, reports))
        for pk, name in named.items():
            if name in HIDDEN and name not in held and (made := _made(model, pk, name, at=at, by=by)):
                held[name] = [made]
        for name, rows in held.items():
            for row in rows:
                _save(model, row, {field.name: canary(kind_of(model), name) for field in fields})


def bare(name: str) -> list[str]:
    """Return the texts of rows that belong to a case which carry no word of the case called `name`."""
    found = []
    for model in of_a_case():
        for field in texts(model):
            if label(field) in KEPT or field.choices:
                continue
            values = map(str, model._default_manager.values_list(field.name, flat=True))
            if not any(canary(kind_of(model), name) in value for value in values):
                found.append(label(field))
    return found


def kind_of(model: type[models.Model]) -> str:
    """Return which kind of words a model holds: the hub's own work on a case is nobody's outside."""
    return INTERNAL if model._meta.app_label in ("casework", "oversight") else CONTENT


def texts(model: type[models.Model]) -> list[Any]:
    """Return the fields of a model that hold text, or text within JSON."""
    return [field for field in model._meta.concrete_fields if isinstance(field, TEXTS)]


def label(field: Any) -> str:
    """Return the name of a field as this module and its failures write it."""
    return f"{field.model._meta.label}.{field.name}"


@cache
def of_a_case() -> tuple[type[models.Model], ...]:
    """Return every model whose rows belong to a case or a report, by a foreign key of their own or of another row."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("upstander.") and model._meta.managed]
    return tuple(model for model in ours if _path(model))


def of_no_case() -> list[str]:
    """Return the texts of all other models."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("upstander.")]
    others = [model for model in ours if model not in of_a_case()]
    return [label(field) for model in others for field in texts(model) if not field.choices]


@cache
def _path(model: type[models.Model]) -> tuple[str, str] | None:
    """Return the shortest way from a model to what it belongs to: `case` or `report`, and the look-up of its id."""
    if model._meta.label in ("cases.Case", "cases.Report"):
        return model._meta.model_name or "", "pk"
    related = [(field.name, field.related_model) for field in model._meta.concrete_fields if field.is_relation]
    steps = [(name, other) for name, other in related if other and other._meta.app_label not in _OUTSIDE]
    for name, other in steps:
        if other._meta.label in ("cases.Case", "cases.Report"):
            return other._meta.model_name or "", name
    for name, other in steps:
        if other is not model and (beyond := _path(other)):
            return beyond[0], f"{name}__{beyond[1]}"
    return None


def _rows(model: type[models.Model], named: dict[int, str], reports: dict[int, str]) -> Iterator[tuple[str, list[int]]]:
    kind, way = _path(model) or ("", "")
    names = named if kind == "case" else reports
    found: dict[str, list[int]] = {}
    for pk, owner in model._default_manager.values_list("pk", way):
        if owner in names:
            found.setdefault(names[owner], []).append(pk)
    yield from found.items()


def _made(model: type[models.Model], case: int, name: str, *, at: Any, by: Any) -> int | None:
    """Make a row of a model for a case, from the kinds of its fields alone; None where rules of its own forbid."""
    if model._meta.label in ("cases.Case", "cases.Report"):
        return None
    values = {
        field.name: _value(field, case, name, at=at, by=by)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_default() and (not field.null or _is_of_a_case(field))
    }
    if any(value is None for value in values.values()):
        return None
    try:
        with transaction.atomic():
            return model._default_manager.create(**values).pk  # type: ignore[no-any-return]
    except DatabaseError:
        return None


def _is_of_a_case(field: Any) -> bool:
    return field.is_relation and field.related_model._meta.label in ("cases.Case", "cases.Report")


def _value(field: Any, case: int, name: str, *, at: Any, by: Any) -> Any:
    if field.is_relation:
        return _related(field.related_model, case, by)
    match field:
        case models.CharField() | models.TextField():
            word = canary(kind_of(field.model), name)[: field.max_length or None]
            return field.choices[0][0] if field.choices else word
        case models.BinaryField():
            return b"closed"
        case models.DateTimeField():
            return at + timedelta(days=1)
        case models.DateField():
            return at.date()
        case models.JSONField():
            return {"said": canary(kind_of(field.model), name)}
        case models.BooleanField():
            return False
        case models.IntegerField():
            return 1
    return None


def _related(model: Any, case: int, by: Any) -> Any:
    match model._meta.label:
        case "cases.Case":
            return model.objects.get(pk=case)
        case "cases.Report":
            return model.objects.filter(memberships__case=case, memberships__until_at=None).first()
        case "people.User":
            return by
        case "people.Organisation":
            return by.organisation
    kind, way = _path(model) or ("", "")
    if not kind:
        return model.objects.first()
    wanted = {way: case} if kind == "case" else {f"{way}__memberships__case": case}
    return model.objects.filter(**wanted).first()


def _save(model: type[models.Model], pk: int, words: dict[str, str]) -> None:
    """Write the words one by one: a text with rules of its own keeps what it has."""
    for name, word in words.items():
        field = model._meta.get_field(name)
        held = model._default_manager.filter(pk=pk).values_list(name, flat=True).first()
        if word in str(held) or (getattr(field, "max_length", None) or 1_000) < len(word):
            continue
        said = _within(label(field), held, word) if isinstance(field, models.JSONField) else word
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=pk).update(**{name: said})
        except DatabaseError:
            continue


def _within(name: str, held: Any, word: str) -> Any:
    """Return a value of JSON that says the word where a page looks for a sentence."""
    if name == "assessment.Decision.elements":
        return {"said": {"said": word}}
    if isinstance(held, list) and held and all(isinstance(each, dict) and "sentence" in each for each in held):
        return [{**each, "sentence": word} for each in held]
    return {"said": word}
