"""Why a command can be refused: each named reason with its kind, words, remedy and source, in one table."""

from enum import StrEnum
from typing import Any, Final, Literal, NamedTuple, Self

from domain.prompts import Prompt
from domain.values import Code, Value


class Kind(StrEnum):
    """What sort of refusal: a client maps each to its own exit code or page."""

    RULE = "rule"
    NOT_FOUND = "not_found"
    NOT_PERMITTED = "not_permitted"
    CONFLICT = "conflict"


class See(StrEnum):
    """A view, or a step, that a remedy sends people to: each client knows its own way there."""

    INBOX = "inbox"
    RECORD = "record"
    CHOICES = "choices"
    BLIND_RE_MARK = "blind_re_mark"
    ESCALATIONS = "escalations"
    QUARTER_REPORT = "quarter_report"
    REPLACE = "replace"
    OWN_WORK = "own_work"
    URGENT_ACTION = "urgent_action"


class Rule(NamedTuple):
    """What a reason is called in a record, what it says, what the person can do, whence it comes, where to look."""

    code: str
    says: str
    remedy: str
    source: str
    kind: Kind = Kind.RULE
    see: See | None = None


POLICY: Final = "local policy, not a CPS rule"
PERMITTED: Final = f"who may do and read what; {POLICY}"
FLOW: Final = f"the order of the steps; {POLICY}"
QUARTER: Final = f"the course of a quarter; {POLICY}"
EXPORT: Final = f"what is known of people and cases is what the Area exported; {POLICY}"
ONCE: Final = f"a command is done once at most; {POLICY}"
CLOCKS: Final = f"London's clocks; {POLICY}"


