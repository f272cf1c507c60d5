"""What the assessed prosecutor said, and what was answered."""

from typing import assert_never

from domain.iqa import events as e
from domain.iqa.changes import IqaChanges, changed
from domain.iqa.folds.deadlines import due, without, without_item
from domain.iqa.state import Iqa, QueryState, Remark, Step


def changes(iqa: Iqa, event: e.ProsecutorEvent, recorded: e.RecordedIqaEvent) -> IqaChanges:
    """Return what the event changes."""
    match event:
        case e.CommentMade():
            return {"comments": (*iqa.comments, Remark(text=event.text, at=recorded.at))}
        case e.MarkQueried():
            query = QueryState(
                query_id=event.query_id, question=event.question, text=event.text, put_to=event.put_to
            )
            deadlines = due(iqa.deadlines, Step.ANSWER_QUERY, event.answer_due, event.query_id)
            return {"queries": (*iqa.queries, query), "deadlines": deadlines}
        case e.QueryAnswered():
            queries = tuple(_answered(query, event, recorded.actor) for query in iqa.queries)
            return {"queries": queries, "deadlines": without_item(iqa, Step.ANSWER_QUERY, event.query_id)}
        case e.CommentDaysEnded():
            return {"deadlines": without(iqa, Step.COMMENT)}
        case never:
            assert_never(never)


def _answered(query: QueryState, event: e.QueryAnswered, by: str) -> QueryState:
    if query.query_id != event.query_id:
        return query
    return changed(query, {"outcome": event.outcome, "answer": event.text, "answered_by": by})
