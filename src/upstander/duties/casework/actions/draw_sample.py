"""Draw by lot some of the cases that were decided or closed since the last time, for a second look."""

from datetime import datetime
from secrets import token_hex

from upstander.duties.casework.models import Sample, SecondLook
from upstander.duties.casework.sampling import drawn, population, window_of
from upstander.law.access import Act
from upstander.record.cases.states import WrongState
from upstander.record.fence.viewer import action
from upstander.record.journal.verbs import Verb
from upstander.record.journal.writing import record
from upstander.record.people.actors import Actor, require_role, user_of
from upstander.record.people.models import Organisation

MOST = 20


@action
def draw_sample(*, size: int, actor: Actor, at: datetime) -> Sample:
    """Draw `size` cases (all when there are fewer) and keep the seed and the whole list that they were drawn from.

    Once a week at most, so that nobody draws until the cases suit them. Raises NotAllowed, WrongState.
    """
    require_role(actor, Act.SEE_TEAM)
    if not 1 <= size <= MOST:
        raise WrongState(f"A sample holds one to {MOST} cases.")
    # One draws at a time: the second would find the first one's sample.
    organisation = Organisation.objects.select_for_update().get(pk=user_of(actor).organisation_id)
    window = window_of(organisation.pk, at)
    if not window.open:
        raise WrongState("A sample was drawn less than a week ago. The next one covers what is finished since.")
    cases = population(actor, window.since, window.until)
    if not cases:
        raise WrongState("No case was decided or closed in that time.")
    seed = token_hex(16)
    sample = Sample.objects.create(
        organisation=organisation, since=window.since, until=window.until, seed=seed, drawn_from=cases,
        drawn_by=user_of(actor), drawn_at=at,
    )  # fmt: skip
    chosen = drawn(seed, cases, size)
    SecondLook.objects.bulk_create([SecondLook(sample=sample, case_id=pk) for pk in chosen])
    about = [("case", pk) for pk in chosen]
    record(actor, Verb.SAMPLE_DRAWN, sample, at=at, about=about, seed=seed, drawn_from=len(cases), drawn=len(chosen))
    return sample
