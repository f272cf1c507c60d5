"""Every command by name: where its function stands, and what it does; it is imported when it is called."""

from typing import Final, NamedTuple


class Entry(NamedTuple):
    """A command: its name, its function, and the line of help that lists it."""

    name: str
    function: str
    does: str


_CLI: Final = "clients.cli"

MANAGERS: Final = "For legal managers"

COMMANDS: Final[dict[str, tuple[Entry, ...]]] = {
    "For everybody": (
        Entry("inbox", f"{_CLI}.inbox:inbox", "List what waits for you, overdue first."),
        Entry("notices", f"{_CLI}.notices:notices", "List what you were told lately."),
        Entry("show", f"{_CLI}.show:show", "Show an IQA as it stands, with what people wrote."),
        Entry("history", f"{_CLI}.history:history", "Tell an IQA's story from its workflow's own history."),
        Entry("escalations", f"{_CLI}.inbox:escalations", "List what was escalated to you, or in your Area."),
        Entry("pace", f"{_CLI}.pace:pace", "Tell what waits in a quarter, and what follows from it."),
        Entry("leave", f"{_CLI}.leave:leave", "Enter a leave, so that nothing falls due in it."),
        Entry("cancel-leave", f"{_CLI}.leave:cancel_leave", "Cancel a leave that is not to be."),
        Entry(
            "acknowledge-escalation", f"{_CLI}.quarter:acknowledge_escalation", "Take on what was escalated."
        ),
        Entry(
            "verify-sample",
            f"{_CLI}.verify_sample:verify_sample",
            "Draw a quarter's dip sample again, and say what differs.",
        ),
    ),
    MANAGERS: (
        Entry(
            "eligible",
            f"{_CLI}.eligible:eligible",
            "List the cases to choose from, and why each other may not be.",
        ),
        Entry("draw", f"{_CLI}.eligible:draw", "Draw one eligible case by lot."),
        Entry("select", f"{_CLI}.select:select", "Select the case, and name the work assessed."),
        Entry("replace", f"{_CLI}.select:replace", "Give the selected case up and choose again."),
        Entry("mark", f"{_CLI}.mark:mark", "Answer the questions, one by one or from a file."),
        Entry("dismiss", f"{_CLI}.mark:dismiss", "Set a prompt aside for a listed reason."),
        Entry("confirm", f"{_CLI}.mark:confirm", "Confirm the assessment; the case is checked again."),
        Entry("revise", f"{_CLI}.mark:revise", "Change confirmed marks, with a reason."),
        Entry(
            "note-conversation",
            f"{_CLI}.casework:note_conversation",
            "Note an everyday case conversation; an IQA can start from it.",
        ),
        Entry(
            "plan-conversation",
            f"{_CLI}.conversation:plan_conversation",
            "Say when the conversation is meant to be.",
        ),
        Entry(
            "hold-conversation",
            f"{_CLI}.conversation:hold_conversation",
            "Record the conversation that took place.",
        ),
        Entry("acknowledge", f"{_CLI}.sample:acknowledge", "Acknowledge the feedback on a dip sample."),
        Entry("withdraw", f"{_CLI}.iqas:withdraw", "End an IQA without completing it."),
    ),
    "For prosecutors": (
        Entry(
            "confirm-conversation",
            f"{_CLI}.conversation:confirm_conversation",
            "Say that the conversation took place.",
        ),
        Entry(
            "dispute-conversation",
            f"{_CLI}.conversation:dispute_conversation",
            "Say that it has not taken place yet.",
        ),
        Entry("comment", f"{_CLI}.queries:comment", "Comment on the assessment."),
        Entry("query", f"{_CLI}.queries:query", "Query a mark."),
    ),
    "For senior managers": (
        Entry(
            "open-quarter",
            f"{_CLI}.quarter:open_quarter",
            "Open your Area's quarter: plan and open its IQAs.",
        ),
        Entry(
            "apply-policy",
            f"{_CLI}.quarter:apply_policy",
            "Go on with a quarter under another version of the policy.",
        ),
        Entry(
            "close-quarter",
            f"{_CLI}.closing:close_quarter",
            "Close a quarter that is over, and show its report.",
        ),
        Entry(
            "quarter-report", f"{_CLI}.closing:quarter_report", "Show a quarter's report, its hash checked."
        ),
        Entry("national", f"{_CLI}.national:national", "Show one quarter of every Area side by side."),
        Entry("answer-query", f"{_CLI}.queries:answer_query", "Answer a query about a mark."),
        Entry("pick-sample", f"{_CLI}.picks:pick_sample", "Have an IQA checked beside the draw."),
        Entry("re-mark", f"{_CLI}.sample:re_mark", "Mark blind, before you see the manager's marks."),
        Entry("dip-sample", f"{_CLI}.sample:dip_sample", "Record the second check of an assessment."),
        Entry("feedback", f"{_CLI}.sample:feedback", "Record the feedback to the manager on a dip sample."),
        Entry(
            "development", f"{_CLI}.sample:development", "Say whether the manager's next IQAs show it done."
        ),
        Entry(
            "close-conversation",
            f"{_CLI}.conversation:close_conversation",
            "Close a conversation that is impossible.",
        ),
        Entry("reassign", f"{_CLI}.iqas:reassign", "Give an open IQA to another assessor."),
        Entry(
            "hand-over", f"{_CLI}.hand_over:hand_over", "Give everything that waits for somebody to another."
        ),
    ),
    "For whoever runs it": (
        Entry("import", f"{_CLI}.roster:import_", "Import an Area's people and cases from CSV files."),
        Entry("run", f"{_CLI}.operate:run", "Start the servers and the worker, until Ctrl-C."),
        Entry("demo", f"{_CLI}.operate:demo", "Show the main job in under a minute, on servers of its own."),
        Entry("migrate", f"{_CLI}.upkeep:migrate", "Make the tables of the database in IQA_DSN."),
        Entry("status", f"{_CLI}.upkeep:status", "Ask every part of the system how it is."),
        Entry(
            "reconcile", f"{_CLI}.upkeep:reconcile", "Bring workflows and ledger together after a restore."
        ),
        Entry("rebuild", f"{_CLI}.upkeep:rebuild", "Make the read tables again from the ledger."),
        Entry("backup", f"{_CLI}.operate:backup", "Back both embedded databases up, while they work."),
        Entry("restore", f"{_CLI}.operate:restore", "Put both databases of a backup in place."),
    ),
}
"""By whom they are used; the order is that of the help."""

ACTION: Final = (
    Entry("add", f"{_CLI}.actions:add", "Record what the case needs."),
    Entry("complete", f"{_CLI}.actions:complete", "Record the outcome of a case action."),
    Entry("hand-over", f"{_CLI}.actions:hand_over", "Pass a case action to somebody else."),
    Entry("none", f"{_CLI}.actions:none", "Say that the case needs nothing."),
)
"""The commands under ``action``."""
