"""Every command and process as an operator starts it: what to type, and which servers it asks."""

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Final, NamedTuple


class Asks(Enum):
    """Which servers a command needs before it can say anything else."""

    NOTHING = "nothing"
    DATABASE = "database"
    BOTH = "both"
    OWN = "servers of its own"


class Row(NamedTuple):
    """How a command is typed, but for its name, as whom, and what it asks; {names} are of the world's."""

    asks: Asks
    typed: str = ""
    by: str | None = None


_N, _D, _B, _O = Asks.NOTHING, Asks.DATABASE, Asks.BOTH, Asks.OWN

ROWS: Final[dict[str, Row]] = {
    "inbox": Row(_D, "", "M1"),
    "list": Row(_D, "", "M1"),
    "find": Row(_D, "priya", "M1"),
    "notices": Row(_D, "", "M1"),
    "show": Row(_D, "{iqa}", "M1"),
    "history": Row(_D, "{iqa}", "M1"),
    "escalations": Row(_D, "", "S1"),
    "pace": Row(_D, "{area} {quarter}", "S1"),
    "leave": Row(_D, "{m1} --from tomorrow --to tomorrow", "M1"),
    "cancel-leave": Row(_D, "{m1} --from tomorrow", "M1"),
    "acknowledge-escalation": Row(_D, "{iqa}:select --will-do {text}", "S1"),
    "verify-sample": Row(_D, "{area} {quarter}", "S1"),
    "eligible": Row(_D, "{iqa}", "M1"),
    "draw": Row(_B, "{iqa}", "M1"),
    "select": Row(_B, "{iqa} {urn} --work charging", "M1"),
    "replace": Row(_B, "{iqa} --because other", "M1"),
    "mark": Row(_B, "{iqa} --file {marks}", "M1"),
    "confirm": Row(_B, "{iqa}", "M1"),
    "revise": Row(_B, "{iqa} --because own_check --file {marks}", "M1"),
    "improved": Row(_B, "{iqa} 1 {urn}", "M1"),
    "note-conversation": Row(_B, "{urn} --prosecutor {p1} --mode video --went-well {text}", "M1"),
    "answer-request": Row(_B, "case-{urn} r1 agreed --text {text}", "M1"),
    "plan-conversation": Row(_B, "{iqa} --on tomorrow --mode video", "M1"),
    "hold-conversation": Row(_B, "{iqa} --mode video --went-well {text}", "M1"),
    "correct-conversation": Row(_B, "{iqa} --because other --mode video --on today --went-well {text}", "M1"),
    "take-back-conversation": Row(_B, "{iqa} --because other", "M1"),
    "acknowledge": Row(_B, "{iqa} --revise", "M1"),
    "withdraw": Row(_B, "{other} --because other --note {text}", "M1"),
    "confirm-conversation": Row(_B, "{iqa}", "P1"),
    "dispute-conversation": Row(_B, "{iqa}", "P1"),
    "comment": Row(_B, "{iqa} --text {text}", "P1"),
    "query": Row(_B, "{iqa} 1 --text {text}", "P1"),
    "ask-for": Row(_B, "assessment {urn} --text {text}", "P1"),
    "open-quarter": Row(_B, "{area} {quarter}", "S1"),
    "apply-policy": Row(_B, "{area} {quarter} default-1", "S1"),
    "close-quarter": Row(_B, "{area} {quarter}", "S1"),
    "quarter-report": Row(_D, "{area} {quarter}", "S1"),
    "exceptions": Row(_D, "", "S1"),
    "national": Row(_D, "{quarter}", "C1"),
    "answer-query": Row(_B, "{iqa} q1 --outcome upheld --text {text}", "S1"),
    "pick-sample": Row(_B, "{iqa} --because other", "S1"),
    "re-mark": Row(_B, "{iqa} --answer 1=yes", "S1"),
    "dip-sample": Row(_B, "{iqa} --comment {text}", "S1"),
    "second-checks": Row(_D, "{area} {quarter}", "S1"),
    "feedback": Row(_B, "{iqa} --content {text} --mode video", "S1"),
    "development": Row(_B, "{iqa} a1 --shown yes", "S1"),
    "manager-talk": Row(_B, "{iqa} --about {text} --to-try {text}", "S1"),
    "manager-talk-outcome": Row(_B, "{iqa} t1 --outcome {text}", "S1"),
    "close-conversation": Row(_B, "{iqa} --because left --note {text}", "S1"),
    "reassign": Row(_B, "{other} --to {m2} --because other", "S1"),
    "hand-over": Row(_B, "{m1} --to {m2} --because other", "S1"),
    "audit": Row(_B, "--file {folder}/audit.jsonl", "I1"),
    "access-log": Row(_D, "", "I1"),
    "refusals": Row(_D, "", "I1"),
    "bind-account": Row(_D, "{p1} number --issuer https://id.example.test", "A1"),
    "unbind-account": Row(_D, "{p1} --issuer https://id.example.test", "A1"),
    "sign-ins": Row(_D, "", "M1"),
    "end-sign-ins": Row(_D, "", "M1"),
    "completion": Row(_N, "bash"),
    "import": Row(_D, "{export}"),
    "run": Row(_O),
    "address": Row(_O),
    "web": Row(_D),
    "demo": Row(_O),
    "prepare": Row(_B),
    "status": Row(_B),
    "reconcile": Row(_B),
    "rebuild": Row(_D),
    "backup": Row(_O, "{folder}/new"),
    "restore": Row(_O, "{folder}"),
    "action add": Row(_B, "{iqa} --what {text} --owner {p1}", "M1"),
    "action complete": Row(_B, "{iqa} a1 --outcome {text}", "M1"),
    "action hand-over": Row(_B, "{iqa} a1 --to {p2} --because other", "M1"),
    "action none": Row(_B, "{iqa}", "M1"),
    "worker.py": Row(_B),
}

FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "web": {
        "IQA_OIDC_ISSUER": "https://id.example.test",
        "IQA_OIDC_CLIENT": "iqa",
        "IQA_PUBLIC_URL": "https://iqa.example.test",
        "IQA_LISTEN": "127.0.0.1:0",
    }
}
"""What a process needs besides, where the servers are real ones."""

SERVES_ON: Final[Mapping[str, Collection[str]]] = {
    "worker.py": ("newer data", "full disk"),
    "web": ("engine away", "newer data", "full disk", "bad policy"),
    "demo": (
        "database away",
        "engine away",
        "wrong login",
        "no right",
        "not prepared",
        "newer data",
        "full disk",
        "bad policy",
        "foreign folder",
        "folder of a newer PostgreSQL",
        "a file for a folder",
    ),
}
"""Under which conditions a process goes on until it is stopped: they are none of its business, or mended meanwhile."""

WRITES_NOTHING: Final = frozenset({"acknowledge-escalation", "cancel-leave"})
"""Commands that find nothing to write here, and say so."""

LOADS_THE_POLICY: Final = frozenset(
    {
        "audit",
        "eligible",
        "exceptions",
        "history",
        "import",
        "leave",
        "national",
        "pace",
        "quarter-report",
        "second-checks",
        "show",
        "worker.py",
    }
)
"""Commands that need local policy."""
