"""What went wrong with a package is said in a sentence that fits, whoever met with it."""

import errno
import os

import pytest

from upstander.duties.evidence.documents.typeset import NotTypeset
from upstander.duties.evidence.pressing import Ended
from upstander.duties.evidence.trouble import trouble_of
from upstander.engines.sealing.pdf_signing import NotSigned

NO_ROOM = f"failed to write the file ({os.strerror(errno.ENOSPC)})"


@pytest.mark.parametrize("error", [NotTypeset(NO_ROOM), NotSigned(NO_ROOM), Ended(NO_ROOM), OSError(errno.ENOSPC, "")])
def test_a_full_disk_is_said_whoever_met_with_it(error: Exception) -> None:
    assert trouble_of(error, []).sentence.startswith("There is no room left on the disk.")


@pytest.mark.parametrize(
    ("error", "kind"),
    [(NotTypeset("unknown font"), "report"), (NotSigned("no key"), "signature"), (Ended("9"), "ended")],
)
def test_other_trouble_of_theirs_keeps_its_own_sentence(error: Exception, kind: str) -> None:
    assert trouble_of(error, []).kind == kind
