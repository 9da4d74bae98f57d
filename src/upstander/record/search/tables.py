"""The SQL of the word index and of the keys of names, for SQLite and PostgreSQL, and how a row is written and read."""

from hashlib import blake2b

from django.db import connection

from upstander.record.search.models import Words

TABLE = Words._meta.db_table


def statements(vendor: str) -> list[str]:
    """Return the SQL that makes the tables on `vendor` (sqlite | postgresql).

    What is filed is words with single spaces between, cut by engines.finding, so both indexes only have to split at
    spaces: `ascii` does on SQLite, and on PostgreSQL the vector is written word by word. No extension is needed.
    """
    keys = "CREATE TABLE search_name_key (k bigint NOT NULL, account bigint NOT NULL, PRIMARY KEY (k, account))"
    by_account = "CREATE INDEX search_name_key_account ON search_name_key (account)"
    if vendor == "sqlite":
        words = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='ascii', columnsize=0)"
        return [words, keys + " WITHOUT ROWID", by_account]
    return [
        f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX search_words_gin ON {TABLE} USING gin (words) WITH (fastupdate = off)",
        keys,
        by_account,
    ]


def write(document: int, words: list[str]) -> None:
    """File the words of a document, in place of those filed before."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [document])  # noqa: S608 - a name of our own
            cursor.execute(f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)", [document, " ".join(words)])  # noqa: S608
        else:
            cursor.execute(
                f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s::tsvector)"  # noqa: S608
                " ON CONFLICT (rowid) DO UPDATE SET words = excluded.words",
                [document, vector(words)],
            )


def erase(documents: list[int]) -> None:
    """Take the words of documents out of the index."""
    with connection.cursor() as cursor:
        for document in documents:
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [document])  # noqa: S608


def vector(words: list[str]) -> str:
    """Return a text that PostgreSQL reads as the vector of these words at these places."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words, 1) if word != "\u00b6")


def digest_of(words: list[str]) -> int:
    """Return a signed 64-bit digest of the different words that are filed: what both indexes can give back."""
    said = "\n".join(sorted(set(words) - {"\u00b6"}))
    return int.from_bytes(blake2b(said.encode(), digest_size=8).digest(), "big", signed=True)


def filed_words(document: int) -> list[str] | None:
    """Return the different words that the index holds of a document, None where it holds nothing of it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT words FROM {TABLE} WHERE rowid = %s", [document])  # noqa: S608
            row = cursor.fetchone()
            return None if row is None else str(row[0]).split(" ") if row[0] else []
        cursor.execute(f"SELECT tsvector_to_array(words) FROM {TABLE} WHERE rowid = %s", [document])  # noqa: S608
        row = cursor.fetchone()
        return None if row is None else list(row[0])
