"""The library of reference data: calendars, question sets and policies by version, read and checked once.

The shipped files stand in domain/reference. A local policy file brings its neighbours along: files of the
same folder named policy-*.toml, questions-*.toml and bank-holidays-*.toml, among them the versions that open
IQAs began with.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self, TypeVar

from domain.calendar import Calendar
from domain.facts import UnknownVersion
from domain.policy import Policy, PolicyRefused
from domain.questions import Category, QuestionSet
from domain.reference.reading import Fault, ReferenceRefused, read
from domain.values import Value

DEFAULT_POLICY = "default-1"

_Versioned = TypeVar("_Versioned", Calendar, Policy, QuestionSet)


class VersionTwice(Exception):
    """Two files give the same version different content: a changed file needs a new version."""

    def __init__(self, version: str, files: tuple[str, str]) -> None:
        self.version = version
        self.files = files
        super().__init__(
            f"version {version!r} differs between {files[0]} and {files[1]}: give one a new version"
        )


class Current(Value):
    """What a new IQA starts with."""

    policy: Policy
    calendar: Calendar
    casework: QuestionSet
    advocacy: QuestionSet

    def question_set(self, category: Category) -> QuestionSet:
        """Return the questions of that category."""
        return self.casework if category is Category.CASEWORK else self.advocacy


@dataclass(frozen=True)
class Library:
    """Reference data by version; `current` is what a new IQA starts with, an open one keeps its versions."""

    current: Current
    policies: Mapping[str, Policy]
    calendars: Mapping[str, Calendar]
    question_sets: Mapping[str, QuestionSet]

    @classmethod
    def load(cls, policy_file: Path | None = None) -> Self:
        """Read the shipped files and, given a local policy file, it and its neighbours.

        Raises `PolicyRefused` (for the other kinds `ReferenceRefused`) with every fault of the first file
        that is refused, and `VersionTwice`.
        """
        folders = [_shipped(), *([policy_file.parent] if policy_file else [])]
        chosen = _read(Policy, policy_file, PolicyRefused) if policy_file else None
        policies = _by_version(Policy, folders, "policy-", PolicyRefused)
        if chosen and policies.setdefault(chosen.version, chosen) != chosen:
            raise VersionTwice(chosen.version, (str(policy_file), "another policy file"))
        calendars = _by_version(Calendar, folders, "bank-holidays-")
        shipped = _by_version(Calendar, folders[:1], "bank-holidays-")
        question_sets = _by_version(QuestionSet, folders, "questions-")
        for policy in policies.values():
            _check_references(policy, calendars, question_sets)
        policy = chosen or policies[DEFAULT_POLICY]
        current = Current(
            policy=policy,
            calendar=calendars[policy.calendar] if policy.calendar else _in_force(calendars, shipped),
            casework=question_sets[policy.casework_questions],
            advocacy=question_sets[policy.advocacy_questions],
        )
        return cls(current, policies, calendars, question_sets)

    @property
    def days_off(self) -> str:
        """Say which calendar new deadlines go by, to which day, and which are passed over."""
        others = sorted(self.calendars.keys() - {self.current.calendar.version})
        beside = f"; passed over: {', '.join(others)}" if others else ""
        return f"{self.current.calendar.version}, to {self.current.calendar.last_day}{beside}"

    def policy(self, version: str) -> Policy:
        """Return that policy; raise `UnknownVersion` when it is not here."""
        return _find("policy", self.policies, version)

    def calendar(self, version: str) -> Calendar:
        """Return that calendar; raise `UnknownVersion` when it is not here."""
        return _find("calendar", self.calendars, version)

    def question_set(self, version: str) -> QuestionSet:
        """Return that question set; raise `UnknownVersion` when it is not here."""
        return _find("question set", self.question_sets, version)


def _shipped() -> Traversable:
    return files("domain.reference")


def _in_force(calendars: Mapping[str, Calendar], shipped: Mapping[str, Calendar]) -> Calendar:
    """One laid beside a local policy, as for a holiday proclaimed, before a shipped one; of several the furthest."""
    local = [calendar for version, calendar in calendars.items() if version not in shipped]
    return max(local or shipped.values(), key=lambda calendar: (calendar.last_day, calendar.version))


def _find(kind: str, known: Mapping[str, _Versioned], version: str) -> _Versioned:
    if version not in known:
        raise UnknownVersion(kind, version, known)
    return known[version]


def _by_version(
    kind: type[_Versioned],
    folders: Iterable[Traversable],
    prefix: str,
    refused: type[ReferenceRefused] = ReferenceRefused,
) -> dict[str, _Versioned]:
    found: dict[str, tuple[str, _Versioned]] = {}
    for file in _named(folders, prefix):
        value = _read(kind, file, refused)
        other, earlier = found.setdefault(value.version, (str(file), value))
        if earlier != value:
            raise VersionTwice(value.version, (other, str(file)))
    return {version: value for version, (_, value) in found.items()}


def _named(folders: Iterable[Traversable], prefix: str) -> Iterator[Traversable]:
    for folder in folders:
        for file in sorted(folder.iterdir(), key=lambda file: file.name):
            if file.name.startswith(prefix) and file.name.endswith(".toml"):
                yield file


def _read(kind: type[_Versioned], file: Traversable, refused: type[ReferenceRefused]) -> _Versioned:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise refused(str(file), (Fault("", None, f"cannot be read: {error.strerror}"),)) from error
    except UnicodeDecodeError as error:
        raise refused(str(file), (Fault("", None, f"is not UTF-8 at byte {error.start}"),)) from error
    return read(kind, text, str(file), refused)


def _check_references(
    policy: Policy, calendars: Mapping[str, Calendar], question_sets: Mapping[str, QuestionSet]
) -> None:
    """Refuse a policy that names a version, a category or a question that does not exist."""
    sets = {
        "casework_questions": (policy.casework_questions, Category.CASEWORK),
        "advocacy_questions": (policy.advocacy_questions, Category.ADVOCACY),
    }
    faults = [
        Fault(where, version, f"is no known {category} question set")
        for where, (version, category) in sets.items()
        if version not in question_sets or question_sets[version].category is not category
    ]
    if policy.calendar and policy.calendar not in calendars:
        faults.append(Fault("calendar", policy.calendar, "is no known calendar"))
    if not faults:
        faults = _unknown_numbers(policy, question_sets[policy.casework_questions])
    if faults:
        named = f"policy {policy.version}"
        raise PolicyRefused(named, tuple(faults))


def _unknown_numbers(policy: Policy, casework: QuestionSet) -> list[Fault]:
    named = {
        "dip_sample.re_mark_always": policy.dip_sample.re_mark_always,
        "prompts.same_comment_pairs": sum(policy.prompts.same_comment_pairs, ()),
    }
    return [
        Fault(where, number, f"is no question of {casework.version}")
        for where, numbers in named.items()
        for number in numbers
        if casework.question(number) is None
    ]
