"""How a mail server is named in one line."""

import pytest

from infra.channels.addresses import MailServer, mail_server


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (
            "smtp://mail.example.test?from=iqa@example.test",
            MailServer(host="mail.example.test", port=587, sender="iqa@example.test"),
        ),
        (
            "smtp://u%40x:p%2Fw@mail.example.test:2525?from=iqa@example.test&tls=none",
            MailServer(
                host="mail.example.test",
                port=2525,
                sender="iqa@example.test",
                tls="none",
                user="u@x",
                password="p/w",
            ),
        ),
        (
            "smtp://mail.example.test?tls=tls&from=iqa@example.test",
            MailServer(host="mail.example.test", port=465, sender="iqa@example.test", tls="tls"),
        ),
        (
            "smtp://mail.example.test?from=iqa+assurance%2Bcps@example.test",
            MailServer(host="mail.example.test", port=587, sender="iqa+assurance+cps@example.test"),
        ),
    ],
)
def test_an_address_names_a_server(address: str, server: MailServer) -> None:
    assert mail_server(address) == server


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.test",
        "https://mail.example.test?from=iqa@example.test",
        "smtp://?from=iqa@example.test",
        "smtp://mail.example.test",
        "smtp://mail.example.test?from=iqa",
        "smtp://mail.example.test?from=an%20office@example.test",
        "smtp://mail.example.test?from=iqa@example.test%0d%0aBcc:x",
        "smtp://mail.example.test:port?from=iqa@example.test",
        "smtp://mail.example.test?from=iqa@example.test&tls=maybe",
        "smtp://mail.example.test?from=iqa@example.test&ssl=on",
    ],
)
def test_what_names_none_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ValueError, match="write it as smtp://") as refused:
        mail_server(address)
    assert "mail.example.test" not in str(refused.value)
