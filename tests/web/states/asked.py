"""What any form tells before something is recorded: what is asked first, and what stands in its way."""

from typing import Final

from clients.desk.prompts import Question
from clients.web.frame.render import Shell
from clients.web.frame.sending import FormPage, Other
from domain import words
from domain.listed import Listed
from domain.prompts import PromptKind
from tests.web.states.row import FRIDAY, MANAGER, Row

_DISMISSED: Final = (
    Listed(code="considered", says="I considered it and the record stands"),
    Listed(code="elsewhere", says="It is dealt with elsewhere in this IQA"),
    Listed(code="mistaken", says="The prompt is mistaken"),
)
STALE: Final = "Somebody changed this after you looked. Look again, then decide whether it still holds."


def question(about: PromptKind, *answers: Listed, instead: tuple[str, ...] = ()) -> Question:
    """One prompt as a person reads it."""
    return Question(
        about=about,
        says=words.prompt(about, "Ravi Shah (XN-P01)", FRIDAY, "Priya Nair (XN-P02)"),
        instead=instead,
        source=about.source,
        answers=answers or _DISMISSED,
    )


def told_of(
    route: str, page: FormPage, field: str, asked: Question, shell: Shell = MANAGER
) -> tuple[Row, ...]:
    """The states that every form has: recorded before, drafted, asked first, somebody first, open elsewhere.

    ``page`` stands with words of its reader in it, ``field`` is one in which they stand.
    """
    theirs = (Other(field=field, says="Words of the other tab, which are not those of this one."),)
    drafted = "You began to write this at 14:32 on Friday 11 December 2026: your words are below."
    recorded = "What you sent was recorded at 14:32 on Friday 11 December 2026."
    return (
        Row(
            route,
            "what was sent before is recorded",
            page.model_copy(update={"notice": recorded, "values": {}}),
            shell,
        ),
        Row(route, "a draft is offered", page.model_copy(update={"notice": drafted}), shell),
        Row(route, "something is asked first", page.model_copy(update={"prompts": (asked,)}), shell, 422),
        Row(route, "somebody was first", page.model_copy(update={"refused": STALE}), shell, 422),
        Row(route, "it is open elsewhere", page.model_copy(update={"theirs": theirs}), shell, 409),
    )