class Reason(StrEnum):
    """The named reasons to refuse; ``rule`` is what each means and what to do about it."""

    rule: Rule

    def __new__(cls, code: str, *rest: Any) -> Self:  # noqa: ANN401  the enum takes each `Rule` below apart
        """Make the reason equal to its code, and keep the rule beside it."""
        reason = str.__new__(cls, code)
        reason._value_ = code
        reason.rule = Rule(code, *rest)
        return reason

    # Who acts, or is named
    NOT_PERMITTED = Rule(
        "not_permitted",
        "This is for somebody else.",
        "Ask whoever is named; a senior manager can give a step to another.",
        PERMITTED,
        Kind.NOT_PERMITTED,
    )
    NOT_IN_POST = Rule(
        "not_in_post",
        "That person is not in post on this day.",
        "Name somebody who is, or import the people again.",
        PERMITTED,
        Kind.NOT_PERMITTED,
    )
    OWN_WORK = Rule(
        "own_work",
        "Nobody assesses, samples or answers for their own work.",
        "Ask another manager.",
        "report ¶4.13, ¶5.31",
        Kind.NOT_PERMITTED,
    )
    DID_THE_WORK = Rule(
        "did_the_work",
        "Whoever did some of the work assessed does not judge it.",
        "Name other work or another case, or have somebody judge it who did none of it.",
        f"report ¶4.20, Annex C; {POLICY}",
        Kind.NOT_PERMITTED,
    )
    OTHER_AREA = Rule(
        "other_area",
        "This belongs to another Area.",
        "Choose within the Area.",
        "report ¶4.13",
        Kind.NOT_PERMITTED,
    )
    TOOK_PART = Rule(
        "took_part",
        "Somebody who took part in the IQA cannot sample it.",
        "Ask another senior manager, or leave out what that person decided.",
        "report ¶5.31",
        Kind.NOT_PERMITTED,
    )

    # Is it there, or there already
    NOT_OPEN = Rule("not_open", "There is no such IQA.", "Check the id.", FLOW, Kind.NOT_FOUND, See.INBOX)
    ALREADY_OPEN = Rule(
        "already_open", "It is already open.", "Go on with it; nothing was changed.", FLOW, Kind.CONFLICT
    )
    SEVERAL = Rule(
        "several",
        "What was typed could be several.",
        "Type more of the one that is meant.",
        f"how ids are shortened; {POLICY}",
        Kind.NOT_FOUND,
    )
    UNKNOWN_PERSON = Rule(
        "unknown_person",
        "Nobody with that staff id was imported.",
        "Check the id, or import the people again.",
        EXPORT,
        Kind.NOT_FOUND,
    )
    UNKNOWN_ABSENCE = Rule(
        "unknown_absence",
        "Nobody is recorded away from that day for that reason.",
        "Give the first day and the kind as they were entered or imported.",
        EXPORT,
        Kind.NOT_FOUND,
    )
    UNKNOWN_CASE = Rule(
        "unknown_case",
        "No case with that URN was imported.",
        "Check the URN, or import the cases again.",
        EXPORT,
        Kind.NOT_FOUND,
    )
    UNKNOWN_ACTION = Rule(
        "unknown_action",
        "There is no such case action.",
        "Name one of the actions there.",
        FLOW,
        Kind.NOT_FOUND,
        See.RECORD,
    )
    UNKNOWN_QUERY = Rule(
        "unknown_query",
        "There is no such query.",
        "Name one of the queries there.",
        FLOW,
        Kind.NOT_FOUND,
        See.RECORD,
    )
    UNKNOWN_QUESTION = Rule(
        "unknown_question",
        "There is no such question here.",
        "Use the numbers of the questions there.",
        "report Annex C",
        see=See.RECORD,
    )
    UNKNOWN_FACT = Rule(
        "unknown_fact",
        "The record does not show that, or no longer does.",
        "Say what follows from what it shows, and anything else in the comment.",
        "report ¶6.6",
        see=See.RECORD,
    )
    UNKNOWN_CONVERSATION = Rule(
        "unknown_conversation",
        "No such case conversation was noted.",
        "Note it first, or select the case directly.",
        "report ¶2.16",
        Kind.NOT_FOUND,
    )
    NOTHING_NOTED = Rule(
        "nothing_noted",
        "Nothing is noted on that case.",
        "Check the URN, or note a case conversation first.",
        "report ¶2.16",
        Kind.NOT_FOUND,
    )
    UNKNOWN_REQUEST = Rule(
        "unknown_request",
        "Nobody asked for that on this case.",
        "Name one of the requests there.",
        "report ¶2.11, ¶5.32",
        Kind.NOT_FOUND,
        See.RECORD,
    )
    REQUEST_NOT_AGREED = Rule(
        "request_not_agreed",
        "No assessment of this case was asked for by this prosecutor and agreed.",
        "Answer the request first, or leave out that it was asked for.",
        "report ¶2.11, ¶5.32",
        see=See.RECORD,
    )
    NOBODY_ABOVE = Rule(
        "nobody_above",
        "Nobody is recorded above the prosecutor, so nobody can be asked.",
        "Have an administrator correct reports_to and import the people again.",
        EXPORT,
    )
    UNKNOWN_ESCALATION = Rule(
        "unknown_escalation",
        "No such escalation waits here.",
        "Name one that waits for you.",
        FLOW,
        Kind.NOT_FOUND,
        See.ESCALATIONS,
    )
    UNKNOWN_DEVELOPMENT = Rule(
        "unknown_development",
        "The feedback asked for nothing of that id to be developed.",
        "Name something that the feedback asked for.",
        "report Annex B 3e",
        Kind.NOT_FOUND,
        See.RECORD,
    )
    ASKED_FIRST = Rule(
        "asked_first",
        "Something is worth a second look before this is recorded.",
        "Answer what is asked, or change what you wrote; either way send it again.",
        "local policy; each prompt names its paragraph",
    )
    UNLISTED_REASON = Rule(
        "unlisted_reason", "That reason is not on the list.", "Choose one of the listed reasons.", POLICY
    )
    COMMAND_ID_REUSED = Rule(
        "command_id_reused",
        "This command id was used for something else.",
        "Leave the id out to make a new one.",
        ONCE,
        Kind.CONFLICT,
    )
    TOO_MANY = Rule(
        "too_many", "That is more than one IQA can hold.", "Say less, or note it on the case.", POLICY
    )
    BEYOND_CALENDAR = Rule(
        "beyond_calendar",
        "That date is beyond the calendar of working days.",
        "Give another date, or install a newer calendar.",
        "GOV.UK bank holidays",
    )

    # May this case be chosen
    NO_CASE_SELECTED = Rule(
        "no_case_selected", "No case is selected yet.", "Select one of the choices.", FLOW, see=See.CHOICES
    )
    NO_ELIGIBLE_CASE = Rule(
        "no_eligible_case",
        "No case of the prosecutor is eligible, so none can be drawn.",
        "See why each is not, and choose one with a reason.",
        "report ¶4.18",
        see=See.CHOICES,
    )
    CASE_NOT_DRAWN = Rule(
        "case_not_drawn",
        "That is not the case that was drawn last.",
        "Select the one that was, have one drawn, or leave out that it was.",
        "report ¶2.5, ¶4.21",
        see=See.RECORD,
    )
    ALREADY_ASSESSED = Rule(
        "already_assessed",
        "The same work of the same prosecutor on this case is assessed in another IQA.",
        "Choose another case, or other work on it.",
        "report ¶2.3",
        Kind.CONFLICT,
    )
    CASE_NOT_LIVE = Rule(
        "case_not_live",
        "The case is not live.",
        "Choose a live case, or override with a reason that seniors see.",
        "report ¶4.18, ¶4.19",
    )
    CASE_NOT_PROGRESSED = Rule(
        "case_not_progressed",
        "The case has not progressed far enough for this work to be assessed.",
        "Choose another, or override with a reason that seniors see.",
        "report ¶4.18, ¶4.19; what counts as progressed is local policy",
    )
    TOO_LITTLE_OWN_WORK = Rule(
        "too_little_own_work",
        "The prosecutor has not done the work that would be assessed.",
        "Choose work that is theirs, or select the case in the IQA of somebody whose work it is, or override with a "
        "reason that seniors see.",
        "report ¶2.3, ¶2.5, ¶4.20; what counts as the work is local policy",
        see=See.CHOICES,
    )
    OWN_WORK_NOT_NAMED = Rule(
        "own_work_not_named",
        "Too little own work is set aside only with work named that is the prosecutor's.",
        "Name what they did within the work assessed; where that is nothing, choose another case or other work.",
        f"report ¶2.3, ¶4.20; {POLICY}",
        see=See.OWN_WORK,
    )
    GUILTY_PLEA = Rule(
        "guilty_plea",
        "A guilty plea was entered.",
        "Choose another case, or override with a reason that seniors see.",
        "report ¶4.18",
    )
    GUILTY_PLEA_ANTICIPATED = Rule(
        "guilty_plea_anticipated",
        "A guilty plea is anticipated.",
        "Choose another case, or override with a reason that seniors see.",
        "report ¶4.18",
    )
    OVERRIDE_NOT_ALLOWED = Rule(
        "override_not_allowed",
        "That rule cannot be overridden, or did not stand in the way.",
        "Leave the override out.",
        POLICY,
    )
    WORK_NOT_AT_THIS_STAGE = Rule(
        "work_not_at_this_stage",
        "That work is not yet done on a case at this stage.",
        "Name work that the case has reached.",
        "report ¶4.17, ¶5.8",
    )
    NO_WORK_NAMED = Rule(
        "no_work_named",
        "No work was named.",
        "Name the work assessed: it fixes the questions.",
        "report ¶4.17",
    )
    CONVERSATION_TOO_OLD = Rule(
        "conversation_too_old",
        "That case conversation is too long ago to start an IQA.",
        "Note a recent one, or select directly.",
        POLICY,
    )
    CONVERSATION_OF_OTHERS = Rule(
        "conversation_of_others",
        "That case conversation was between other people or on another case.",
        "Name your own with this prosecutor.",
        FLOW,
    )

    # Is it the time for this step
    STALE = Rule(
        "stale",
        "Somebody changed this after you looked.",
        "Look again, then decide whether it still holds.",
        FLOW,
        Kind.CONFLICT,
    )
    IQA_ENDED = Rule(
        "iqa_ended", "The IQA was withdrawn.", "Only its open case actions can still be advanced.", FLOW
    )
    IQA_CLOSED = Rule(
        "iqa_closed", "The IQA is closed.", "Its record stands; note anything new on the case.", FLOW
    )
    CASE_SELECTED = Rule(
        "case_selected",
        "A case is selected already.",
        "Go on with it; to assess another, give this one up first.",
        FLOW,
        see=See.REPLACE,
    )
    ALREADY_DONE = Rule(
        "already_done",
        "This was done before.",
        "Nothing more is needed; the record has what was done, and when.",
        FLOW,
        see=See.RECORD,
    )
    NOT_DUE_YET = Rule(
        "not_due_yet", "That deadline has not come.", "Nothing is needed: the timer comes again.", FLOW
    )
    ASSESSMENT_CONFIRMED = Rule(
        "assessment_confirmed",
        "The assessment is confirmed.",
        "Revise marks with a reason; only a senior manager can still withdraw it.",
        FLOW,
    )
    ASSESSMENT_NOT_CONFIRMED = Rule(
        "assessment_not_confirmed", "The assessment is not confirmed yet.", "Confirm it first.", FLOW
    )
    NO_QUESTIONS = Rule(
        "no_questions",
        "The question set of this IQA has no questions, so nothing was assessed.",
        "Have a set with questions named in local policy (advocacy_questions), withdraw this IQA, and open another.",
        "report ¶3.4, ¶3.11",
    )
    QUESTIONS_UNANSWERED = Rule(
        "questions_unanswered",
        "Questions are still unanswered.",
        "Mark each question that is on.",
        "report ¶4.4",
    )
    CONVERSATION_FIRST = Rule(
        "conversation_first",
        "The conversation comes before the assessment is confirmed.",
        "Hold the conversation first.",
        f"report ¶2.18; {POLICY}",
    )
    CONVERSATION_HELD = Rule(
        "conversation_held",
        "The conversation is recorded as held or closed.",
        "Whoever recorded it can correct it, or take it back if it did not take place.",
        FLOW,
    )
    CONVERSATION_NOT_HELD = Rule(
        "conversation_not_held",
        "No conversation is recorded yet.",
        "The assessor records it once it was held; until then there is nothing to answer.",
        FLOW,
    )
    ACTIONS_RECORDED = Rule(
        "actions_recorded",
        "Case actions are recorded already.",
        "Complete or hand over those that stand.",
        FLOW,
    )
    NOT_SAMPLED = Rule(
        "not_sampled",
        "This IQA was not drawn for the dip sample.",
        "Check one that was.",
        "report ¶4.13",
        see=See.INBOX,
    )
    SAMPLE_NOT_STARTED = Rule(
        "sample_not_started",
        "The dip sample starts when the IQA is completed or its conversation overdue.",
        "Wait until then.",
        "report ¶2.10, ¶6.6",
    )
    BLIND_RE_MARK_FIRST = Rule(
        "blind_re_mark_first",
        "The sampler marks first, before the manager's marks are shown.",
        "Give your own answers first.",
        f"report ¶6.8; {POLICY}",
        see=See.BLIND_RE_MARK,
    )
    NOT_BLIND = Rule(
        "not_blind",
        "The marks were shown, or local policy asks for no blind re-mark.",
        "Give your verdicts with the dip sample.",
        f"report ¶6.8; {POLICY}",
    )
    SAMPLE_NOT_RECORDED = Rule(
        "sample_not_recorded",
        "The dip sample is not recorded yet.",
        "Record it, then give feedback.",
        "report ¶4.14",
    )
    FEEDBACK_NOT_GIVEN = Rule(
        "feedback_not_given", "No feedback was given yet.", "It can be acknowledged once it is.", FLOW
    )
    NO_SECOND_CHECKS = Rule(
        "no_second_checks",
        "None of this quarter's second checks is yours; those of others are counted for their Area's chief.",
        "Ask each sampler, or the chief crown prosecutor.",
        "report ¶6.12",
        Kind.NOT_PERMITTED,
    )
    TALK_BEFORE_CONFIRMATION = Rule(
        "talk_before_confirmation",
        "The talk with the manager was before the assessment was confirmed.",
        "Give the day on which the assessment was talked about.",
        "report ¶6.10",
    )
    UNKNOWN_MANAGER_TALK = Rule(
        "unknown_manager_talk",
        "There is no such talk with the manager.",
        "Use an id that the record lists.",
        FLOW,
        Kind.NOT_FOUND,
        See.RECORD,
    )
    SAMPLER_ASKED = Rule(
        "sampler_asked",
        "The second check asks for something: an acknowledgement answers it.",
        "Say that you revise, or that you let it stand and why.",
        "report ¶6.5, ¶6.10",
        see=See.RECORD,
    )
    LET_STAND_NEEDS_REASON = Rule(
        "let_stand_needs_reason",
        "What the sampler asked for is let stand, and nothing says why.",
        "Say in a line why it stands.",
        "report ¶6.5, ¶6.10",
    )

    # Does what was written hold
    NOTHING_WRITTEN = Rule(
        "nothing_written", "There is nothing to record.", "Give at least one mark or note.", FLOW
    )
    QUESTION_TWICE = Rule(
        "question_twice", "The same question is answered twice.", "Give one answer to each question.", FLOW
    )
    QUESTION_NOT_ON = Rule(
        "question_not_on",
        "That question is not on for this work.",
        "Say why it should be answered.",
        "report ¶4.17, ¶5.8",
    )
    NOT_APPLICABLE_NEEDS_REASON = Rule(
        "not_applicable_needs_reason",
        "Not applicable needs a reason, and never stands for what should have been done and was not.",
        "Give one of the listed reasons, or mark no.",
        "report ¶4.4, ¶4.17",
    )
    NO_NEEDS_IMPROVEMENT = Rule(
        "no_needs_improvement",
        "A no needs an area for improvement.",
        "Write what should be done differently.",
        f"report ¶5.30; {POLICY}",
    )
    NOTHING_TO_IMPROVE = Rule(
        "nothing_to_improve",
        "That question names no area for improvement.",
        "Name a question that does.",
        "report ¶5.19",
        see=See.RECORD,
    )
    REVIEW_NOT_LATER = Rule(
        "review_not_later",
        "That review was before the assessment was confirmed.",
        "Give the day of a later one.",
        "report ¶5.19",
    )
    REVISION_NEEDS_REASON = Rule(
        "revision_needs_reason",
        "A mark that the conversation changed needs a reason.",
        "Say why it was changed.",
        "report ¶2.16, ¶2.18",
    )
    AMENDMENT_DOES_NOT_FIT = Rule(
        "amendment_does_not_fit",
        "An upheld query amends the mark, and one that is not upheld amends nothing.",
        "Give the amended mark, or answer that the query is not upheld.",
        FLOW,
    )
    MODE_NOT_ALLOWED = Rule(
        "mode_not_allowed",
        "A conversation is not held in that way here.",
        "Choose one of the ways listed.",
        f"report ¶4.2; {POLICY}",
    )
    CONVERSATION_IN_FUTURE = Rule(
        "conversation_in_future",
        "That day has not come.",
        "Plan the conversation instead: an intention is not a conversation.",
        "report Annex C 14",
    )
    CONVERSATION_IN_PAST = Rule(
        "conversation_in_past",
        "That day or time is past.",
        "Plan it for a time to come; record a conversation that took place as held.",
        "report Annex C 14",
    )
    NO_SUCH_TIME = Rule(
        "no_such_time",
        "That time does not exist: the clocks go forward in that night.",
        "Give a time that London's clocks show on that day.",
        CLOCKS,
    )
    TOO_FAR_OFF = Rule(
        "too_far_off",
        "That day is more than a year off.",
        "Check the year, and give a day on which both can still talk about this work.",
        POLICY,
    )
    CONVERSATION_BEFORE_SELECTION = Rule(
        "conversation_before_selection",
        "That day is before the case was selected.",
        "Give the day of the conversation on this assessment.",
        "report ¶2.9",
    )
    TALK_BEFORE_MARKS = Rule(
        "talk_before_marks",
        "That conversation was before the marks, and does not say what was said of each no and improvement.",
        "Say a sentence on each, or talk it over now and give that day.",
        "report ¶2.16, ¶6.16",
    )
    FEEDBACK_BEFORE_SAMPLE = Rule(
        "feedback_before_sample",
        "That day is before the dip sample was recorded.",
        "Give the day of the feedback on this dip sample.",
        "report ¶6.10",
    )
    NOT_NEXT_IQA = Rule(
        "not_next_iqa",
        "That IQA cannot show it: it takes one by the same manager, confirmed since the feedback.",
        "Name a later IQA of that manager, or say not_yet.",
        "report Annex B 3f",
    )
    DAY_TO_COME = Rule("day_to_come", "That day has not come.", "Record it once it has happened.", FLOW)
    DUE_IN_PAST = Rule("due_in_past", "That due date is past.", "Give a date from today on.", "report ¶4.11")

    # What a quarter asks of its own
    QUARTER_NOT_OPEN = Rule(
        "quarter_not_open",
        "This quarter is not open in this Area.",
        "Ask a senior manager or an administrator to open it.",
        QUARTER,
        Kind.NOT_FOUND,
    )
    QUARTER_NOT_RUNNING = Rule(
        "quarter_not_running",
        "That quarter has not begun, is over, or has no working day left.",
        "Open the quarter that is running.",
        QUARTER,
    )
    QUARTER_NOT_OVER = Rule(
        "quarter_not_over",
        "The quarter is not over yet.",
        "Close it on the day after its last one, or let it close by itself.",
        QUARTER,
        see=See.QUARTER_REPORT,
    )
    QUARTER_CLOSED = Rule(
        "quarter_closed",
        "The quarter is closed.",
        "Its sample and its report stand; nothing more is needed.",
        QUARTER,
    )
    UNKNOWN_POLICY = Rule(
        "unknown_policy",
        "No policy of that version is installed where the commands are judged.",
        "Put its file beside the policy that the workers run under, and start them again.",
        POLICY,
        Kind.NOT_FOUND,
    )
    NOT_A_QUARTER = Rule(
        "not_a_quarter", "That is no financial quarter.", "Write one as 2026-27-Q3.", "report ¶7.5 (inferred)"
    )
    ENDS_BEFORE_IT_STARTS = Rule(
        "ends_before_it_starts",
        "The last day is before the first.",
        "Give the first day, then the last.",
        EXPORT,
    )
    COVERS_THEMSELVES = Rule(
        "covers_themselves",
        "Nobody covers their own absence.",
        "Name somebody else, or leave the cover out.",
        EXPORT,
    )
    OTHER_QUARTER = Rule(
        "other_quarter",
        "The assessment was confirmed in another quarter.",
        "Pick the IQA in the quarter in which it was confirmed.",
        "report ¶4.13",
    )
    NO_SAMPLER = Rule(
        "no_sampler",
        "Nobody in post in the Area may sample this IQA.",
        "Import the Area's senior managers or its chief crown prosecutor.",
        "report ¶4.13",
    )
    NOTHING_TO_HAND_OVER = Rule(
        "nothing_to_hand_over",
        "Nothing waits for that person that the other could take.",
        "See their inbox, or name somebody else.",
        QUARTER,
    )
    SEED_NOT_COMMITTED = Rule(
        "seed_not_committed",
        "The seed of the dip sample is missing, or is not the one committed to.",
        "Restore the table of seeds from a backup of this quarter.",
        QUARTER,
        Kind.CONFLICT,
    )


class Refused(Value):
    """A command that changed nothing, and why; the reason's own rule has the words.

    ``detail`` says what this very refusal is about in ids, codes, counts and dates: never free text, for it
    crosses the engine as the type and details of an error. ``instead`` is another way out than the reason's own, for
    the case ``urn`` where it is about one, and ``prompts`` are what has to be answered first.
    """

    kind: Literal["refused"] = "refused"
    reason: Reason
    detail: str = ""
    instead: See | None = None
    urn: Code | None = None
    prompts: tuple[Prompt, ...] = ()
