"""What happened in an IQA, on a case or in a quarter, line by line, and its verification."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple, TypeVar

from cyclopts import Parameter

from clients.cli.frame.acting import at_desk
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Report, said
from clients.desk import evidence
from clients.desk.desk import Desk, SignedIn
from clients.desk.names import called, called_within
from clients.desk.story import Story, story
from clients.desk.telling.lines import StoryLine
from clients.desk.verifying import NoHistory, Verification, verify
from domain import words
from domain.audit import Verdict
from domain.calendar import LONDON

T = TypeVar("T")

_LONGEST_S: Final = 60.0
_SHORT: Final = 12


def history(
    stream: Annotated[str, named("The id of an IQA, of a quarter, or of what is noted on a case")] = "",
    *,
    replay: Annotated[
        bool, Parameter(help="Do all of it again as well, and say what comes out differently.")
    ] = False,
    save: Annotated[
        Path | None,
        Parameter(help="Save all of it in a new file, to be told and verified where nothing runs."),
    ] = None,
    file: Annotated[
        Path | None,
        Parameter(
            help="A file of --save, told and verified by itself; or the engine's history as JSON, for --replay."
        ),
    ] = None,
    asking: Asking = ASKING,
) -> Report:
    """Tell who did what when, and which step came in time or late; and verify it."""
    saved = _saved(file) if file else None
    if saved and evidence.is_saved(saved):
        return _read_again(saved, file, stream)
    if not stream:
        says = "No IQA, case or quarter is named."
        raise usage(says, "Name it, or name a file of --save with --file.")
    if file and not replay:
        says = "--file is for --replay: it names the history to verify."
        raise usage(says, "Add --replay, or leave the file out.")
    if save:
        return _save(save, stream, asking)

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


def _read_again(saved: str, file: Path | None, stream: str) -> Report:
    """What a saved record tells, and what comes of it: nothing else is asked."""
    try:
        told, verification = asyncio.run(evidence.read_again(saved))
    except NoHistory as error:
        raise _no_history(file, error.why) from error
    if stream and stream != told.stream:
        says = f"--file holds {told.stream}, not {stream}."
        raise usage(says, "Name the one that it holds, or none.")
    return _report(_Seen(told, "", verification))


def _save(target: Path, stream: str, asking: Asking) -> Report:
    async def save(desk: Desk, by: SignedIn) -> str:
        return await evidence.saved(desk, by, stream)

    try:
        with target.open("x", encoding="utf-8") as opened:
            opened.write(at_desk(asking, save, patience_s=_LONGEST_S))
    except FileExistsError as error:
        says = f"{str(target)!r} is there already."
        raise usage(says, "Name a new file.") from error
    except OSError as error:
        says = f"{str(target)!r} can't be written ({error.strerror})."
        raise usage(says, "Name another file.") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    says = f"{target}: saved. `iqa history --file {target}` tells and verifies it with nothing else running."
    return Report({"file": str(target)}, (says,))


class _Seen(NamedTuple):
    """The story, what of the ledger kept it from being told, and the verification where one was asked for."""

    told: Story
    fault: str
    verification: Verification | None


class _NotSound(Failure):
    """A failure that is told after the story."""

    def __init__(self, before: Sequence[str], code: ExitCode, says: str, remedy: str, **more: Any) -> None:  # noqa: ANN401  JSON values
        super().__init__(code, says, remedy, **more)
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
            raise _altered(told, seen.told.stream, (seen.fault,), 1, document | {"verified": False})
        return Report(document, told)
    document |= done.model_dump(mode="json")
    if done.verdict is Verdict.ALTERED:
        raise _altered(told, done.stream, done.differences, done.found, document)
    if done.verdict is Verdict.NOT_JUDGED:
        says = "\n".join(
            (f"{done.stream}: cannot be judged here; nothing is altered that is known.", *beside(done))
        )
        to_do = "Ask the rules of that release, or lay the policy beside that in IQA_POLICY; docs/audit.md."
        raise _NotSound(told, ExitCode.NOT_JUDGED, says, to_do, **document)
    what = (
        "history, decisions and ledger agree"
        if done.history
        else "decisions and ledger agree; no history is left"
    )
    return Report(document, (*told, f"{done.stream}: verified; {what}.", *beside(done)))


def _altered(
    told: Sequence[str], stream: str, differences: Sequence[str], found: int, document: dict[str, Any]
) -> Failure:
    says = "\n".join((f"{stream}: altered, {words.count(found, 'difference')}:", *differences))
    remedy = "Keep everything as it is, and ask who changed it; docs/audit.md."
    return _NotSound(told, ExitCode.NOT_VERIFIED, says, remedy, **document)


def beside(done: Verification) -> Iterator[str]:
    """What else there is to say of a record, which accuses nobody: who judged, what is not here, what was mended."""
    for rules, theirs in _grouped(done.other_rules, lambda one: one.rules).items():
        unlike = sum(one.repeated is not None for one in theirs)
        today = (
            f"would decide {unlike} of them otherwise. That accuses nobody: those rules alone can judge them."
            if unlike
            else "decide the same."
        )
        yield f"  {len(theirs)} decided by other rules ({rules[:_SHORT]}) than today's, which {today}"
    for missing, decided in _grouped(done.not_here, lambda one: f"{one.kind} {one.version}").items():
        yield f"  {len(decided)} decided with the {missing}, which is not here."
    for mending, parts in _grouped(done.explained, lambda one: words.mending(one.mending)).items():
        yield f"  {words.count(len(parts), 'step')} explained: {mending}."


def _grouped(found: Sequence[T], by: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for one in found:
        groups.setdefault(by(one), []).append(one)
    return groups


def _saved(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise _no_history(file, type(error).__name__) from error


def _no_history(file: Path | None, why: str) -> Failure:
    says = f"--file: {str(file)!r} can't be read as a history ({why})."
    return usage(says, "Name a file of `iqa history --save`, or a history that the engine saved as JSON.")
