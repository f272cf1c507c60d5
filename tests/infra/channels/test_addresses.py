"""How a mail server is named in one line."""

import pytest

from infra.channels.addresses import MailServer, is_address, mail_server


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
    ("address", "part"),
    [
        ("mail.example.test", "host and port"),
        ("https://mail.example.test?from=iqa@example.test", "host and port"),
        ("smtp://?from=iqa@example.test", "host and port"),
        ("smtp://mail.example.test:port?from=iqa@example.test", "host and port"),
        ("smtp://mail.example.test:0?from=iqa@example.test", "host and port"),
        ("smtp://mail..example.test?from=iqa@example.test", "host and port"),
        ("smtp://mail_ex\u00e4mple.test?from=iqa@example.test", "host and port"),
        ("smtp://u:p/w@mail.example.test?from=iqa@example.test", "host and port"),
        ("smtp://u:12/w@mail.example.test?from=iqa@example.test", "a user or a password"),
        ("smtp://u:12?w@mail.example.test?from=iqa@example.test", "a user or a password"),
        ("smtp://u:12#w@mail.example.test?from=iqa@example.test", "a user or a password"),
        ("smtp://mail.example.test?from=iqa@example.test#x", "a user or a password"),
        ("smtp://mail.example.test", "sender"),
        ("smtp://mail.example.test?from=iqa", "sender"),
        ("smtp://mail.example.test?from=an%20office@example.test", "sender"),
        ("smtp://mail.example.test?from=<iqa@example.test>", "sender"),
        ("smtp://mail.example.test?from=mailto:iqa@example.test", "sender"),
        ("smtp://mail.example.test?from=iqa@example.test,b@example.test", "sender"),
        ("smtp://mail.example.test?from=iqa@example.test%0d%0aBcc:x", "sender"),
        ("smtp://mail.example.test?from=iqa@example.test&tls=maybe", "tls= is"),
        ("smtp://mail.example.test?from=iqa@example.test&ssl=on", "alone, once each"),
        ("smtp://mail.example.test?from=iqa@example.test&from=b@example.test", "alone, once each"),
    ],
)
def test_what_names_none_is_refused_by_its_part_and_not_repeated(address: str, part: str) -> None:
    with pytest.raises(ValueError, match="write it as smtp://") as refused:
        mail_server(address)
    assert str(refused.value).partition(";")[0].find(part) >= 0, str(refused.value)
    assert "example.test" not in str(refused.value)


@pytest.mark.parametrize("text", ["a@b", "o'neil.x+y@sub-1.example.test", f"{'x' * 64}@c.test"])
def test_a_mail_can_be_written_to_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "a",
            "@b",
            "a@",
            "<a@b>",
            "M<a@b>",
            "mailto:a@b",
            "a..b@c",
            ".a@c",
            "a@b.",
            "a@b..c",
            "a@-b",
            "a,b@c",
        ),
        *(
            "a b@c",
            "a@b c",
            "a@b\n",
            "zo\u00eb@c.test",
            "a@[127.0.0.1]",
            f"{'x' * 65}@c.test",
            f"a@{'x.' * 130}test",
        ),
    ],
)
def test_no_mail_can_be_written_to_what_is_none(text: str) -> None:
    assert not is_address(text)
