from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from domain.calendar import day_of
from domain.facts import UnknownVersion
from domain.policy import Order, PolicyRefused
from domain.questions import Category
from domain.reference.reading import ReferenceRefused
from infra.reference import Library, VersionTwice

DEFAULT = (files("domain.reference") / "policy-default-1.toml").read_text(encoding="utf-8")
CALENDAR = (files("domain.reference") / "bank-holidays-2012-2028.toml").read_text(encoding="utf-8")
ADVOCACY = (files("domain.reference") / "questions-advocacy-empty-1.toml").read_text(encoding="utf-8")
LOCAL = DEFAULT.replace('version = "default-1"', 'version = "xn-1"')


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


def test_without_a_local_file_new_iqas_start_with_the_shipped_versions() -> None:
    current = Library.load().current

    assert current.policy.version == "default-1"
    assert current.calendar.version == "england-and-wales-2012-2028"
    assert current.question_set(Category.CASEWORK).version == "casework-2025-02"
    assert current.question_set(Category.ADVOCACY).version == "advocacy-empty-1"


@pytest.mark.ends
def test_the_calendar_covers_a_year_to_come() -> None:
    """Red a year before it ends: ship a version with the bank holidays that GOV.UK has announced since."""
    left = Library.load().current.calendar.last_day - day_of(datetime.now(UTC))

    assert left >= timedelta(days=365)


def test_every_shipped_version_can_be_found() -> None:
    library = Library.load()

    assert library.policy("conversation-first-1").order is Order.CONVERSATION_FIRST
    assert library.calendar("england-and-wales-2012-2028") == library.current.calendar
    assert library.question_set("casework-2025-02") == library.current.casework


def test_a_version_that_is_not_here_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownVersion, match="policy 'default-2' is not known; known are conv") as unknown:
        Library.load().policy("default-2")

    assert (unknown.value.kind, unknown.value.version) == ("policy", "default-2")
    assert unknown.value.known == ("conversation-first-1", "default-1")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_local_policy_becomes_the_current_one(tmp_path: Path, encoding: str) -> None:
    library = Library.load(written(tmp_path / "ours.toml", LOCAL, encoding))

    assert library.current.policy.version == "xn-1"
    assert {"xn-1", "default-1"} <= library.policies.keys()


def test_earlier_versions_beside_a_local_policy_stay_known_to_open_iqas(tmp_path: Path) -> None:
    written(tmp_path / "policy-xn-1.toml", LOCAL)
    newer = written(
        tmp_path / "policy-xn-2.toml",
        LOCAL.replace("xn-1", "xn-2").replace("query_answer = 10", "query_answer = 9"),
    )

    library = Library.load(newer)

    assert library.current.policy.version == "xn-2"
    assert library.policy("xn-1").working_days.query_answer == 10


def test_an_area_brings_its_own_advocacy_questions_beside_its_policy(tmp_path: Path) -> None:
    asked = '[[questions]]\nnumber = 1\nwording = "Was the court helped?"'
    local = ADVOCACY.replace("advocacy-empty-1", "advocacy-xn-1").replace("questions = []", asked)
    written(tmp_path / "questions-advocacy-xn-1.toml", local)

    library = Library.load(written(tmp_path / "p.toml", LOCAL.replace("advocacy-empty-1", "advocacy-xn-1")))

    assert [question.wording for question in library.current.advocacy.questions] == ["Was the court helped?"]


def test_the_calendar_that_reaches_furthest_is_the_current_one(tmp_path: Path) -> None:
    longer = CALENDAR.replace("2012-2028", "2012-2029").replace(
        "last_day = 2028-12-26", "last_day = 2029-12-26"
    )
    written(tmp_path / "bank-holidays-2012-2029.toml", longer)

    library = Library.load(written(tmp_path / "p.toml", LOCAL))

    assert library.current.calendar.version == "england-and-wales-2012-2029"
    assert library.calendar("england-and-wales-2012-2028").last_day.year == 2028


def test_a_holiday_proclaimed_later_comes_as_a_newer_version_of_the_same_years(tmp_path: Path) -> None:
    newer = CALENDAR.replace("wales-2012-2028", "wales-2012-2028-2").replace("= [", "= [2027-06-07,")
    written(tmp_path / "bank-holidays-2012-2028-2.toml", newer)

    library = Library.load(written(tmp_path / "p.toml", LOCAL))

    assert library.current.calendar.version == "england-and-wales-2012-2028-2"


