"""Since when a step waits: the kinds of event by the last of which each begins to."""

from typing import Final

from domain.iqa.state import Step

BEGUN_BY: Final[dict[Step, tuple[str, ...]]] = {
    Step.SELECT: ("iqa_opened", "case_replaced"),
    Step.MARK: ("case_selected",),
    Step.CONVERSE: (
        "case_selected",
        "assessment_confirmed",
        "conversation_taken_back",
        "conversation_disputed",
    ),
    Step.CONFIRM_CONVERSATION: ("conversation_held", "conversation_corrected"),
    Step.RECORD_ACTIONS: ("conversation_held", "conversation_closed_as_impossible"),
    Step.ACTION: ("action_recorded",),
    Step.ANSWER_QUERY: ("mark_queried",),
    Step.COMMENT: ("iqa_completed",),
    Step.ANSWER_REQUEST: ("request_made",),
    Step.DIP_SAMPLE: ("dip_sample_started", "sampler_replaced"),
    Step.FEEDBACK: ("dip_sample_recorded",),
    Step.ACKNOWLEDGE: ("feedback_given",),
    Step.REVISE: ("feedback_acknowledged",),
    Step.DEVELOPMENT: ("feedback_given",),
    Step.MANAGER_TALK: ("manager_talk_noted",),
    Step.REMINDER: (),
    Step.ESCALATION: ("escalation_raised",),
}
"""Of what waits several at a time, such as actions, the event that names the one."""
