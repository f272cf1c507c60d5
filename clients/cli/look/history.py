"""The audit trail of an IQA: its story as the ledger has it, and its verification beside the workflow's history."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

from cyclopts import Parameter

from clients.cli.frame import acting
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.looking import look
from clients.cli.frame.options import ASKING, Asking, IqaId
from clients.cli.frame.refusals import by_rule
from clients.cli.frame.report import Report
from clients.gateway import History, connect, reached
from domain import words
from domain.audit import Difference, OtherRules
from domain.errors import Reason, Refused
from domain.ids import is_quarter
from domain.iqa.access import Part, may_read
from domain.iqa.story import Told
from domain.people import Person
from domain.quarter.sight import View, judge_sight
from infra.postgres.connections import Connection
from infra.postgres.kept import kept
from infra.postgres.streams import folded, folded_quarter
from infra.reference import Library
from infra.temporal import audit, histories

_LONGEST_S = 60.0


def history(
    iqa: IqaId,
    *,
    replay: Annotated[
        bool, Parameter(help="Do all of it again, and say what comes out differently.")
    ] = False,
    file: Annotated[Path | None, Parameter(help="A history saved as JSON, instead of the server's.")] = None,
    asking: Asking = ASKING,
) -> Report:
    """Tell who did what when, and which deadline was kept or missed; or verify it."""
    if file and not replay:
        says = "--file is for --replay: it names the history to verify."
        raise usage(says, "Add --replay, or leave the file out.")

    async def see(connection: Connection, person: Person) -> Report:
        quarters = is_quarter(iqa)
        if quarters and not replay:
            says = f"{iqa}: the story of a quarter is not told."
            raise usage(says, "Verify it with --replay.")
        find = _quarter_readable if quarters else _readable
        parts = await find(connection, person, iqa)
        if replay:
            return await _verified(connection, iqa, await _runs(iqa, file))
        return await _told(connection, iqa, parts)

    return look(asking, see, longest_s=_LONGEST_S)


async def _readable(connection: Connection, person: Person, iqa_id: str) -> frozenset[Part]:
    iqa = await folded(connection, iqa_id)
    if iqa is None:
        raise acting.no_such_iqa(iqa_id)
    parts = may_read(person, iqa)
    if Part.RECORD not in parts:
        raise by_rule(
            Refused(reason=Reason.NOT_PERMITTED, detail=f"allowed: {iqa.assessor} and others concerned")
        )
    if iqa.sample and iqa.sample.sampler == person.staff_id and iqa.sample.hides_marks:
        raise by_rule(Refused(reason=Reason.BLIND_RE_MARK_FIRST, detail=iqa_id))
    return parts


async def _quarter_readable(connection: Connection, person: Person, stream: str) -> frozenset[Part]:
    """A quarter is verified by those who may read its report."""
    quarter = await folded_quarter(connection, stream)
    if quarter is None:
        raise by_rule(Refused(reason=Reason.QUARTER_NOT_OPEN, detail=stream))
    if refused := judge_sight(person, View.REPORT, quarter.area):
        raise by_rule(refused)
    return frozenset()


async def _runs(iqa_id: str, file: Path | None) -> Sequence[History]:
    if file is None:
        engine = await connect(acting.settings())
        with reached():
            return await histories.runs(engine, iqa_id)
    try:
        return (await asyncio.to_thread(histories.saved, file, iqa_id),)
    except Exception as error:
        says = f"--file: {str(file)!r} can't be read as a history ({type(error).__name__})."
        raise usage(says, "Name a history that was saved as JSON.") from error


_PARTS: Final = {
    "marks_recorded": Part.MARKS,
    "marks_revised": Part.MARKS,
    "blind_re_marked": Part.SAMPLE,
    "dip_sample_recorded": Part.SAMPLE,
    "feedback_given": Part.SAMPLE,
    "development_reviewed": Part.SAMPLE,
}
"""The events of which only those who may read the part are told more than that they happened."""


def _shown(line: Told, parts: frozenset[Part]) -> Told:
    part = _PARTS.get(line.kind or "")
    hidden = part is not None and part not in parts
    return line.model_copy(update={"what": words.in_words(line.kind or "")}) if hidden else line


async def _told(connection: Connection, iqa_id: str, parts: frozenset[Part]) -> Report:
    """The story; people's own words only for those who may read all of them."""
    with_words = parts == frozenset(Part)
    try:
        story = [_shown(line, parts) for line in audit.story(iqa_id, await kept(connection, iqa_id))]
    except ValueError as error:
        raise _not_verified(iqa_id, [f"{type(error).__name__}: {error}"]) from error
    hidden = None if with_words else {"says"}
    document = {"stream": iqa_id, "story": [line.model_dump(mode="json", exclude=hidden) for line in story]}
    lines: list[str] = []
    for line in story:
        lines += [str(line), *(f"    {said}" for said in line.says if with_words)]
    return Report(document, tuple(lines))


async def _verified(connection: Connection, stream: str, runs: Sequence[History]) -> Report:
    library = Library.load(acting.settings().policy_file)
    found = await audit.replay(stream, runs, library, await kept(connection, stream))
    if differences := [str(one) for one in found if isinstance(one, Difference)]:
        raise _not_verified(stream, differences)
    others = [one for one in found if isinstance(one, OtherRules)]
    if not runs and any(one.repeated is not None for one in others):
        raise _not_judged(stream, others)
    what = "history, decisions and ledger agree" if runs else "decisions and ledger agree; no history is left"
    document = {
        "stream": stream,
        "verified": True,
        "differences": [],
        "history": bool(runs),
        "other_rules": [one.model_dump(mode="json") for one in others],
    }
    return Report(document, (f"{stream}: verified; {what}.", *_of_other_rules(others)))


def _not_judged(stream: str, others: Sequence[OtherRules]) -> Failure:
    """A ledger alone cannot show that other rules decided what it says they did."""
    says = (
        f"{stream}: not verified; no history is left to hold the ledger against.",
        *_of_other_rules(others),
    )
    said: dict[str, Any] = {
        "stream": stream,
        "verified": False,
        "differences": [],
        "other_rules": [one.model_dump(mode="json") for one in others],
    }
    to_do = "Ask the rules of that release (docs/adr/0014), or name a saved history with --file."
    return Failure(ExitCode.NOT_VERIFIED, "\n".join(says), to_do, **said)


def _of_other_rules(others: Sequence[OtherRules]) -> Iterator[str]:
    """What other rules decided stands as it is recorded: today's are no judge of it."""
    by_rules: dict[str, list[OtherRules]] = {}
    for one in others:
        by_rules.setdefault(one.rules, []).append(one)
    for rules, theirs in by_rules.items():
        unlike = sum(one.repeated is not None for one in theirs)
        yield (
            f"  {len(theirs)} decided by other rules ({rules[:12]}) than today's, which would decide {unlike} of them"
            " otherwise. That accuses nobody: those rules alone can judge them."
        )


def _not_verified(iqa_id: str, differences: list[str]) -> Failure:
    said: dict[str, Any] = {"stream": iqa_id, "verified": False, "differences": differences}
    says = "\n".join((f"{iqa_id}: not verified, {len(differences)} differences:", *differences))
    return Failure(ExitCode.NOT_VERIFIED, says, "Keep everything as it is, and ask who changed it.", **said)
