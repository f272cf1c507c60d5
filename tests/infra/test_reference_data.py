"""Reference data in use is kept beside the ledger: who has no file has it all the same, and nobody uses another."""

from importlib.resources import files
from pathlib import Path

import pytest

from clients.cli.frame.ends import end_of
from clients.desk.desk import opened
from infra.postgres.database import connected
from infra.postgres.reference_data import keep_in_use, kept_documents
from infra.reference import Library, ReferenceDiffers
from infra.settings import Settings
from tests import clock
from tests.servers import Database

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")

CALENDAR = Library.load().current.calendar.version


def local_policy(folder: Path, months: int = 7) -> Path:
    """A policy of an Area's own in a file."""
    folder.mkdir(exist_ok=True)
    file = folder / "policy-xn-4.toml"
    text = DEFAULT.replace('version = "default-1"', 'version = "xn-4"')
    file.write_text(text.replace("marks_after_selection = 10 ", f"marks_after_selection = {months} "))
    return file


def test_what_is_kept_says_all_that_its_file_says() -> None:
    library = Library.load()
    kept = library.documents()
    nothing = Library(library.current, {}, {}, {})

    assert nothing.beside(kept, choose=False) == library


async def test_whoever_has_no_file_has_what_the_workers_keep_and_begins_by_their_policy(
    database: Database, tmp_path: Path
) -> None:
    theirs = Library.load(local_policy(tmp_path / "theirs"))
    async with connected(Settings(dsn=database.dsn)) as connection:
        await keep_in_use(connection, theirs.documents(), "xn-4", CALENDAR)
        await keep_in_use(connection, theirs.documents(), "xn-4", CALENDAR)

    settings = Settings(data_dir=tmp_path, dsn=database.web_dsn)
    async with opened(settings, now=clock.now) as desk, desk.reading():
        assert desk.library.policy("xn-4") == theirs.policy("xn-4")
        assert desk.library.current == theirs.current
        assert desk.library.policy("default-1") == Library.load().policy("default-1")


async def test_a_file_that_is_not_what_is_kept_under_its_version_is_told(
    database: Database, tmp_path: Path
) -> None:
    theirs = Library.load(local_policy(tmp_path / "theirs"))
    ours = local_policy(tmp_path / "ours", months=9)
    async with connected(Settings(dsn=database.dsn)) as connection:
        await keep_in_use(connection, theirs.documents(), "xn-4", CALENDAR)

    settings = Settings(data_dir=tmp_path, dsn=database.web_dsn, policy_file=ours)
    async with opened(settings, now=clock.now) as desk, desk.reading():
        with pytest.raises(ReferenceDiffers, match="policy 'xn-4' here") as differs:
            _ = desk.library
    assert end_of(differs.value).code == 2


async def test_a_version_is_kept_once_and_what_was_altered_is_told(
    database: Database, tmp_path: Path
) -> None:
    library = Library.load()
    async with connected(Settings(dsn=database.owner_dsn)) as connection:
        await keep_in_use(connection, library.documents(), "default-1", CALENDAR)
        await connection.execute(
            "update iqa.reference_data set content = replace(content, '5', '6') where kind = 'policy'"
        )
        altered = await kept_documents(connection)

    with pytest.raises(ReferenceDiffers):
        Library(library.current, {}, {}, {}).beside(altered, choose=False)
