"""GOV.UK Notify, by its own client: one template of ours with a subject and a body.

Notify does not fold two requests of the same reference, so before a repetition it is asked what it has.
"""

import asyncio
from typing import Any, Final

from pydantic import Field

from activities.ports import Letter, Undelivered
from domain.values import Value
from infra.channels.wording import words_of

_TIMEOUT_S: Final = 8
_BAD_REQUEST: Final = 400
PUBLIC: Final = "https://api.notifications.service.gov.uk"


class NotifyService(Value):
    """A service at GOV.UK Notify: its key and the id of its template."""

    key: str = Field(repr=False)
    template: str
    url: str = PUBLIC


class NotifyChannel:
    """Hands each letter to Notify, under the letter's id as its reference."""

    name = "notify"

    def __init__(self, service: NotifyService, public_url: str | None = None) -> None:
        self._service = service
        self._public_url = public_url

    async def deliver(self, letter: Letter) -> None:
        """Send it unless Notify has it, or raise ``Undelivered``; only a refused address ends a letter."""
        await asyncio.to_thread(self._deliver, letter)

    def _deliver(self, letter: Letter) -> None:
        # Both load slowly, and only a worker with Notify needs them.
        from notifications_python_client.errors import APIError  # noqa: PLC0415
        from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415

        # One client a call: by its own docstring it is not thread-safe.
        made: Any = NotificationsAPIClient
        client = made(self._service.key, base_url=self._service.url, timeout=_TIMEOUT_S)
        words, reference = words_of(letter, self._public_url), str(letter.message_id)
        try:
            if letter.again and client.get_all_notifications(reference=reference)["notifications"]:
                return
            client.send_email_notification(
                letter.email,
                self._service.template,
                personalisation={"subject": words.subject, "body": words.text},
                reference=reference,
            )
        except APIError as error:
            refused, code = _refuses_the_address(error), f"notify_{error.status_code}"
            raise Undelivered(code, down=error.status_code != _BAD_REQUEST, never=refused) from None
        finally:
            client.request_session.close()


def _refuses_the_address(error: Any) -> bool:  # noqa: ANN401  the client's errors are untyped
    """Whether Notify says that the address is none; anything else it may take another time."""
    told = error.message if isinstance(error.message, list) else []
    return error.status_code == _BAD_REQUEST and any(
        "email_address" in str(one.get("message", "")) for one in told
    )
