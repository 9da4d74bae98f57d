"""Every column of the database that holds text or bytes is said to be encrypted, readable words, or codes."""

from tests.house.readable import PARTS, said, there


def test_every_column_stands_on_the_page_once() -> None:
    text, blobs = there()
    listed = said()
    assert set().union(*listed.values()) == text | blobs, "run `python -m tests.house.readable`"
    assert sum(len(listed[part]) for part in PARTS) == len(text | blobs), "a column is listed twice"


def test_what_is_said_to_be_encrypted_is_not_a_column_of_text() -> None:
    text, _blobs = there()
    assert said()["Encrypted"] & text == {("django_session", "session_data"), ("mfa_authenticator", "data")}
