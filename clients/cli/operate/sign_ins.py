"""Where people are signed in at the pages, and whose account at a provider is whose; for administrators of the Area."""

from typing import Annotated

from clients.cli.frame.acting import at_desk, settings
from clients.cli.frame.failures import usage
from clients.cli.frame.options import ASKING, Asking, named
from clients.cli.frame.report import Report, Table
from clients.desk import sign_ins as at
from clients.desk.desk import Desk, SignedIn
from domain import words

_Issuer = Annotated[str | None, named("The provider; IQA_OIDC_ISSUER where it is left out")]
_Whom = Annotated[str, named("Whose, by their staff id")]


def bind_account(
    whose: _Whom,
    subject: Annotated[str, named("The number by which the provider knows them, as the pages tell them")],
    *,
    issuer: _Issuer = None,
    asking: Asking = ASKING,
) -> Report:
    """Say that an account at the sign-in provider is that of somebody in your Area."""
    provider = _provider(issuer)

    async def use(desk: Desk, by: SignedIn) -> at.Bound:
        return await at.bind_account(desk, by, whose, provider, subject)

    done = at_desk(asking, use)
    says = f"{done.person(done.who)} signs in as {done.subject} at {done.issuer}."
    return Report(done.model_dump(mode="json"), (says,))


def unbind_account(whose: _Whom, *, issuer: _Issuer = None, asking: Asking = ASKING) -> Report:
    """Take somebody's account at the sign-in provider from them, and sign them out everywhere."""
    provider = _provider(issuer)

    async def use(desk: Desk, by: SignedIn) -> at.Unbound:
        return await at.unbind_accounts(desk, by, whose, provider)

    done = at_desk(asking, use)
    accounts, ended = words.count(done.accounts, "account"), words.count(done.ended, "sign-in")
    return Report(
        done.model_dump(mode="json"), (f"{done.person(done.who)}: {accounts} unbound, {ended} ended.",)
    )


def sign_ins(
    whose: Annotated[str | None, named("Whose; yours where it is left out")] = None,
    *,
    asking: Asking = ASKING,
) -> Report:
    """List where somebody of your Area is signed in at the pages, or where you are."""

    async def use(desk: Desk, by: SignedIn) -> at.SignIns:
        return await at.sign_ins(desk, by, whose)

    found = at_desk(asking, use)
    table = Table(
        ("SINCE", "LAST USED", "HOW", "FROM"),
        [
            (words.moment(one.began_at), words.moment(one.seen_at), words.sign_in(one.how), one.place or "")
            for one in found.sign_ins
        ],
    )
    nowhere = f"{found.person(found.who)} is signed in nowhere."
    return Report(found.model_dump(mode="json"), (table if found.sign_ins else nowhere,))


def end_sign_ins(
    whose: Annotated[str | None, named("Whose; yours where it is left out")] = None,
    *,
    asking: Asking = ASKING,
) -> Report:
    """Sign somebody of your Area out of the pages everywhere, or yourself; it holds at once."""

    async def use(desk: Desk, by: SignedIn) -> at.Ended:
        return await at.end_sign_ins(desk, by, whose)

    done = at_desk(asking, use)
    says = f"{done.person(done.who)}: {words.count(done.ended, 'sign-in')} ended."
    return Report(done.model_dump(mode="json"), (says,))


def _provider(issuer: str | None) -> str:
    found = issuer or settings().oidc_issuer
    if found is None:
        says = "No provider is named."
        raise usage(says, "Give it with --issuer, or set IQA_OIDC_ISSUER.")
    return found
