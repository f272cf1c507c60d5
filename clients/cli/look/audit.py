"""An audit of every record: what came of each is kept in a file, so that it goes on where it stopped."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Annotated, Final

from cyclopts import Parameter

from clients.cli.frame.acting import at_desk, operating, settings
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure
from clients.cli.frame.options import ASKING, Asking
from clients.cli.frame.output import say
from clients.cli.frame.report import Report
from clients.cli.look.audit_notes import Notes
from clients.cli.look.history import beside
from clients.desk import auditing
from clients.desk.desk import Desk, SignedIn
from clients.desk.verifying import Verification
from domain import words
from domain.audit import Verdict

_LONGEST_S: Final = 60.0
_TELL_EVERY_S: Final = 5.0


def audit(
    *,
    file: Annotated[
        Path,
        Parameter(help="Where it keeps how far it is and what it found; one that was interrupted goes on."),
    ] = Path("iqa-audit.jsonl"),
    anew: Annotated[bool, Parameter(help="Begin again, whatever the file holds.")] = False,
    asking: Asking = ASKING,
) -> Report:
    """Verify every IQA, quarter and case; ends with 8 when anything is altered, 9 when some can't be judged here."""

    async def go(desk: Desk, by: SignedIn | None) -> Notes:
        begun = await auditing.begin(desk, by)
        notes = Notes(file, auditing.identity(desk), anew=anew)
        await _go_through(begun, notes)
        return notes

    async def as_operator(desk: Desk) -> Notes:
        return await go(desk, None)

    try:
        if asking.actor or settings().actor:
            return _report(at_desk(asking, go, patience_s=_LONGEST_S))
        return _report(operating(as_operator))
    except KeyboardInterrupt:
        remedy = f"Repeat the command: it goes on after what {file} holds."
        raise Failure(ExitCode.INTERRUPTED, "Interrupted.", remedy) from None


async def _go_through(begun: auditing.Audit, notes: Notes) -> None:
    if notes.done:
        say(f"audit: goes on after {words.count(notes.done, 'record')} in {notes.file}")
    told = monotonic()
    async for one in begun.after(notes.last):
        notes.keep(one)
        if monotonic() - told > _TELL_EVERY_S:
            told = monotonic()
            say(f"audit: {notes.done} of {max(begun.total, notes.done)} records")
    notes.end()


def _report(notes: Notes) -> Report:
    counts = notes.counts
    document = {
        "streams": notes.done,
        "verdicts": {str(one): counts[one] for one in Verdict},
        "found": [one.model_dump(mode="json") for one in notes.found()],
        "file": str(notes.file),
    }
    lines = [line for one in notes.found() for line in _lines(one)]
    summary = ", ".join(f"{counts[one]} {words.in_words(one)}" for one in Verdict if counts[one])
    lines.append(f"{words.count(notes.done, 'record')}: {summary or 'none'}. All of it is in {notes.file}.")
    if counts[Verdict.ALTERED]:
        remedy = "Keep everything as it is, and ask who changed it; docs/audit.md."
        raise Failure(ExitCode.NOT_VERIFIED, "\n".join(lines), remedy, **document)
    if counts[Verdict.NOT_JUDGED]:
        remedy = "docs/audit.md says who can judge them."
        raise Failure(ExitCode.NOT_JUDGED, "\n".join(lines), remedy, **document)
    return Report(document, tuple(lines))


def _lines(one: Verification) -> Iterator[str]:
    told = f", {words.count(one.found, 'difference')}" if one.found else ""
    yield f"{one.stream}: {words.in_words(one.verdict)}{told}"
    yield from (f"  {difference}" for difference in one.differences)
    yield from beside(one)
