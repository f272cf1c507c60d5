"""Why a letter was not taken: the codes that the outbox keeps, and what they mean to whoever runs the system."""

from typing import Final

MEANINGS: Final = {
    "expired": "waited for two weeks and is not sent any more",
    "timed_out": "the mail server took too long",
    "smtp_address": "no mail can be written to the address: correct it in people.csv",
    "smtp_certificate": "the mail server's certificate is not trusted, is out of date or is for another name",
    "smtp_hung_up": "the mail server hung up",
    "smtp_login": "the mail server does not take the user and password in IQA_MAIL",
    "smtp_mailbox_full": "the mailbox is full",
    "smtp_mailbox_unknown": "there is no such mailbox: correct the address in people.csv",
    "smtp_no_auth": "the mail server takes no user and password: use its port for senders, or leave them out",
    "smtp_no_mail_server": "what answers at the address in IQA_MAIL is no mail server",
    "smtp_no_starttls": "the mail server offers no STARTTLS: IQA_MAIL needs tls=tls with its port, or tls=none",
    "smtp_not_allowed": "the mail server does not let this system write there (its rules against spam, perhaps)",
    "smtp_refused": "nothing answers at the host and port in IQA_MAIL",
    "smtp_sender": "the mail server does not take the sender in IQA_MAIL (from=)",
    "smtp_timed_out": "the mail server does not answer",
    "smtp_tls": "no TLS could be agreed with the mail server: is tls= in IQA_MAIL as its port wants it?",
    "smtp_too_large": "the message is larger than the mail server takes",
    "smtp_try_later": "the mail server asks to try again later (greylisting, or busy); it is tried again by itself",
    "smtp_unknown_host": "the host in IQA_MAIL is not known",
    "smtp_unreachable": "no way leads to the host in IQA_MAIL",
    "notify_400": "Notify does not take the request: does the template have ((subject)) and ((body))?",
    "notify_401": "Notify does not know the key in IQA_NOTIFY_KEY",
    "notify_403": "Notify does not take the key in IQA_NOTIFY_KEY, or a trial service writes to its team alone",
    "notify_429": "Notify takes no more today, or no more just now",
    "notify_503": "Notify is out of reach",
}

_DOTTED: Final = 3
_FOR_NOW: Final = range(400, 500)
_TOO_LARGE: Final = 552
_NOBODY: Final = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
"""Enhanced status codes (RFC 3463, 7505) that say that the receiver is none."""


def says(code: str) -> str:
    """What a code means; one that is in no list is a server's own number, or a fault of this system."""
    channel, _, answer = code.partition("_")
    unlisted = f"{channel} answered {answer}" if answer.isdecimal() else f"a fault of this system ({code})"
    return MEANINGS.get(code, unlisted)


def of_a_reply(code: int, message: str) -> str:
    """The cause that a mail server's reply names (RFC 5321, 3463), without a word of what it says."""
    status = message.partition(" ")[0].split(".")
    kind, detail = (status[0], ".".join(status[1:])) if len(status) == _DOTTED else (str(code)[0], "")
    if kind == "5" and detail in _NOBODY:
        return "smtp_mailbox_unknown"
    if detail == "2.2":
        return "smtp_mailbox_full"
    if detail in {"2.3", "3.4"} or code == _TOO_LARGE:
        return "smtp_too_large"
    if code in _FOR_NOW:
        return "smtp_try_later"
    return "smtp_not_allowed" if detail.startswith("7.") else f"smtp_{code}"
