"""Say what came of a question of the audit."""

from datetime import datetime

from upstander.duties.oversight.models import Question
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, NotAllowed, require_role, user_of


@action
def answer_question(*, question: Question, answer: str, note: str, actor: Actor, at: datetime) -> Question:
    """Keep what came of asking, in a code and in words; an answer stands. Raises NotAllowed, WrongState."""
    require_role(actor, Act.LOOK_INTO)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answer:
        raise WrongState("This question was answered already.")
    if question.who_id == user_of(actor).pk:
        raise NotAllowed("Somebody else answers a question about you.")
    if answer not in Question.Answer.values:
        raise WrongState("Say what came of it.")
    if not note.strip():
        raise NotAllowed("Say whom you asked and what was said. It is kept.", needs_reason=True)
    question.answer, question.note, question.answered_by, question.answered_at = (
        answer, note.strip(), user_of(actor), at,
    )  # fmt: skip
    question.save(update_fields=["answer", "note", "answered_by", "answered_at"])
    record(actor, Verb.QUESTION_ANSWERED, question, at=at, answer=answer, code=question.code)
    return question
