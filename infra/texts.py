"""Text that somebody saved as a file: UTF-8 with or without its mark, else what it is instead."""

from infra.file_kinds import kind_of


def decoded(data: bytes) -> str:
    """The text of a file; raises ``ValueError``, which says what else the file is or where it is no UTF-8."""
    kind = kind_of(data) if b"\x00" in data else None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"is {kind_of(data) or f'not UTF-8 at byte {error.start}'}: save it as UTF-8"
        raise ValueError(msg) from error
    if kind:
        msg = f"is {kind}: save it as UTF-8"
        raise ValueError(msg)
    return text
