"""Mail goes to a server over TLS: to one whose certificate somebody trusted has signed, and to no other."""

from collections.abc import AsyncIterator
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

import pytest
import pytest_asyncio
import trustme

from activities.ports import Undelivered
from infra.channels.addresses import mail_server
from infra.channels.smtp import SmtpChannel
from tests.infra.channels.letters import letter
from tests.post import MailBox, mail_box


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the authority as an operator does: by a file that OpenSSL reads."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


@pytest_asyncio.fixture(loop_scope="session", params=["starttls", "tls"])
async def box(request: pytest.FixtureRequest, authority: trustme.CA) -> AsyncIterator[MailBox]:
    certificate = SSLContext(PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(certificate)
    async with mail_box(MailBox(tls=request.param, login="iqa:hush"), certificate) as opened:
        yield opened


def by(address: str) -> SmtpChannel:
    return SmtpChannel(mail_server(address))


@pytest.mark.usefixtures("trusted")
async def test_a_letter_goes_over_tls_to_a_server_that_asks_who_sends_it(box: MailBox) -> None:
    await by(box.address).deliver(letter())

    assert [mail["To"] for mail in box.mails] == [letter().email]


@pytest.mark.usefixtures("trusted")
async def test_a_wrong_password_is_told_by_its_code_alone(box: MailBox) -> None:
    with pytest.raises(Undelivered) as not_taken:
        await by(box.address.replace("hush", "guess")).deliver(letter())

    assert (not_taken.value.code, not_taken.value.down) == ("smtp_login", True)
    assert box.mails == []


async def test_a_server_whose_certificate_nobody_trusted_signed_gets_nothing(box: MailBox) -> None:
    with pytest.raises(Undelivered) as not_taken:
        await by(box.address).deliver(letter())

    assert (not_taken.value.code, not_taken.value.down) == ("smtp_certificate", True)
    assert not not_taken.value.never
    assert box.mails == []


@pytest.mark.usefixtures("trusted")
async def test_a_server_whose_certificate_is_for_another_name_gets_nothing(box: MailBox) -> None:
    with pytest.raises(Undelivered) as not_taken:
        await by(box.address.replace("127.0.0.1", "localhost")).deliver(letter())

    assert not_taken.value.code == "smtp_certificate"
    assert box.mails == []


async def test_where_tls_is_asked_for_nothing_goes_in_the_clear() -> None:
    async with mail_box() as plain:
        with pytest.raises(Undelivered) as not_taken:
            await by(plain.address.replace("tls=none", "tls=starttls")).deliver(letter())

    assert (not_taken.value.code, not_taken.value.down) == ("smtp_no_starttls", True)
    assert plain.mails == []
