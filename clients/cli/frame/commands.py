"""Every command by name: where its function stands, and what it does; it is imported when it is called."""

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """A command: its name, its function, and the line of help that lists it."""

    name: str
    function: str
    does: str


_ASSESS: Final = "clients.cli.assess"
_SECOND_CHECK: Final = "clients.cli.second_check"
_QUARTER: Final = "clients.cli.quarter"
_LOOK: Final = "clients.cli.look"
_OPERATE: Final = "clients.cli.operate"

MANAGERS: Final = "For legal managers"

COMMANDS: Final[dict[str, tuple[Entry, ...]]] = {
    "For everybody": (
        Entry("inbox", f"{_LOOK}.inbox:inbox", "List what waits for you, overdue first."),
        Entry("list", f"{_LOOK}.lists:list_", "List your IQAs, your team's, or those of an Area's quarter."),
        Entry("find", f"{_LOOK}.lists:find", "Find an IQA by parts of its id, its case's number, or a name."),
        Entry("notices", f"{_LOOK}.notices:notices", "List what you were told lately."),
        Entry("show", f"{_LOOK}.show:show", "Show an IQA as it stands, with what people wrote."),
        Entry(
            "history", f"{_LOOK}.history:history", "Tell what happened in an IQA, on a case or in a quarter."
        ),
        Entry(
            "escalations",
            f"{_LOOK}.inbox:escalations",
            "List what was escalated to you, or in your Area.",
        ),
        Entry("pace", f"{_QUARTER}.pace:pace", "Tell what waits in a quarter, and what follows from it."),
        Entry("leave", f"{_QUARTER}.leave:leave", "Enter a leave, so that nothing falls due in it."),
        Entry("cancel-leave", f"{_QUARTER}.leave:cancel_leave", "Cancel a leave that is not to be."),
        Entry(
            "acknowledge-escalation",
            f"{_ASSESS}.escalation:acknowledge_escalation",
            "Take on what was escalated.",
        ),
        Entry(
            "verify-sample",
            f"{_SECOND_CHECK}.verify:verify_sample",
            "Draw a quarter's dip sample again, and say what differs.",
        ),
    ),
    MANAGERS: (
        Entry(
            "eligible",
            f"{_ASSESS}.eligible:eligible",
            "List the cases to choose from, and why each other may not be.",
        ),
        Entry("draw", f"{_ASSESS}.select:draw", "Draw one eligible case by lot, and record it."),
        Entry("select", f"{_ASSESS}.select:select", "Select the case, and name the work assessed."),
        Entry("replace", f"{_ASSESS}.select:replace", "Give the selected case up and choose again."),
        Entry("mark", f"{_ASSESS}.mark:mark", "Answer the questions, one by one or from a file."),
        Entry("confirm", f"{_ASSESS}.mark:confirm", "Confirm the assessment; the case is checked again."),
        Entry("revise", f"{_ASSESS}.mark:revise", "Change confirmed marks, with a reason."),
        Entry("improved", f"{_ASSESS}.mark:improved", "Note that an improvement is seen in a later review."),
        Entry(
            "note-conversation",
            f"{_ASSESS}.case_notes:note_conversation",
            "Note an everyday case conversation; an IQA can start from it.",
        ),
        Entry(
            "answer-request",
            f"{_ASSESS}.requests:answer_request",
            "Answer a prosecutor who asks for an assessment or a talk.",
        ),
        Entry(
            "plan-conversation",
            f"{_ASSESS}.conversation:plan_conversation",
            "Say when the conversation is meant to be.",
        ),
        Entry(
            "hold-conversation",
            f"{_ASSESS}.conversation:hold_conversation",
            "Record the conversation that took place.",
        ),
        Entry(
            "correct-conversation",
            f"{_ASSESS}.conversation:correct_conversation",
            "Put right what you recorded of a conversation.",
        ),
        Entry(
            "take-back-conversation",
            f"{_ASSESS}.conversation:take_back_conversation",
            "Say that a recorded conversation did not take place.",
        ),
        Entry(
            "acknowledge",
            f"{_SECOND_CHECK}.sample:acknowledge",
            "Acknowledge the feedback on a dip sample.",
        ),
        Entry("withdraw", f"{_ASSESS}.steering:withdraw", "End an IQA without completing it."),
    ),
    "For prosecutors": (
        Entry(
            "confirm-conversation",
            f"{_ASSESS}.conversation:confirm_conversation",
            "Say that the conversation took place.",
        ),
        Entry(
            "dispute-conversation",
            f"{_ASSESS}.conversation:dispute_conversation",
            "Say that it has not taken place yet.",
        ),
        Entry("comment", f"{_ASSESS}.comments:comment", "Comment on the assessment."),
        Entry("query", f"{_ASSESS}.comments:query", "Query a mark."),
        Entry("ask-for", f"{_ASSESS}.requests:ask_for", "Ask your manager for an assessment or a talk."),
    ),
    "For senior managers": (
        Entry(
            "open-quarter",
            f"{_QUARTER}.open:open_quarter",
            "Open your Area's quarter: plan and open its IQAs.",
        ),
        Entry(
            "apply-policy",
            f"{_QUARTER}.open:apply_policy",
            "Go on with a quarter under another version of the policy.",
        ),
        Entry(
            "close-quarter",
            f"{_QUARTER}.close:close_quarter",
            "Close a quarter that is over, and show its report.",
        ),
        Entry(
            "quarter-report",
            f"{_QUARTER}.close:quarter_report",
            "Show a quarter's report, its hash checked.",
        ),
        Entry(
            "exceptions",
            f"{_QUARTER}.exceptions:exceptions",
            "List the rules of selection set aside in your line, and why.",
        ),
        Entry("national", f"{_QUARTER}.national:national", "Show one quarter of every Area side by side."),
        Entry("answer-query", f"{_ASSESS}.comments:answer_query", "Answer a query about a mark."),
        Entry("pick-sample", f"{_SECOND_CHECK}.picks:pick_sample", "Have an IQA checked beside the draw."),
        Entry(
            "re-mark",
            f"{_SECOND_CHECK}.sample:re_mark",
            "Mark blind, before you see the manager's marks.",
        ),
        Entry(
            "dip-sample",
            f"{_SECOND_CHECK}.sample:dip_sample",
            "Record the second check of an assessment.",
        ),
        Entry(
            "second-checks",
            f"{_SECOND_CHECK}.own:second_checks",
            "Count your own second checks of a quarter.",
        ),
        Entry(
            "feedback",
            f"{_SECOND_CHECK}.sample:feedback",
            "Record the feedback to the manager on a dip sample.",
        ),
        Entry(
            "development",
            f"{_SECOND_CHECK}.sample:development",
            "Say whether the manager's next IQAs show it done.",
        ),
        Entry(
            "manager-talk",
            f"{_SECOND_CHECK}.manager_talk:manager_talk",
            "Note a talk with a manager about their assessment.",
        ),
        Entry(
            "manager-talk-outcome",
            f"{_SECOND_CHECK}.manager_talk:manager_talk_outcome",
            "Say what came of a talk with a manager.",
        ),
        Entry(
            "close-conversation",
            f"{_ASSESS}.conversation:close_conversation",
            "Close a conversation that is impossible.",
        ),
        Entry("reassign", f"{_ASSESS}.steering:reassign", "Give an open IQA to another assessor."),
        Entry(
            "hand-over",
            f"{_QUARTER}.hand_over:hand_over",
            "Give everything that waits for somebody to another.",
        ),
    ),
    "For auditors": (
        Entry(
            "audit", f"{_LOOK}.audit:audit", "Verify every IQA, quarter and case, and go on where it stopped."
        ),
        Entry(
            "access-log", f"{_LOOK}.access_log:access_log", "List who was shown what, and who was refused it."
        ),
        Entry("refusals", f"{_LOOK}.refusals:refusals", "List what people asked for and were refused."),
    ),
    "For administrators": (
        Entry(
            "bind-account", f"{_OPERATE}.sign_ins:bind_account", "Say whose an account at the provider is."
        ),
        Entry("unbind-account", f"{_OPERATE}.sign_ins:unbind_account", "Take an account from somebody."),
        Entry("sign-ins", f"{_OPERATE}.sign_ins:sign_ins", "List where somebody is signed in at the pages."),
        Entry(
            "end-sign-ins", f"{_OPERATE}.sign_ins:end_sign_ins", "Sign somebody out of the pages everywhere."
        ),
    ),
    "For whoever runs it": (
        Entry("completion", f"{_OPERATE}.completion:completion", "Print the completion script of a shell."),
        Entry("import", f"{_OPERATE}.roster:import_", "Import an Area's people and cases from CSV files."),
        Entry("run", f"{_OPERATE}.servers:run", "Start the servers, the worker and the pages, until Ctrl-C."),
        Entry("address", f"{_OPERATE}.pages:address", "Print an address that lets one browser in, once."),
        Entry("web", f"{_OPERATE}.pages:web", "Show the pages of a running system, until Ctrl-C."),
        Entry(
            "demo",
            f"{_OPERATE}.servers:demo",
            "Show the main job in under a minute, on servers of its own.",
        ),
        Entry("prepare", f"{_OPERATE}.upkeep:prepare", "Make what real servers need before a worker serves."),
        Entry("status", f"{_OPERATE}.upkeep:status", "Ask every part of the system how it is."),
        Entry(
            "reconcile",
            f"{_OPERATE}.upkeep:reconcile",
            "Bring workflows and ledger together after a restore.",
        ),
        Entry("rebuild", f"{_OPERATE}.upkeep:rebuild", "Make the read tables again from the ledger."),
        Entry("backup", f"{_OPERATE}.servers:backup", "Back both embedded databases up, while they work."),
        Entry("restore", f"{_OPERATE}.servers:restore", "Put both databases of a backup in place."),
    ),
}
"""By whom they are used; the order is that of the help."""

ACTION: Final = (
    Entry("add", f"{_ASSESS}.actions:add", "Record what the case needs."),
    Entry("complete", f"{_ASSESS}.actions:complete", "Record the outcome of a case action."),
    Entry("hand-over", f"{_ASSESS}.actions:hand_over", "Pass a case action to somebody else."),
    Entry("none", f"{_ASSESS}.actions:none", "Say that the case needs nothing."),
)
"""The commands under ``action``."""
