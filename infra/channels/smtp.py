"""Mail by SMTP. A receiver that keeps Message-IDs folds a repeated letter into the first one."""

from typing import Final

from activities.ports import Letter, Undelivered
from infra.channels.addresses import MailServer
from infra.channels.mail import mail

_TIMEOUT_S: Final = 15.0
_NOBODY_THERE: Final = ("5.1.1 ", "5.1.2 ", "5.1.3 ", "5.1.6 ", "5.1.10 ", "5.2.1 ")
"""Enhanced status codes (RFC 3463, 7505) about the receiver; any other refusal may be of our own making."""


class SmtpChannel:
    """Hands each letter to a mail server, on a connection of its own."""

    name = "smtp"

    def __init__(self, server: MailServer, public_url: str | None = None) -> None:
        self._server = server
        self._public_url = public_url

    async def deliver(self, letter: Letter) -> None:
        """Send it, or raise ``Undelivered``; only an address that the server refuses for good ends a letter."""
        import aiosmtplib  # noqa: PLC0415  only a worker with mail needs it

        if not letter.email.isascii():
            what = "address"
            raise _undelivered(what, never=True)
        message = mail(letter, sender=self._server.sender, public_url=self._public_url)
        try:
            await aiosmtplib.send(
                message,
                sender=self._server.sender,
                recipients=[letter.email],  # never read from the header, where a comma would make two of one
                hostname=self._server.host,
                port=self._server.port,
                username=self._server.user,
                password=self._server.password,
                use_tls=self._server.tls == "tls",
                start_tls=self._server.tls == "starttls",
                timeout=_TIMEOUT_S,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            refused = error.recipients[0]
            raise _undelivered(refused.code, never=refused.message.startswith(_NOBODY_THERE)) from None
        except aiosmtplib.SMTPDataError as error:
            raise _undelivered(error.code) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _undelivered(error.code, down=True) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _undelivered(type(error).__name__, down=True) from None


def _undelivered(what: object, *, down: bool = False, never: bool = False) -> Undelivered:
    return Undelivered(f"smtp_{what}", down=down, never=never)