@pytest.mark.parametrize("last_day", ["2028-12-26", "2027-12-28"])
def test_a_calendar_beside_a_local_policy_counts_before_the_shipped_one(
    tmp_path: Path, last_day: str
) -> None:
    """However its version sorts, and however far it reaches: whoever laid it there meant it, and is told."""
    [head, *days] = CALENDAR.split("bank_holidays = [")
    kept = "\n".join(
        line for line in days[0].splitlines() if not line.strip().startswith("2028") or "2028" in last_day
    )
    proclaimed = f"{head}bank_holidays = [2026-12-07,{kept}\n"
    proclaimed = proclaimed.replace("england-and-wales-2012-2028", "coronation-2026")
    written(tmp_path / "bank-holidays-coronation.toml", proclaimed.replace("= 2028-12-26", f"= {last_day}"))

    library = Library.load(written(tmp_path / "p.toml", LOCAL))

    assert not library.current.calendar.is_working_day(date(2026, 12, 7))
    assert library.days_off == f"coronation-2026, to {last_day}; passed over: england-and-wales-2012-2028"


def test_a_policy_may_name_its_calendar(tmp_path: Path) -> None:
    longer = CALENDAR.replace("2012-2028", "2012-2029").replace(
        "last_day = 2028-12-26", "last_day = 2029-12-26"
    )
    written(tmp_path / "bank-holidays-2012-2029.toml", longer)
    named = LOCAL.replace('order = "', 'calendar = "england-and-wales-2012-2028"\norder = "', 1)

    assert Library.load(written(tmp_path / "p.toml", named)).current.calendar.last_day.year == 2028


def test_other_files_beside_a_local_policy_are_left_alone(tmp_path: Path) -> None:
    written(tmp_path / "notes.toml", "not toml at all")
    written(tmp_path / "policy-draft.txt", "not toml at all")

    assert Library.load(written(tmp_path / "p.toml", LOCAL)).current.policy.version == "xn-1"


def test_a_neighbour_that_is_refused_is_named(tmp_path: Path) -> None:
    written(tmp_path / "questions-bad.toml", 'version = "b"')

    with pytest.raises(ReferenceRefused, match=r"questions-bad\.toml: category: is missing"):
        Library.load(written(tmp_path / "p.toml", LOCAL))


@pytest.mark.parametrize("name", ["ours.toml", "policy-ours.toml"])
def test_a_changed_file_under_an_old_version_is_refused(tmp_path: Path, name: str) -> None:
    changed = written(tmp_path / name, DEFAULT.replace("query_answer = 10", "query_answer = 9"))

    with pytest.raises(VersionTwice) as twice:
        Library.load(changed)

    assert twice.value.version == "default-1"
    assert any(name in file for file in twice.value.files)


def test_the_same_version_with_the_same_content_may_stand_twice(tmp_path: Path) -> None:
    written(tmp_path / "policy-copy.toml", DEFAULT)

    assert Library.load(written(tmp_path / "ours.toml", DEFAULT)).current.policy.version == "default-1"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('order = "', 'calendar = "scotland"\norder = "', "calendar: 'scotland': is no known calendar"),
        ('"casework-2025-02"', '"x"', "casework_questions: 'x': is no known casework question set"),
        ('"advocacy-empty-1"', '"casework-2025-02"', "'casework-2025-02': is no known advocacy question set"),
        ("re_mark_always = [2]", "re_mark_always = [13]", "13: is no question of casework-2025-02"),
        ("[[3, 9]]", "[[0, 9]]", "prompts.same_comment_pairs: 0: is no question"),
    ],
)
def test_a_policy_that_names_what_does_not_exist_is_refused(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises(PolicyRefused) as refused:
        Library.load(written(tmp_path / "p.toml", LOCAL.replace(old, new)))

    assert fault in str(refused.value)


def test_a_policy_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused, match=r"p\.toml: cannot be read: No such file"):
        Library.load(tmp_path / "p.toml")


def test_a_policy_file_that_is_not_utf_8_is_refused_with_the_byte(tmp_path: Path) -> None:
    with pytest.raises(PolicyRefused, match="is not UTF-8 at byte 12"):
        Library.load(written(tmp_path / "p.toml", 'label = "Polític"', "latin-1"))


def test_every_casework_question_has_a_title_short_enough_to_stand_in_a_table() -> None:
    casework = Library.load().current.casework
    titles = casework.titles

    assert set(titles) == {question.number for question in casework.questions}
    assert len(set(titles.values())) == len(titles)
    assert max(map(len, titles.values())) <= 30
