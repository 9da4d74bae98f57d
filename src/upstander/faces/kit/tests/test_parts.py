"""A range of bytes is read as RFC 9110 has it: what is odd gives the whole file, what is behind the end is refused."""

from pathlib import Path

import pytest

from upstander.faces.kit.parts import BehindTheEnd, Part, asked_for, resumable

TAG = '"abc"'


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("bytes=0-9", Part(0, 9)), ("bytes=10-", Part(10, 99)), ("bytes=0-", Part(0, 99)), ("bytes=-1", Part(99, 99)),
        ("bytes=90-500", Part(90, 99)), ("bytes=99-99", Part(99, 99)), ("bytes=-500", Part(0, 99)),
        (" Bytes=5-6 ", Part(5, 6)), ("", None), ("bytes=", None), ("bytes=-", None), ("bytes=9-3", None),
        ("bytes=0-1,3-4", None), ("lines=1-2", None), ("bytes=a-b", None), ("bytes=1-2-3", None),
        ("bytes= 1-2", None), ("bytes=\u0661-2", None), ("bytes=1", None), ("bytes=" + "9" * 40 + "-", None),
    ],
)  # fmt: skip
def test_one_range_is_a_part_and_anything_odd_is_the_whole(said: str, part: Part | None) -> None:
    assert asked_for({"Range": said}, size=100, tag=TAG) == part


@pytest.mark.parametrize("said", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999-"])
def test_what_is_behind_the_end_is_refused(said: str) -> None:
    with pytest.raises(BehindTheEnd):
        asked_for({"Range": said}, size=100, tag=TAG)


@pytest.mark.parametrize(
    ("of", "goes_on"),
    [(TAG, True), (f" {TAG}", True), ('W/"abc"', False), ('"other"', False), ("Mon, 23 Nov 2026 10:00:00 GMT", False)],
)
def test_the_rest_is_given_only_of_the_same_file(of: str, goes_on: bool) -> None:
    said = {"Range": "bytes=10-", "If-Range": of}
    assert (asked_for(said, size=100, tag=TAG) is not None) == goes_on


@pytest.mark.django_db  # an answer that is closed closes connections
def test_parts_put_together_are_the_file_and_each_says_what_it_is(tmp_path: Path) -> None:
    content, asked = bytes(range(256)) * 600, []
    (tmp_path / "file").write_bytes(content)

    def send(said: str) -> tuple[int, bytes, dict[str, str]]:
        headers = {"Range": said} if said else {}
        sent = resumable(headers, tmp_path / "file", "a.zip", sha256="abc", given=asked.append)
        body = b"".join(sent) if sent.streaming else sent.content  # type: ignore[attr-defined, arg-type]
        sent.close()
        return sent.status_code, body, dict(sent.items())

    status, whole, headers = send("")
    assert (status, whole, headers["Content-Length"]) == (200, content, str(len(content)))
    assert (headers["ETag"], headers["Accept-Ranges"]) == (TAG, "bytes")
    first, rest = send("bytes=0-99999"), send("bytes=100000-")
    assert first[1] + rest[1] == content
    assert (rest[0], rest[2]["Content-Range"]) == (206, "bytes 100000-153599/153600")
    assert rest[2]["Content-Length"] == "53600"
    assert {name: rest[2][name] for name in ("Content-Security-Policy", "Cache-Control", "Content-Type")} == {
        name: headers[name] for name in ("Content-Security-Policy", "Cache-Control", "Content-Type")
    }
    assert rest[2]["Content-Disposition"] == headers["Content-Disposition"]
    assert asked == [0, 0, 100000]
    status, body, headers = send("bytes=153600-")
    assert (status, body, headers["Content-Range"], asked[3:]) == (416, b"", "bytes */153600", [])
