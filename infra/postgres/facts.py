"""Gathers the facts of a decision inside the transaction that records it."""

from datetime import datetime

from domain.facts import CaseNeeds, Facts, Needs
from domain.iqa.facts import IqaNeeds
from domain.quarter.facts import QuarterNeeds
from infra.postgres.connections import Connection
from infra.postgres.iqa_facts import case_facts, iqa_facts
from infra.postgres.quarter_facts import quarter_facts
from infra.postgres.shared_facts import shared_facts
from infra.reference import Library


async def load_facts(connection: Connection, library: Library, needs: Needs, now: datetime) -> Facts:
    """Load what a decision needs; raises ``UnknownVersion`` when its reference data is not installed."""
    match needs:
        case QuarterNeeds():
            return await quarter_facts(connection, library, needs, now)
        case IqaNeeds():
            return await iqa_facts(connection, library, needs, now)
        case CaseNeeds():
            return await case_facts(connection, library, needs, now)
        case _:
            return Facts(**await shared_facts(connection, library, needs, now))
