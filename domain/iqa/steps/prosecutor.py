"""What the assessed prosecutor says of the assessment, and how a query is answered (report ¶4.12)."""

from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.steps.assessment import improvement_missing
from domain.iqa.steps.situation import Decision, Situation


def comment(command: c.Comment, _: Situation) -> Decision:
    """Keep the comment as written."""
    return (e.CommentMade(text=command.text),)


def query_mark(command: c.QueryMark, situation: Situation) -> Decision:
    """Open a query for a senior manager to answer."""
    due = situation.due(situation.facts.policy.working_days.query_answer)
    query_id = f"q{len(situation.iqa.queries) + 1}"
    return (e.MarkQueried(query_id=query_id, question=command.question, text=command.text, answer_due=due),)


def answer_query(command: c.AnswerQuery, situation: Situation) -> Decision:
    """Answer it; an amended mark takes the place of the queried one, and both stay in the history."""
    answered = e.QueryAnswered(query_id=command.query_id, outcome=command.outcome, text=command.text)
    if command.amended is None:
        return (answered,)
    if refused := improvement_missing((command.amended,), situation):
        return refused
    return answered, e.MarksRevised(marks=(command.amended,), because=command.text, query_id=command.query_id)
