"""A client of one's own, on the desk alone: who signs in by their staff id sees their inbox and answers two questions.

``python docs/example_client.py XT-M1 iqa-2026-27-Q3-XT-P1-C1``, beside ``make run``.
"""

import asyncio
import sys

from clients.desk.desk import Desk, SignedIn, opened, utc_now
from clients.desk.events import said_of
from clients.desk.inbox import inbox
from clients.desk.sending import send
from clients.desk.worksheets import worksheet
from clients.errors import CommandFailed, CommandRefused, Unreachable
from domain.assessment import Answer, Mark
from domain.iqa.commands import RecordMarks
from domain.words import due

MARKS = (
    Mark(question=1, answer=Answer.YES, good_practice="Both stages of the Code test are set out."),
    Mark(question=2, answer=Answer.NO, improvement="Say how the defence is to be met."),
)


async def look_and_mark(desk: Desk, by: SignedIn, iqa_id: str) -> None:
    """Tell what waits, then record the marks under the version that was seen."""
    found = await inbox(desk, by)
    for line in found.waiting:
        print(f"{due(line.due)}{', overdue' if line.overdue else ''}: {line.says} ({line.stream})")
    sheet = await worksheet(desk, by, iqa_id)
    for question, refused in sheet.faults(MARKS):
        print(f"Question {question}: {refused.reason.rule.says}")
    done = await send(desk, by, iqa_id, RecordMarks(marks=MARKS, seen_version=sheet.version))
    print("; ".join(map(said_of, done.events)))
    print(f"Still to answer: {sheet.unanswered_after(MARKS)}")


async def main(staff_id: str, iqa_id: str) -> int:
    """Open the desk of this process, and tell what stood in the way."""
    async with opened() as desk:
        try:
            await look_and_mark(desk, SignedIn(staff_id=staff_id, how="example", at=utc_now()), iqa_id)
        except CommandRefused as error:
            rule = error.refused.reason.rule
            print(f"Refused: {rule.says} {rule.remedy} ({rule.source})")
        except Unreachable as error:
            print(
                f"No answer: {error.what}. Repeat it under the id {error.command_id}: it is done once at most."
            )
        except CommandFailed as error:
            print(f"The system failed; tell its operators {error.command_id}.")
        else:
            return 0
    return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:3])))
