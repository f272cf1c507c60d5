"""Look at the parts of a running system, and bring its workflows and ledger together again."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final

from cyclopts import Parameter

from clients.cli.frame.acting import operating, settings
from clients.cli.frame.exit_codes import ExitCode
from clients.cli.frame.failures import Failure, usage
from clients.cli.frame.options import named
from clients.cli.frame.report import Report, Table
from clients.desk import administration
from clients.desk.desk import Desk
from domain import words
from infra import post_queue
from infra import status as looking
from infra.channels import causes
from infra.temporal.reconcile import Found, Reconciled

_PART: Final = (
    "Looked at {looked_at} of {running} workflows for what keeps failing: the next look takes others."
)
_NAMED: Final = 10
"""How many people a line names; `--json` has all."""


def status() -> Report:
    """Ask every part of the system how it is; ends with 7 when one does not answer."""
    found = operating(administration.status)
    document = found.model_dump(mode="json") | {"healthy": found.healthy}
    parts = Table(("PART", "", ""), [(p.name, "up" if p.up else "down", p.says) for p in found.parts])
    lines = [f"Overdue: {words.in_words(step)}, {count}" for step, count in (found.overdue or {}).items()]
    if found.failures and found.failures.looked_at < found.failures.running:
        lines.append(_PART.format(looked_at=found.failures.looked_at, running=found.failures.running))
    lines += _post(found.post) if found.post else []
    if not found.healthy:
        said = [
            *_ailing(found),
            *(_post(found.post) if found.post and found.post.is_stuck(found.as_of) else []),
        ]
        raise Failure(ExitCode.UNREACHABLE, "\n".join(said), _remedy(found), **document)
    return Report(document, (parts, f"Open IQAs: {found.open_iqas}", *lines))


def _ailing(found: looking.Status) -> list[str]:
    """What is not as it should be, a line each."""
    failing = found.failures.failing if found.failures else ()
    return [
        *(f"{part.name} is down: {part.says}" for part in found.parts if not part.up),
        *(f"stuck: {one}" for one in found.stuck),
        *(f"has no workflow, nothing chases it: {one}" for one in found.lost),
        *(f"its workflow knows less than the ledger: {one}" for one in found.behind),
        *(f"its workflow knows more than the ledger: {one}" for one in found.ahead),
        *([f"a backup was put back, {words.moment(found.restored_at)}"] if found.restored_at else []),
        *(
            f"{one.stream}: {one.activity} keeps failing ({one.attempts} attempts), {one.cause}"
            for one in failing
        ),
        *(f"{one.stream}: put off by {one.quarter}, last with {one.cause}" for one in found.put_off or ()),
    ]


def _remedy(found: looking.Status) -> str:
    """What to do about the first of it: what is down may be why the rest ails."""
    if not all(part.up for part in found.parts):
        return "Start or mend what is down, then look again."
    if found.lost or found.behind or found.ahead or found.restored_at:
        return "`iqa reconcile` brings workflow and ledger together."
    if found.failures and found.failures.failing:
        return "Mend the cause; it is tried again by itself. The worker's log has more."
    if found.put_off:
        return "Mend the cause; the quarter tries again at its next deadline."
    return "The worker's log says more; docs/operating.md."


def _post(post: post_queue.Post) -> list[str]:
    """What there is to say of the post, with the cause of each trouble; nothing while all of it is out."""
    unposted = [f"Notices in no mail yet: {post.unposted}"] if post.unposted else []
    if not post.queued and not post.returned:
        return unposted
    since = f", the oldest since {words.moment(post.oldest)}" if post.oldest else ""
    return [
        f"Post: {post.queued} waiting{since}; {post.returned} came back",
        *map(_trouble, post.troubles),
        *unposted,
    ]


def _trouble(one: post_queue.Trouble) -> str:
    """Why some messages did not go out, and for whom."""
    how = "came back" if one.returned else "waiting"
    more = len(one.people) - _NAMED
    others = f" and {more} more" if more > 0 else ""
    return f"  {one.messages} {how}, for {', '.join(one.people[:_NAMED])}{others}: {causes.says(one.cause)}"


def reconcile(
    *,
    restart_ahead: Annotated[
        bool,
        named(
            "Start over, from the ledger, the workflows that know more than it; their histories stay as evidence"
        ),
    ] = False,
) -> Report:
    """Start again what is not running, and tell what lags to catch up; for after a restore or a loss."""

    async def bring_together(desk: Desk) -> Sequence[Reconciled]:
        return await administration.reconcile(desk, restart_ahead=restart_ahead)

    found = operating(bring_together)
    changed = [one for one in found if one.found is not Found.IN_STEP]
    document = {"streams": len(found), "changed": [one.model_dump(mode="json") for one in changed]}
    if unsettled := [one for one in found if not one.settled]:
        raise _not_settled(unsettled, document)
    lines = [f"{one.stream}: {words.in_words(one.found)}, version {one.ledger}" for one in changed]
    return Report(
        document,
        (*lines, f"{words.count(len(found), 'open stream')}, {len(changed)} brought together again."),
    )


def rebuild() -> Report:
    """Make the read tables again from the ledger, while people work; on a sound database nothing changes."""
    found = operating(administration.rebuild)
    mended = [f"{stream}: mended" for stream in found.mended]
    summary = f"{words.count(found.streams, 'stream')}, {len(found.mended)} shown otherwise than the ledger has them."
    return Report(found.model_dump(mode="json"), (*mended, summary))


def prepare(
    *,
    by_hand: Annotated[
        bool,
        Parameter(name="--print", help="Print the SQL and the engine's commands, and change nothing."),
    ] = False,
) -> Report:
    """Make what real servers need, each where it is missing: tables, roles, namespace, retention, search attributes."""
    from infra import prepared  # noqa: PLC0415  the engine's library takes 0.3 s to import

    ours = settings()
    if ours.embeds_postgres:
        says = "IQA_DSN names no database."
        raise usage(says, "Set it and TEMPORAL_ADDRESS; what the embedded servers need is made by `iqa run`.")
    if by_hand:
        printed = prepared.by_hand(ours)
        return Report({"by_hand": list(printed)}, printed)
    made = asyncio.run(prepared.prepare(ours))
    lines = tuple(f"Made: {one}." for one in made) or ("Everything is there.",)
    return Report({"made": list(made)}, lines)


def _not_settled(unsettled: Sequence[Reconciled], document: dict[str, Any]) -> Failure:
    """Some workflows know more than the ledger, or did not say how far they are."""
    ahead = [one.stream for one in unsettled if one.found is Found.AHEAD]
    if not ahead:
        says = f"These workflows did not answer: {', '.join(one.stream for one in unsettled)}."
        return Failure(ExitCode.UNREACHABLE, says, "Start a worker, then repeat `iqa reconcile`.", **document)
    says = f"The ledger holds less than these workflows have done: {', '.join(ahead)}."
    remedy = (
        "Restore a newer backup of the database, which has lost what they recorded; "
        "or accept the loss with `iqa reconcile --restart-ahead`."
    )
    return Failure(ExitCode.NOT_VERIFIED, says, remedy, **document)
