"""Which channels the settings set up: Notify before mail, and mail for invitations, which Notify can't carry."""

from activities.post import Channels
from infra.channels.addresses import mail_server
from infra.channels.notify import PUBLIC, NotifyChannel, NotifyService
from infra.channels.smtp import SmtpChannel
from infra.settings import Settings


def channels_of(settings: Settings) -> Channels:
    """The ways out of the system; none of them leaves everything to the inbox."""
    smtp = SmtpChannel(mail_server(settings.mail), settings.public_url) if settings.mail else None
    notify = _notify(settings)
    return Channels(*(one for one in (notify, smtp) if one is not None), invitations=smtp)


def _notify(settings: Settings) -> NotifyChannel | None:
    if settings.notify_key is None or settings.notify_template is None:
        return None
    service = NotifyService(
        key=settings.notify_key, template=settings.notify_template, url=settings.notify_url or PUBLIC
    )
    return NotifyChannel(service, settings.public_url)
