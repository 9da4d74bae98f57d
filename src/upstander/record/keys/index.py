"""The hub's own items and keys as the index in which matching looks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from upstander.engines.matching import keys as engine
from upstander.engines.matching.explain import Reason, explain_film, explain_picture
from upstander.engines.matching.finding import Stored
from upstander.engines.matching.media.film import Agreement
from upstander.engines.matching.media.picture import Likeness
from upstander.engines.matching.people.described import Described
from upstander.engines.matching.ranking import CAP
from upstander.record.cases.models import ReportedFile
from upstander.record.cases.withholding import NOT_WITHHELD
from upstander.record.keys import films, people, pictures
from upstander.record.keys.keeping import holders, item_of, total
from upstander.record.keys.models import Item


class Held:
    """Everything that the hub holds, whoever may see it: what is found is filtered by whoever asks."""

    def __init__(self) -> None:
        self._rows: dict[int, Item] = {}
        self._total: int | None = None

    def holders(self, keys: Iterable[int], *, most: int, before: int) -> Mapping[int, list[int]]:
        """Return the items under each key, newest first."""
        return holders(keys, before=before, most=most)

    def total(self) -> int:
        """Return about how many items are held, as counted first: one look asks several times."""
        self._total = total() if self._total is None else self._total
        return self._total

    def skeletons(self, items: Sequence[int]) -> Iterable[tuple[int, str]]:
        """Return the skeletons of these items: one query."""
        return Item.objects.filter(pk__in=items).values_list("pk", "skeleton")

    def stored(self, items: Sequence[int]) -> Iterator[Stored]:
        """Return what is kept of these items: one query, which brings their reports along for `item`."""
        for row in Item.objects.filter(pk__in=items).select_related("report"):
            self._rows[row.pk] = row
            yield Stored(row.pk, row.skeleton, bytes(row.fingerprints))

    def item(self, number: int) -> engine.Item:
        """Return the whole item. Raises KeyError for one that `stored` was not asked for."""
        return item_of(self._rows[number].report)

    def alike(self, item: engine.Item, *, own: int | None) -> Iterator[tuple[int, Reason]]:
        """Yield the items of reports with a picture or video like one of the report `own`, the nearest first.

        What is withheld is left out on both sides, and of one picture at most CAP files are followed.
        """
        if own is None or not item.file_sha256s:
            return
        for picture in _PICTURES.filter(report__in=Item.objects.filter(pk=own).values("report")):
            # Of a video its frames say more than its first one alone.
            agrees: dict[int, Likeness | Agreement] = dict(films.alike(picture.file))
            agrees |= {file: like for file, like in pictures.alike(picture.file) if file not in agrees}
            nearest = [*agrees]
            held = list(_PICTURES.filter(file__in=nearest).exclude(report=picture.report_id).order_by("-pk")[:CAP])
            numbers = dict(
                Item.objects.filter(report__in=[each.report_id for each in held]).values_list("report", "pk")
            )
            for each in sorted(held, key=lambda one: nearest.index(one.file_id)):
                if each.report_id in numbers:
                    like, pair = agrees[each.file_id], (picture.pk, each.pk)
                    why = explain_film(like, pair) if isinstance(like, Agreement) else explain_picture(like, pair)
                    yield numbers[each.report_id], why

    def people(self, items: Sequence[int]) -> Iterator[tuple[int, tuple[Described, ...]]]:
        """Yield what the reports of these items say of whoever posted: one query."""
        return people.of_items(items)


_PICTURES = ReportedFile.objects.filter(withheld=NOT_WITHHELD).select_related("file").order_by("position", "pk")
