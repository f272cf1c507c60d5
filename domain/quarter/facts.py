"""What a quarter's rules have to know beyond the command and the state, and what they are told."""

from datetime import datetime

from domain.custody import CustodyAway
from domain.facts import Facts, Needs
from domain.policy import EscalatedMatter
from domain.quarter.pace.standing import (
    Escalated,
    PromptStanding,
    QuarterOf,
    SubjectStanding,
    WaitStanding,
    YearOf,
)
from domain.quarter.sample.population import CoverageOf, Population, SampleKey
from domain.rows import IqaRow
from domain.values import Code, Value


class WorkOf(Value):
    """Whose work in an Area is asked for, to be handed over."""

    area: Code
    whose: Code


class OnesAction(Value):
    """A case action that one person keeps, on the stream that chases it."""

    stream: Code
    action_id: Code


class OnesRequest(Value):
    """What a prosecutor asked of one person, who has not answered, on the stream of its case."""

    stream: Code
    request_id: Code
    prosecutor: Code


class LeftUnanswered(Value):
    """What a prosecutor asked of somebody who is no longer in post in the Area, on the stream of its case."""

    stream: Code
    request_id: Code
    prosecutor: Code
    owner: Code


class LeftBehind(Value):
    """A case action whose owner is no longer in post in the Area, on the stream that chases it."""

    stream: Code
    action_id: Code
    owner: Code


class OnesEscalation(Value):
    """An escalation that was put to one person and that nobody has taken on, on the stream that keeps it."""

    stream: Code
    escalation_id: Code
    matter: EscalatedMatter


class OnesWork(Value):
    """What one person has in an Area.

    These are open IQAs assessed, second checks not over, actions, requests, escalations and queries.
    """

    iqas: tuple[IqaRow, ...] = ()
    samples: tuple[IqaRow, ...] = ()
    actions: tuple[OnesAction, ...] = ()
    requests: tuple[OnesRequest, ...] = ()
    escalations: tuple[OnesEscalation, ...] = ()
    queries: tuple[Code, ...] = ()


class QuarterNeeds(Needs):
    """What of its Area a decision of the quarter has to know.

    ``seed_of`` names the stream whose seed's SHA-256 is needed; ``population`` asks for keys under that seed,
    and the seed itself may be known only from ``seed_revealed_from`` (UTC) on. ``standing_of`` asks how the IQAs of
    a quarter stand, what waits in them, and which ones other Areas opened for people who are here by now;
    ``prompts_of`` what was asked first in those confirmed in its time; ``coverage_of`` how an Area stands with the
    kinds of case that are to be assessed every year. ``policy_asked`` is a version of the policy that may not be
    installed. ``unsampled_in`` asks for what a coverage pick may choose from, ``named_iqa`` for an IQA, ``work_of`` for
    everything that one person has, ``second_checks_of`` which second checks of these IQAs are not over, ``left_in`` for
    the case actions and requests of an Area whose owner has left, ``custody_in`` for its cases with somebody in custody
    whose prosecutor is away, or will be within policy's days.
    """

    seed_of: Code | None = None
    seed_revealed_from: datetime | None = None
    population: Population | None = None
    standing_of: QuarterOf | None = None
    prompts_of: QuarterOf | None = None
    coverage_of: YearOf | None = None
    policy_asked: Code | None = None
    unsampled_in: CoverageOf | None = None
    named_iqa: Code | None = None
    work_of: WorkOf | None = None
    second_checks_of: tuple[Code, ...] = ()
    left_in: Code | None = None
    custody_in: Code | None = None


class QuarterFacts(Facts):
    """What a quarter is judged on; ``policy_installed`` is the version asked for where it is there."""

    seed_commitment: Code | None = None
    seed_revealed: Code | None = None
    confirmed: tuple[IqaRow, ...] = ()
    sample_keys: tuple[SampleKey, ...] = ()
    standing: tuple[IqaRow, ...] = ()
    escalated: Escalated = Escalated()
    elsewhere: tuple[IqaRow, ...] = ()
    waiting: tuple[WaitStanding, ...] = ()
    prompts: tuple[PromptStanding, ...] = ()
    coverage: tuple[SubjectStanding, ...] = ()
    policy_installed: Code | None = None
    unsampled: tuple[IqaRow, ...] = ()
    named_iqa: IqaRow | None = None
    work: OnesWork = OnesWork()
    second_checks: tuple[IqaRow, ...] = ()
    left_behind: tuple[LeftBehind, ...] = ()
    left_unanswered: tuple[LeftUnanswered, ...] = ()
    custody: tuple[CustodyAway, ...] = ()
