"""Administrators say whose an account at the provider is, and end sign-ins; everybody sees and ends their own."""

from infra.postgres.web import begin_sign_in
from tests import clock
from tests.clients.typed import CommandLine

IDP = ("--issuer", "https://idp.example.test")


async def signed_in(iqa: CommandLine, who: str) -> None:
    async with iqa.system.connection() as connection:
        await begin_sign_in(connection, iqa.system.id(who), "openid_connect", clock.now(), "10.0.0.7")


async def test_an_account_is_bound_to_one_person_until_it_is_taken_from_them(iqa: CommandLine) -> None:
    p1, p2 = iqa.system.id("P1"), iqa.system.id("P2")

    bound = await iqa.ok("bind-account", p1, "42", *IDP, by="A1")
    again = await iqa("bind-account", p2, "42", *IDP, by="A1")
    unbound = await iqa.ok("unbind-account", p1, *IDP, by="A1")
    other = await iqa.ok("bind-account", p2, "42", *IDP, by="A1")

    assert "signs in as 42 at https://idp.example.test." in bound.out
    assert again.code == 3
    assert p1 in again.err
    assert "1 account unbound, 0 sign-ins ended" in unbound.out
    assert p2 in other.out
    rows = await iqa.system.rows(
        "select staff_id, bound_by, ended_by from iqa.sign_in_bindings order by bound_at"
    )
    a1 = iqa.system.id("A1")
    assert [tuple(one.values()) for one in rows] == [(p1, a1, a1), (p2, a1, None)]


async def test_an_administrator_sees_and_ends_the_sign_ins_of_somebody_of_their_area(
    iqa: CommandLine,
) -> None:
    p1 = iqa.system.id("P1")
    await signed_in(iqa, "P1")

    seen = await iqa.ok("sign-ins", p1, by="A1")
    ended = await iqa.ok("end-sign-ins", p1, by="A1")
    after = await iqa.ok("sign-ins", p1, by="A1")

    assert "by OpenID Connect" in seen.out
    assert "10.0.0.7" in seen.out
    assert "1 sign-in ended" in ended.out
    assert "is signed in nowhere" in after.out


async def test_unbinding_ends_the_sign_ins_with_it(iqa: CommandLine) -> None:
    p1 = iqa.system.id("P1")
    await signed_in(iqa, "P1")
    await iqa.ok("bind-account", p1, "42", *IDP, by="A1")

    assert "1 account unbound, 1 sign-in ended" in (await iqa.ok("unbind-account", p1, *IDP, by="A1")).out


async def test_everybody_sees_and_ends_their_own(iqa: CommandLine) -> None:
    await signed_in(iqa, "P1")

    assert "10.0.0.7" in (await iqa.ok("sign-ins", by="P1")).out
    assert "1 sign-in ended" in (await iqa.ok("end-sign-ins", by="P1")).out


async def test_another_areas_people_are_not_theirs_and_nobody_else_administers(iqa: CommandLine) -> None:
    await iqa.system.rows(
        "insert into iqa.people (staff_id, role, area, email, from_date)"
        " values ($1, 'prosecutor', 'ELSE', 'x@example.test', '2020-01-01')",
        f"{iqa.system.area}-X1",
    )
    far = f"{iqa.system.area}-X1"

    for command in (("bind-account", far, "42", *IDP), ("unbind-account", far, *IDP), ("end-sign-ins", far)):
        ran = await iqa(*command, by="A1")
        assert (ran.code, "other_area" in ran.err) == (5, True), command
    assert (await iqa("sign-ins", iqa.system.id("P2"), by="P1")).code == 5
