"""The library of reference data: calendars, question sets and policies by version, read and checked once.

The shipped files stand in domain/reference. A local policy file brings its neighbours along: files of the
same folder named policy-*.toml, questions-*.toml and bank-holidays-*.toml, among them the versions that open
IQAs began with.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from domain.calendar import Calendar
from domain.facts import UnknownVersion
from domain.ids import document_hash
from domain.policy import Policy, PolicyRefused
from domain.questions import Category, QuestionSet
from domain.reference.kept import Document
from domain.reference.reading import Fault, ReferenceRefused, read
from domain.values import Value
from infra.reference_files import CALENDARS, POLICIES, QUESTION_SETS, folders_of, named

DEFAULT_POLICY = "default-1"

_KINDS: Final[Mapping[str, type[Calendar] | type[Policy] | type[QuestionSet]]] = {
    "policy": Policy,
    "calendar": Calendar,
    "question_set": QuestionSet,
}

_Versioned = TypeVar("_Versioned", Calendar, Policy, QuestionSet)


class VersionTwice(Exception):
    """Two files give the same version different content: a changed file needs a new version."""

    def __init__(self, version: str, files: tuple[str, str]) -> None:
        self.version = version
        self.files = files
        super().__init__(
            f"version {version!r} differs between {files[0]} and {files[1]}: give one a new version"
        )


class ReferenceDiffers(Exception):
    """A file here is not what the database has kept of that kind and version, and what is in use."""

    def __init__(self, kind: str, version: str, here: str, kept: str) -> None:
        super().__init__(
            f"the {kind} {version!r} here ({here[:12]}) is not the one that is kept and in use ({kept[:12]})"
        )
        self.kind = kind
        self.version = version


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
        folders = folders_of(policy_file)
        chosen = _read(Policy, policy_file, PolicyRefused) if policy_file else None
        policies = _by_version(Policy, folders, POLICIES, PolicyRefused)
        if chosen and policies.setdefault(chosen.version, chosen) != chosen:
            raise VersionTwice(chosen.version, (str(policy_file), "another policy file"))
        calendars = _by_version(Calendar, folders, CALENDARS)
        shipped = _by_version(Calendar, folders[:1], CALENDARS)
        question_sets = _by_version(QuestionSet, folders, QUESTION_SETS)
        for policy in policies.values():
            _check_references(policy, calendars, question_sets)
        policy = chosen or policies[DEFAULT_POLICY]
        current = _current(policy, _in_force(calendars, shipped), calendars, question_sets)
        return cls(current, policies, calendars, question_sets)

    @property
    def days_off(self) -> str:
        """Say which calendar new deadlines go by, to which day, and which are passed over."""
        others = sorted(self.calendars.keys() - {self.current.calendar.version})
        beside = f"; passed over: {', '.join(others)}" if others else ""
        return f"{self.current.calendar.version}, to {self.current.calendar.last_day}{beside}"

    def documents(self) -> tuple[Document, ...]:
        """All of it as it is kept, without when it was chosen."""
        return tuple(
            Document(
                kind=kind,
                version=version,
                hash=fingerprint(value),
                content=value.model_dump_json(exclude_defaults=True),
                chosen_at=None,
            )
            for kind, known in self._by_kind().items()
            for version, value in known.items()
        )

    def beside(self, kept: Sequence[Document], *, choose: bool) -> Self:
        """Return it with what the database has kept as well and, where asked, the policy that workers chose last.

        Raises ``ReferenceDiffers`` where a file here is another than the one that is kept under its version.
        """
        found: dict[str, dict[str, Any]] = {kind: dict(known) for kind, known in self._by_kind().items()}
        for one in kept:
            known = found[one.kind].get(one.version)
            if known is None and one.content:
                found[one.kind][one.version] = known = _KINDS[one.kind].model_validate_json(one.content)
            if known is not None and fingerprint(known) != one.hash:
                raise ReferenceDiffers(one.kind, one.version, fingerprint(known), one.hash)
        policies, calendars, question_sets = (found[kind] for kind in _KINDS)
        current = self.current
        if choose and (policy := _last_chosen(kept, "policy")):
            calendar = _last_chosen(kept, "calendar") or current.calendar.version
            current = _current(policies[policy], calendars[calendar], calendars, question_sets)
        return replace(
            self, current=current, policies=policies, calendars=calendars, question_sets=question_sets
        )

    def _by_kind(self) -> Mapping[str, Mapping[str, Any]]:
        return dict(zip(_KINDS, (self.policies, self.calendars, self.question_sets), strict=True))

    def policy(self, version: str) -> Policy:
        """Return that policy; raise `UnknownVersion` when it is not here."""
        return _find("policy", self.policies, version)

    def calendar(self, version: str) -> Calendar:
        """Return that calendar; raise `UnknownVersion` when it is not here."""
        return _find("calendar", self.calendars, version)

    def question_set(self, version: str) -> QuestionSet:
        """Return that question set; raise `UnknownVersion` when it is not here."""
        return _find("question set", self.question_sets, version)


def fingerprint(value: Calendar | Policy | QuestionSet) -> str:
    """The SHA-256 (hex) of what it says; a field that a later release adds with a default changes nothing."""
    return document_hash(value.model_dump(mode="json", exclude_defaults=True))


def _last_chosen(kept: Iterable[Document], kind: str) -> str | None:
    """The version by which a worker last began what is new; None where none did."""
    chosen = [(one.chosen_at, one.version) for one in kept if one.kind == kind and one.chosen_at]
    return max(chosen)[1] if chosen else None


def _current(
    policy: Policy,
    calendar: Calendar,
    calendars: Mapping[str, Calendar],
    question_sets: Mapping[str, QuestionSet],
) -> Current:
    return Current(
        policy=policy,
        calendar=calendars[policy.calendar] if policy.calendar else calendar,
        casework=question_sets[policy.casework_questions],
        advocacy=question_sets[policy.advocacy_questions],
    )


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
    for file in named(folders, prefix):
        value = _read(kind, file, refused)
        other, earlier = found.setdefault(value.version, (str(file), value))
        if earlier != value:
            raise VersionTwice(value.version, (other, str(file)))
    return {version: value for version, (_, value) in found.items()}


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
