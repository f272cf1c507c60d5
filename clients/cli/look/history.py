"""What happened in an IQA, on a case or in a quarter, line by line, and its verification."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from cyclopts import Parameter

from clients.cli.frame.acting import at_desk
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Report, said
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called, called_within
from clients.desk.story import Story, story
from clients.desk.telling.lines import StoryLine
from clients.desk.verifying import NoHistory, Verification, verify
from domain import words
from domain.audit import OtherRules
from domain.calendar import LONDON

_LONGEST_S: Final = 60.0
_SHORT: Final = 12


def history(
    stream: Annotated[str, named("The id of an IQA, of a quarter, or of what is noted on a case")],
    *,
    replay: Annotated[
        bool, Parameter(help="Do all of it again as well, and say what comes out differently.")
    ] = False,
    file: Annotated[Path | None, Parameter(help="A history saved as JSON, instead of the server's.")] = None,
    asking: Asking = ASKING,
) -> Report:
    """Tell who did what when, and which step came in time or late; and verify it."""
    if file and not replay:
        says = "--file is for --replay: it names the history to verify."
        raise usage(says, "Add --replay, or leave the file out.")
    saved = _saved(file) if file else None

    async def look(desk: Desk, by: SignedIn) -> _Seen:
        try:
            told, fault = await story(desk, by, stream), ""
        except ValueError as error:
            told, fault = Story(stream=stream, story=()), f"the ledger can't be read ({type(error).__name__})"
        return _Seen(told, fault, await verify(desk, by, stream, saved) if replay else None)

    try:
        seen = at_desk(asking, look, patience_s=_LONGEST_S)
    except NoHistory as error:
        raise _no_history(file, error.why) from error
    return _report(seen)


class _Seen(NamedTuple):
    """The story, what of the ledger kept it from being told, and the verification where one was asked for."""

    told: Story
    fault: str
    verification: Verification | None


class _NotVerified(Failure):
    """A failure that is told after the story."""

    def __init__(self, before: Sequence[str], says: str, remedy: str, **more: Any) -> None:  # noqa: ANN401  JSON values
        super().__init__(ExitCode.NOT_VERIFIED, says, remedy, **more)
        self._before = before

    @property
    def lines(self) -> tuple[str, ...]:
        """The story, then the failure for a reader."""
        return (*self._before, *super().lines)


def lines(told: Story) -> Iterator[str]:
    """A story for a reader, in London's time."""
    for line in told.story:
        yield line_of(line, told.names)
        for one in line.says:
            yield from said(f"  {one.about}", one.text)


def line_of(line: StoryLine, names: Mapping[str, str]) -> str:
    """One line without what people wrote: when, who in which role, what, and which step that met."""
    zone = f"{line.at.astimezone(LONDON):%Z}"
    who, what = called(line.who, names), called_within(line.what, line.people, names)
    head = f"{words.moment(line.at)} {zone}  {who}, {words.in_words(line.role)}:  {what}"
    return "; ".join((head, *(met.says for met in line.met), *_signed_in(line)))


def _signed_in(line: StoryLine) -> Iterator[str]:
    if one := line.signed_in:
        yield f"signed in {words.sign_in(one.how)} at {words.moment(one.at)}"


def _report(seen: _Seen) -> Report:
    told, done = tuple(lines(seen.told)), seen.verification
    document = seen.told.model_dump(mode="json")
    if done is None:
        if seen.fault:
            raise _differs(told, seen.told.stream, (seen.fault,), 1, document | {"verified": False})
        return Report(document, told)
    document |= done.model_dump(mode="json")
    if done.found:
        raise _differs(told, done.stream, done.differences, done.found, document)
    if not done.verified:
        raise _not_judged(told, done, document)
    what = (
        "history, decisions and ledger agree"
        if done.history
        else "decisions and ledger agree; no history is left"
    )
    verified = f"{done.stream}: verified; {what}."
    return Report(document, (*told, verified, *_of_other_rules(done.other_rules)))


def _differs(
    told: Sequence[str], stream: str, differences: Sequence[str], found: int, document: dict[str, Any]
) -> Failure:
    says = "\n".join((f"{stream}: not verified, {words.count(found, 'difference')}:", *differences))
    return _NotVerified(told, says, "Keep everything as it is, and ask who changed it.", **document)


def _not_judged(told: Sequence[str], done: Verification, document: dict[str, Any]) -> Failure:
    """A ledger alone cannot show that other rules decided what it says they did."""
    says = (
        f"{done.stream}: not verified; no history is left to hold the ledger against.",
        *_of_other_rules(done.other_rules),
    )
    to_do = "Ask the rules of that release (docs/adr/0014), or name a saved history with --file."
    return _NotVerified(told, "\n".join(says), to_do, **document)


def _of_other_rules(others: Sequence[OtherRules]) -> Iterator[str]:
    """What other rules decided stands as it is recorded: today's are no judge of it."""
    by_rules: dict[str, list[OtherRules]] = {}
    for one in others:
        by_rules.setdefault(one.rules, []).append(one)
    for rules, theirs in by_rules.items():
        unlike = sum(one.repeated is not None for one in theirs)
        yield (
            f"  {len(theirs)} decided by other rules ({rules[:_SHORT]}) than today's, which would decide {unlike} of"
            " them otherwise. That accuses nobody: those rules alone can judge them."
        )


def _saved(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _no_history(file, type(error).__name__) from error


def _no_history(file: Path | None, why: str) -> Failure:
    says = f"--file: {str(file)!r} can't be read as a history ({why})."
    return usage(says, "Name a history that was saved as JSON.")
