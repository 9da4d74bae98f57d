"""Answer as the second reader: from the reports alone, without knowing what was decided."""

from collections.abc import Mapping
from datetime import datetime
from json import dumps

from django.utils import timezone

from upstander.duties.assessment.actions.decide import NotComplete
from upstander.duties.assessment.actions.draw_reading import unblind
from upstander.duties.assessment.models import Reading
from upstander.duties.assessment.readings import open_to
from upstander.law.clocks import due as clock_end
from upstander.law.expression import check, factors
from upstander.record.cases.models import Case
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed


@action
def read_second(
    *, reading: Reading, finding: str, reasons: str, expression: Mapping[str, str], actor: Actor, at: datetime
) -> Reading:
    """Keep what the second reader finds, and show them the case again; where the two differ, a supervisor settles it.

    `expression` answers law.expression, {factor: text}, but where more is needed. Raises NotAllowed, NotComplete.
    """
    case = Case.objects.select_for_update().get(pk=reading.case_id)
    reading = Reading.objects.select_for_update(of=("self",)).select_related("decision", "reader").get(pk=reading.pk)
    if open_to(actor, reading.pk) is None:
        raise NotAllowed("This reading is not yours to answer, or it is answered.")
    answer, on = Reading.Answer(finding), timezone.localdate(at)
    lacks = [] if reasons.strip() else ["Give your reasons."]
    if answer == Reading.Answer.NONE:
        lacks.append("Say what you find.")
    elif answer != Reading.Answer.NEED_MORE:
        questions = {factor.id: factor.question for factor in factors(on)}
        lacks += [f"Freedom of expression, not answered: {questions[id]}" for id in check(expression, on)]
    if lacks:
        raise NotComplete(lacks)
    agrees = answer.value == reading.decision.finding
    reading.state = Reading.State.AGREED if agrees else Reading.State.DISPUTED
    reading.finding, reading.reasons, reading.read_at = answer, reasons.strip(), at
    reading.expression = dumps(dict(expression), sort_keys=True)
    if not agrees:
        reading.due_at = clock_end("review", at)
    reading.save()
    unblind(reading, at=at)
    record(actor, Verb.READ_SECOND, case, at=at, about=[reading], finding=answer.value, agrees=agrees)
    return reading
