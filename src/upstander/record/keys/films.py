"""Keep the hashes of a video's frames beside its small copy, and find the held videos that share frames with one."""

from upstander.engines.matching.media import film
from upstander.engines.matching.media.film import Agreement
from upstander.engines.matching.media.held import Films
from upstander.record.keys.everything import Everything
from upstander.record.keys.models import Film
from upstander.record.vault.models import File, Preview


def hashes_to_keep(sheet: bytes) -> bytes:
    """Return what is kept of a video, from the sheet of frames that the sandbox made of it; nothing of a bad sheet."""
    try:
        return film.read(sheet).to_bytes()
    except (OSError, ValueError):
        return b""


def keep(preview: Preview, hashes: bytes) -> None:
    """Keep the hashes of the frames of a video, in the caller's transaction; they go with its small copy."""
    Film.objects.create(preview=preview, hashes=hashes)


def alike(file: File) -> list[tuple[int, Agreement]]:
    """Return the other held files whose videos share frames with the video `file`, by id, and how far they agree.

    Those that share most first. Nothing for a file of which no frames are kept.
    """
    own = Film.objects.filter(preview__of=file).first()
    if own is None or not own.hashes:
        return []
    asked = film.Film.from_bytes(bytes(own.hashes))
    found: list[tuple[int, Agreement]] = []
    rows = Film.objects.filter(pk__in=_ALL.near(asked)).exclude(pk=own.pk)
    for of, kept in rows.values_list("preview__of", "hashes"):
        agrees = film.agreement(asked, film.Film.from_bytes(bytes(kept)))
        if agrees and agrees.passes:
            found.append((of, agrees))
    return sorted(found, key=lambda each: (-sum(each[1].shares), each[0]))


_ALL = Everything(Film, Films, film.Film.from_bytes)
