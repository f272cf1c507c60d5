"""What the assessed prosecutor says of the assessment, and how a query is answered (report ¶4.12)."""

from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.access import may_not_answer
from domain.iqa.steps.assessment import improvement_missing
from domain.iqa.steps.situation import Decision, Situation
from domain.offices import SENIORS
from domain.people import line_of


def comment(command: c.Comment, _: Situation) -> Decision:
    """Keep the comment as written."""
    return (e.CommentMade(text=command.text),)


def query_mark(command: c.QueryMark, situation: Situation) -> Decision:
    """Open a query for the senior manager to answer, or for whoever above them may where they may not."""
    queried = e.MarkQueried(
        query_id=f"q{len(situation.iqa.queries) + 1}",
        question=command.question,
        text=command.text,
        put_to=_put_to(situation),
        answer_due=situation.due(situation.facts.policy.working_days.query_answer),
    )
    return (queried,)


def _put_to(situation: Situation) -> str | None:
    """Who answers where the senior manager assessed or did some of the work: the nearest above who did neither."""
    iqa, facts = situation.iqa, situation.facts
    if may_not_answer(iqa, iqa.senior_manager) is None:
        return None
    line = line_of(iqa.senior_manager, facts.person)
    able = (one for one in line if one.role in SENIORS and one.area == iqa.area and one.in_post(facts.today))
    return next((one.staff_id for one in able if may_not_answer(iqa, one.staff_id) is None), None)


def answer_query(command: c.AnswerQuery, situation: Situation) -> Decision:
    """Answer it; an amended mark takes the place of the queried one, and both stay in the history."""
    answered = e.QueryAnswered(query_id=command.query_id, outcome=command.outcome, text=command.text)
    if command.amended is None:
        return (answered,)
    if refused := improvement_missing((command.amended,), situation):
        return refused
    revised = e.MarksRevised(
        marks=(command.amended,),
        because=command.text,
        query_id=command.query_id,
        comment_until=situation.comment_until(),
    )
    return answered, revised
