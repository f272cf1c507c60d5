"""Mail by SMTP. A receiver that keeps Message-IDs folds a repeated letter into the first one."""

import socket
import ssl
from typing import TYPE_CHECKING, Final

from activities.ports import Letter, Undelivered
from infra.channels import causes
from infra.channels.addresses import MailServer, is_address
from infra.channels.mail import mail

if TYPE_CHECKING:
    from aiosmtplib import SMTP

_TIMEOUT_S: Final = 15.0
_NO_REPLY: Final = -1
"""The number that the library gives to an answer that is none."""
_WHO_ARE_YOU: Final = (530, 534, 535, 538)

_FAULTS: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ssl.SSLCertVerificationError, "smtp_certificate"),
    (ssl.SSLError, "smtp_tls"),
    (socket.gaierror, "smtp_unknown_host"),
    (ConnectionRefusedError, "smtp_refused"),
    (TimeoutError, "smtp_timed_out"),
    (ConnectionError, "smtp_hung_up"),
    (OSError, "smtp_unreachable"),
)
"""What each fault below the protocol means, the narrower before the wider."""


class SmtpChannel:
    """Hands each letter to a mail server, on a connection of its own."""

    name = "smtp"

    def __init__(self, server: MailServer, public_url: str | None = None) -> None:
        self._server = server
        self._public_url = public_url

    async def deliver(self, letter: Letter) -> None:
        """Send it, or raise ``Undelivered``; only an address that nobody has, or can have, ends a letter."""
        import aiosmtplib  # noqa: PLC0415  only a worker with mail needs it

        server = self._server
        if not is_address(letter.email):
            what = "smtp_address"
            raise Undelivered(what, never=True)
        message = mail(letter, sender=server.sender, public_url=self._public_url)
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=False,
            timeout=_TIMEOUT_S,
        )
        try:
            async with client:
                await self._enter(client)
                # The receiver is never read from the header, where a comma would make two of one.
                await client.send_message(message, sender=server.sender, recipients=[letter.email])
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            cause = causes.of_a_reply(refused.code, refused.message)
            raise Undelivered(cause, never=cause == "smtp_mailbox_unknown") from None
        except aiosmtplib.SMTPDataError as error:
            raise Undelivered(causes.of_a_reply(error.code, error.message)) from None
        except aiosmtplib.SMTPSenderRefused as error:
            cause = "smtp_login" if error.code in _WHO_ARE_YOU else "smtp_sender"
            raise Undelivered(cause, down=True) from None
        except aiosmtplib.SMTPResponseException as error:
            raise Undelivered(_of_the_server(error.code, error.message), down=True) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Undelivered(_below(error), down=True) from None

    async def _enter(self, client: "SMTP") -> None:
        """Begin TLS and log in, as the settings say; raises ``Undelivered`` where the server has no way to."""
        await client.ehlo()
        if self._server.tls == "starttls":
            if not client.supports_extension("starttls"):
                what = "smtp_no_starttls"
                raise Undelivered(what, down=True)
            await client.starttls()
            await client.ehlo()
        if self._server.user is not None:
            if not client.supported_auth_methods:
                what = "smtp_no_auth"
                raise Undelivered(what, down=True)
            await client.login(self._server.user, self._server.password or "")


def _of_the_server(code: int, message: str) -> str:
    """Why the server takes nothing from us at all."""
    if code == _NO_REPLY:
        return "smtp_no_mail_server"
    return "smtp_login" if code in _WHO_ARE_YOU else causes.of_a_reply(code, message)


def _below(error: BaseException) -> str:
    """The fault below the protocol: the library wraps the system's own."""
    wrapped: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in wrapped:
        wrapped.append(each)
        each = each.__cause__ or each.__context__
    for fault in reversed(wrapped):
        for kind, code in _FAULTS:
            if isinstance(fault, kind):
                return code
    return f"smtp_{type(error).__name__}"
