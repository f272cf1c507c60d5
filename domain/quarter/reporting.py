"""The close report of an Area's quarter, computed from how its IQAs stand."""

from hashlib import sha256

from domain.facts import Facts
from domain.quarter.report import AreaReport
from domain.quarter.state import AreaQuarter


def report(quarter: AreaQuarter, facts: Facts) -> AreaReport:
    """Return what the quarter came to as of now."""
    return AreaReport(area=quarter.area, quarter=quarter.quarter, as_of=facts.now)


def report_hash(found: AreaReport) -> str:
    """The SHA-256 (hex) of the report's JSON, as it is frozen."""
    return sha256(found.model_dump_json().encode()).hexdigest()
