"""How what happens in an Area's quarter is told; what its report, its sample and its pace show is left to them."""

from typing import Final

from clients.desk.telling.fields import UNTOLD, Table, code, counted, flag, in_a_row, person, says, told
from clients.desk.telling.of_escalations import ESCALATIONS
from domain.escalations import EscalationClimbed
from domain.quarter import events as e
from domain.quarter.sample.population import Pick
from domain.words import in_words, moment

_PICKS: Final = {
    Pick.RANDOM: "by the draw",
    Pick.COVERAGE: "picked for coverage",
    Pick.RISK: "picked for risk",
}
_PLANNED: Final = counted("one IQA", "{} IQAs")
_TELL: Final = person("told to {}")


def _numbered(one: e.NumberedIqa) -> str:
    late = ", too late to be assured" if one.leaves_no_time else ""
    return f"{one.number} {one.iqa_id} (confirmed {moment(one.confirmed_at)}{late})"


_OF_THE_QUARTER: Final[Table] = {
    e.QuarterOpened: {
        "quarter": told(),
        "area": told("in {}"),
        "opened_by": person("by {}"),
        "planned": _PLANNED,  # each IQA's own story tells of it
        "policy": told("policy {}"),
        "calendar": told("calendar {}"),
        "question_set": told("questions {}"),
        "one_in": told("one in {} sampled"),
        "samplers": code("samplers: {}"),
        "independent_percent": told("{} % of them independent"),
        "coverage_after_quarters": told("each manager sampled within {} quarters"),
        "seed_commitment": told("seed committed as {}"),
        "pass_due": told(lambda due: f"gone over next at {moment(due)}"),
        "week_due": told("the first week reviewed at the end of {}"),
        "close_due": told("closes {}"),
        "left_out": in_a_row(
            "left out: {}",
            lambda one: f"{one.prosecutor} ({in_words(one.because)})",
            apart=True,
            people=lambda found, _: (one.prosecutor for one in found),
        ),
        "not_asked_for": in_a_row(
            "not asked for: {}",
            lambda one: f"{in_words(one.subject)} of {one.whose}",
            apart=True,
            people=lambda found, _: (one.whose for one in found),
        ),
    },
    e.IqasPlanned: {"items": _PLANNED, "because": code("because: {}")},
    e.PlanChanged: {
        "iqa_id": told(),
        "change": code(),
        "because": code("because: {}"),
        "assessor": person("to {}"),
        "target_on": told("target {}"),
    },
    e.IqasNumbered: {"category": code(), "items": in_a_row("{}", _numbered)},
    e.SampleDrawn: {
        "iqa_id": told(),
        "category": code(),
        "block": told("block {}"),
        "sampler": person("to be checked by {}"),
        "pick": told(lambda pick: _PICKS[pick]),
        "independent": flag("independently"),
        "because": code("because: {}"),
        "passed_over": told("passed over: {}", apart=True),
    },
    e.BlockPassedOver: {"category": code(), "block": told("block {}"), "passed_over": told()},
    e.SecondCheckReassigned: {
        "iqa_id": told(),
        "sampler": person("to {}"),
        "because": code("because: {}"),
        "independent": flag("independently"),
    },
    e.Told: {"telling_ids": counted("one telling", "{} tellings")},
    e.WorkHandedOver: {
        "whose": person("from {}"),
        "to": person("to {}"),
        "iqas": told("IQAs: {}", apart=True),
        "samples": told("second checks: {}", apart=True),
        "actions": in_a_row("case actions: {}", lambda one: f"{one.action_id} of {one.stream}", apart=True),
        "requests": in_a_row("requests: {}", lambda one: f"{one.request_id} of {one.stream}", apart=True),
        "escalations": in_a_row(
            "escalations: {}", lambda one: f"{one.escalation_id} of {one.stream}", apart=True
        ),
        "left": in_a_row(
            "stays: {}",
            lambda one: f"{in_words(one.what)} of {one.stream} ({in_words(one.because)})",
            apart=True,
        ),
        "because": says("Because"),
    },
    e.CustodyFoundWhileAway: {
        "prosecutor": person("of {}"),
        "from_date": told("away from {}"),
        "to_date": told("to {}"),
        "cover": person("covered by {}"),
        "cover_away_on": told("who is away too on {}"),
        "urns": told("cases: {}", apart=True),
        "tell": _TELL,
    },
    e.WeekReviewed: {
        "last_day": told("up to {}"),
        "managers": UNTOLD,  # lines about single people: the pace shows them to whom they are for
        "pattern": UNTOLD,  # the pace shows it
        "week_due": told("the next at the end of {}"),
        "tell": _TELL,
    },
    e.PolicyApplied: {"policy": told(), "by": person("by {}")},
    e.PassTaken: {"pass_due": told(lambda due: f"the next at {moment(due)}")},
    e.QuarterClosed: {
        "drawn": told("{} drawn"),
        "released": counted("one released", "{} released"),
        "counts": in_a_row(
            "{}", lambda one: f"{in_words(one.category)}: {one.undertaken} undertaken, {one.drawn} drawn"
        ),
        "seed": told("seed {}"),
        "list_hash": told("list {}"),
        "report": UNTOLD,  # the quarter's report shows it
        "report_hash": told("report {}"),
        "tell": _TELL,
    },
    e.QuarterEnded: {},
}

QUARTER: Final[Table] = {
    event: fields for event, fields in ESCALATIONS.items() if event is not EscalationClimbed
} | _OF_THE_QUARTER
