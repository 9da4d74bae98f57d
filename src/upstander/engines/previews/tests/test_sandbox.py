"""What is decoded is decoded where it can do no harm, and what comes out is a small plain picture."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from upstander.engines.matching.media.film import Sheet
from upstander.engines.previews import sandbox, worker
from upstander.engines.previews.sandbox import Small, small_copies
from upstander.engines.previews.tests import films, screens

pytestmark = pytest.mark.usefixtures("_here")


@pytest.fixture
def _here() -> None:
    if not sandbox.has_sandbox():
        pytest.fail("bubblewrap is needed to try the previews: apt install bubblewrap")
    if not Path(worker.DECODER).exists():
        pytest.fail("a decoder is needed to try the previews of videos: apt install ffmpeg")
    if not Path(worker.READER).exists():
        pytest.fail("a reader is needed to try the words on pictures: apt install tesseract-ocr tesseract-ocr-eng")


def bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def picture(colour: str = "teal") -> bytes:
    made = BytesIO()
    Image.new("RGB", (300, 200), colour).save(made, "PNG")
    return made.getvalue()


def copies(folder: Path, *contents: bytes) -> list[Small]:
    paths = [folder / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return list(small_copies(paths))


def test_a_pixel_bomb_and_rubbish_have_no_copy_and_harm_no_other(tmp_path: Path) -> None:
    big, rubbish, good, empty = copies(tmp_path, bomb(), b"\x89PNG\r\n\x1a\nrubbish", picture(), b"")
    assert "too many" in big.refused
    assert good.content.startswith(b"\xff\xd8\xff")
    assert (big.content, rubbish.content, empty.content) == (b"", b"", b"")
    assert rubbish.refused
    assert empty.refused


def test_a_copy_is_small_and_upright_and_says_nothing_of_where_it_was_taken(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "canary of the camera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    made = BytesIO()
    Image.new("RGB", (3000, 1000), "teal").save(made, "JPEG", exif=exif, comment=b"canary")
    [small] = copies(tmp_path, made.getvalue())
    shown = Image.open(BytesIO(small.content))
    assert shown.size == (125, 375)
    assert not shown.getexif()
    assert b"canary" not in small.content


def test_the_same_picture_gives_the_same_bytes_and_more_than_one_sandbox_keeps_the_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    colours = ("teal", "white", "black", "teal")
    together = copies(tmp_path, *map(picture, colours))
    monkeypatch.setattr(sandbox, "AT_ONCE", 1)
    assert copies(tmp_path, *map(picture, colours)) == together
    assert together[0] == together[3] != together[1]


def test_the_sandbox_sees_no_network_and_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "worker.py"
    other.write_text(
        "import os, socket, struct, sys\n"
        "said = [os.listdir('/'), os.path.exists('/etc/passwd'), socket.if_nameindex(), os.getuid()]\n"
        "try:\n    open('/in/0', 'ab')\nexcept OSError:\n    said.append('read-only')\n"
        "text = '|'.join(map(str, said)).encode()\n"
        "sys.stdout.buffer.write(struct.pack('>IcI', 0, b'N', len(text)) + text)\n"
    )
    monkeypatch.setattr(sandbox.worker, "__file__", str(other))
    [small] = copies(tmp_path, picture())
    folders, passwd, network, uid, written = small.refused.split("|")
    assert "in" in folders
    assert not {"work", "home", "tmp"} & set(folders.strip("[]").replace("'", "").split(", "))
    assert (passwd, uid, written) == ("False", "65534", "read-only")
    assert "eth" not in network


def test_a_broken_sandbox_costs_the_copies_and_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "worker.py"
    other.write_text("import sys, os\nsys.stdout.buffer.write(b'\\xff' * 100)\nos.abort()\n")
    monkeypatch.setattr(sandbox.worker, "__file__", str(other))
    assert copies(tmp_path, picture()) == [Small(refused="the sandbox ended before it came to it")]


def test_a_video_gives_a_still_and_a_playlist_none(tmp_path: Path) -> None:
    film = films.film([Image.new("RGB", (64, 48), "red")] * 2, size=(64, 48))
    [still, playlist] = copies(tmp_path, film, b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")
    shown = Image.open(BytesIO(still.content))
    assert shown.size == (64, 48)
    assert shown.getpixel((5, 5))[0] > 200  # type: ignore[index]
    assert not playlist.content


def test_without_a_decoder_a_video_has_a_reason_and_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = tmp_path / "worker.py"
    lacking.write_text(Path(worker.__file__).read_text().replace(worker.DECODER, "/usr/bin/no-such-decoder"))
    monkeypatch.setattr(sandbox.worker, "__file__", str(lacking))
    folder = tmp_path / "in"
    folder.mkdir()
    [small] = copies(folder, b"\x00\x00\x00\x18ftypmp42" + b"\0" * 200)
    assert small.refused == "this machine has no decoder for videos"
    monkeypatch.setattr(worker, "DECODER", "/usr/bin/no-such-decoder")
    assert sandbox.kinds() == sandbox.PICTURES


def sheets(folder: Path, *contents: bytes) -> list[Small]:
    paths = [folder / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return list(small_copies(paths, frames=True))


def test_what_moves_gives_a_frame_for_each_second_and_what_does_not_gives_none(tmp_path: Path) -> None:
    six = films.frames(1, 6)
    mp4, webm, gif, webp, still = sheets(
        tmp_path, films.film(six), films.film(six, kind="webm"), films.moving(six), films.moving(six, "WEBP"), picture()
    )
    for each in (mp4, webm, gif, webp):
        assert each.content.startswith(b"\xff\xd8\xff")
        seen = Sheet.read(each.sheet).frames()
        assert 5 <= len(seen) <= 7  # the last second may be a little shorter or longer
        for second, frame in enumerate(seen[:5]):
            wanted = films.scene(1, second).convert("L").resize(frame.size)
            assert ImageStat.Stat(ImageChops.difference(frame, wanted)).mean[0] < 12
    assert still.content
    assert not still.sheet
    assert not copies(tmp_path, films.film(six))[0].sheet, "only who asks for frames gets them"


def test_a_long_video_gives_no_more_than_its_first_two_minutes(tmp_path: Path) -> None:
    [long] = sheets(tmp_path, films.film(films.frames(1, 4) * 35, size=(64, 36)))
    assert Sheet.read(long.sheet).count == worker.FRAMES


def test_a_broken_or_hostile_video_costs_its_frames_and_no_other_s(tmp_path: Path) -> None:
    whole = films.film(films.frames(1, 8), kind="webm")
    cut, rubbish, huge, good = sheets(
        tmp_path,
        whole[: len(whole) // 2],
        b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40,
        films.film([Image.new("RGB", (64, 64), "red")] * 2, size=(8000, 8000)),
        films.film(films.frames(2, 3)),
    )
    assert cut.content
    assert 2 <= Sheet.read(cut.sheet).count < 8
    assert (rubbish.content, rubbish.sheet) == (b"", b"")
    assert rubbish.refused
    assert len(huge.sheet) < worker.LONGEST
    assert Sheet.read(good.sheet).count >= 3


def test_the_still_outlives_a_decoder_that_dies_on_the_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "worker.py"
    source = Path(worker.__file__).read_text()
    broken.write_text(
        source.replace("    demuxer = _demuxer(path)\n    frames = list", "    os.abort()\n    frames = list")
    )
    monkeypatch.setattr(sandbox.worker, "__file__", str(broken))
    folder = tmp_path / "in"
    folder.mkdir()
    first, second = sheets(folder, films.film(films.frames(1, 3)), picture())
    assert first.content
    assert second.content
    assert (first.sheet, second.sheet) == (b"", b"")


def read(folder: Path, *contents: bytes) -> list[Small]:
    paths = [folder / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return list(small_copies(paths, words=True))


def test_words_on_a_picture_are_read_and_rubbish_is_not(tmp_path: Path) -> None:
    post = "They should all be driven out of this town before the winter comes and I mean every family"
    light, dark, jpeg, plain, shapes, broken = read(
        tmp_path,
        screens.encoded(screens.screen(post)),
        screens.encoded(screens.screen(post, dark=True)),
        screens.encoded(screens.screen(post, size=14), "JPEG"),
        picture(),
        screens.encoded(films.scene(1, 1)),
        b"\x89PNG\r\n\x1a\nrubbish",
    )
    for each in (light, dark, jpeg):
        assert each.content
        assert "driven out of this town before the winter" in " ".join(each.words.split())
    assert (plain.words, shapes.words, broken.words) == ("", "", "")
    assert not copies(tmp_path, screens.encoded(screens.screen(post)))[0].words, "only who asks for words gets them"


def test_without_a_reader_nothing_is_read_and_the_copy_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = tmp_path / "worker.py"
    lacking.write_text(Path(worker.__file__).read_text().replace(worker.READER, "/usr/bin/no-such-reader"))
    monkeypatch.setattr(sandbox.worker, "__file__", str(lacking))
    folder = tmp_path / "in"
    folder.mkdir()
    [small] = read(folder, screens.encoded(screens.screen("Nobody reads what stands here, not even a machine")))
    assert small.content
    assert small.words == ""
