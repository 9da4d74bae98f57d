"""Every verb is one of the six kinds of processing that DPA 2018 s.62 wants logged, or says that it is none."""

from upstander.record.journal.processing import OF, Processing, verbs_of
from upstander.record.journal.verbs import Verb


def test_no_verb_is_missing_and_no_kind_is_empty() -> None:
    assert set(OF) == set(Verb)
    assert all(verbs_of(kind) for kind in Processing)


def test_what_leaves_the_hub_is_disclosure_and_what_is_looked_at_is_consultation() -> None:
    assert {Verb.DOWNLOADED, Verb.OFFERED, Verb.EXPORTED, Verb.TOLD} <= set(verbs_of(Processing.DISCLOSURE))
    assert Verb.CONSULTED in verbs_of(Processing.CONSULTATION)
    assert verbs_of(Processing.ERASURE) == [Verb.ERASED, Verb.SUBJECT_ERASED]
