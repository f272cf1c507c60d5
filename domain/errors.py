"""Why a command can be refused: the named reasons; ``domain/rules`` has their words."""

from enum import StrEnum
from typing import Literal, NamedTuple

from domain.values import Value


class Kind(StrEnum):
    """What sort of refusal: a client maps each to its own exit code or page."""

    RULE = "rule"
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"
    CONFLICT = "conflict"


class Rule(NamedTuple):
    """A named reason to refuse: its kind, what it says, what the person can do, and where it comes from."""

    kind: Kind
    says: str
    remedy: str
    source: str


class Reason(StrEnum):
    """The named reasons; ``domain.rules.RULES`` says what each means and what to do about it."""

    NOT_OPEN = "not_open"
    ALREADY_OPEN = "already_open"
    NOT_PERMITTED = "not_permitted"
    NOT_IN_POST = "not_in_post"
    OWN_WORK = "own_work"
    OTHER_AREA = "other_area"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_ABSENCE = "unknown_absence"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_ACTION = "unknown_action"
    UNKNOWN_QUERY = "unknown_query"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_PROMPT = "unknown_prompt"
    UNKNOWN_CONVERSATION = "unknown_conversation"
    UNKNOWN_ESCALATION = "unknown_escalation"
    UNLISTED_REASON = "unlisted_reason"
    COMMAND_ID_REUSED = "command_id_reused"
    STALE = "stale"
    IQA_ENDED = "iqa_ended"
    IQA_CLOSED = "iqa_closed"
    ALREADY_DONE = "already_done"
    ALREADY_ASSESSED = "already_assessed"
    NO_CASE_SELECTED = "no_case_selected"
    ASSESSMENT_CONFIRMED = "assessment_confirmed"
    ASSESSMENT_NOT_CONFIRMED = "assessment_not_confirmed"
    CASE_NOT_LIVE = "case_not_live"
    CASE_NOT_PROGRESSED = "case_not_progressed"
    TOO_LITTLE_OWN_WORK = "too_little_own_work"
    GUILTY_PLEA = "guilty_plea"
    GUILTY_PLEA_ANTICIPATED = "guilty_plea_anticipated"
    OVERRIDE_NOT_ALLOWED = "override_not_allowed"
    WORK_NOT_AT_THIS_STAGE = "work_not_at_this_stage"
    NO_WORK_NAMED = "no_work_named"
    NOTHING_WRITTEN = "nothing_written"
    QUESTION_TWICE = "question_twice"
    QUESTION_NOT_ON = "question_not_on"
    NOT_APPLICABLE_NEEDS_REASON = "not_applicable_needs_reason"
    NO_NEEDS_IMPROVEMENT = "no_needs_improvement"
    QUESTIONS_UNANSWERED = "questions_unanswered"
    REVISION_NEEDS_REASON = "revision_needs_reason"
    AMENDMENT_DOES_NOT_FIT = "amendment_does_not_fit"
    CONVERSATION_FIRST = "conversation_first"
    CONVERSATION_IN_FUTURE = "conversation_in_future"
    CONVERSATION_BEFORE_SELECTION = "conversation_before_selection"
    CONVERSATION_IN_PAST = "conversation_in_past"
    CONVERSATION_HELD = "conversation_held"
    CONVERSATION_NOT_HELD = "conversation_not_held"
    CONVERSATION_TOO_OLD = "conversation_too_old"
    CONVERSATION_OF_OTHERS = "conversation_of_others"
    MODE_NOT_ALLOWED = "mode_not_allowed"
    DAY_TO_COME = "day_to_come"
    DUE_IN_PAST = "due_in_past"
    ACTIONS_RECORDED = "actions_recorded"
    NOT_SAMPLED = "not_sampled"
    SAMPLE_NOT_STARTED = "sample_not_started"
    SAMPLE_NOT_RECORDED = "sample_not_recorded"
    REMARKS_MISSING = "remarks_missing"
    TOOK_PART = "took_part"
    FEEDBACK_BEFORE_SAMPLE = "feedback_before_sample"
    FEEDBACK_NOT_GIVEN = "feedback_not_given"
    NOT_DUE_YET = "not_due_yet"
    BEYOND_CALENDAR = "beyond_calendar"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    COVERS_THEMSELVES = "covers_themselves"
    TOO_MANY = "too_many"
    QUARTER_NOT_OPEN = "quarter_not_open"
    QUARTER_NOT_RUNNING = "quarter_not_running"
    QUARTER_NOT_OVER = "quarter_not_over"
    QUARTER_CLOSED = "quarter_closed"
    UNKNOWN_POLICY = "unknown_policy"
    NOT_A_QUARTER = "not_a_quarter"
    NOT_PLANNED = "not_planned"
    OTHER_QUARTER = "other_quarter"
    NO_SAMPLER = "no_sampler"
    SEED_NOT_COMMITTED = "seed_not_committed"
    NOTHING_TO_HAND_OVER = "nothing_to_hand_over"
    BLIND_RE_MARK_FIRST = "blind_re_mark_first"
    NOT_BLIND = "not_blind"
    UNKNOWN_DEVELOPMENT = "unknown_development"
    NOT_NEXT_IQA = "not_next_iqa"


class Refused(Value):
    """A command that changed nothing, and why; ``domain/rules`` has the words for each reason.

    ``detail`` says what this very refusal is about in ids, codes, counts and dates: never free text, for it
    crosses the engine as the type and details of an error.
    """

    kind: Literal["refused"] = "refused"
    reason: Reason
    detail: str = ""
