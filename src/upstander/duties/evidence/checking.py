"""Check that every finished package is still on disk and is still what was sealed."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from upstander.duties.evidence.models import Package


def faults() -> Iterator[str]:
    """Re-hash every finished package and yield in plain words which are missing or changed."""
    for row in Package.objects.filter(state=Package.State.READY).defer("pinned").order_by("pk").iterator(500):
        try:
            with (Path(settings.PACKAGES_FOLDER) / row.place).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except FileNotFoundError:
            yield f"package {row.name}: its file is missing"
            continue
        if found != row.sha256:
            yield f"package {row.name}: its file is not what was sealed"
