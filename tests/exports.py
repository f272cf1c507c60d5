"""A small made-up Area as it would be exported, to be spoilt one line at a time."""

from collections.abc import Mapping
from types import MappingProxyType

PEOPLE = """\
staff_id,role,area,unit,reports_to,email,from_date,to_date
C1,chief_crown_prosecutor,XN,,,c1@example.test,2020-01-06,
S1,senior_manager,XN,,C1,s1@example.test,2020-01-06,
M1,legal_manager,XN,MC,S1,m1@example.test,2020-01-06,
P1,prosecutor,XN,MC,M1,p1@example.test,2020-01-06,
P2,prosecutor,XN,MC,M1,p2@example.test,2020-01-06,2026-09-30
"""
ABSENCES = """\
staff_id,from_date,to_date,kind,cover
P1,2026-10-05,2026-10-16,leave,P2
M1,2026-11-02,,extended,
"""
CASES = """\
urn,area,unit,stage,status,plea,prosecutor,received_on,charged_on,first_hearing_on,trial_on,custody,domestic_abuse,rape,victim,outside_uk,asset_recovery
U1,XN,MC,post_charge,live,not_guilty,P1,2026-07-07,2026-07-09,2026-08-17,2027-02-22,no,yes,no,yes,no,no
U2,XN,MC,pre_charge,live,,P2,2026-08-03,,,,no,no,no,no,no,yes
"""
CONTRIBUTIONS = """\
urn,staff_id,kind,on_date
U1,P1,review,2026-07-08
U1,P1,charging_decision,2026-07-09
U1,P1,review,2026-07-08
U2,P2,early_advice,2026-08-04
"""
MILESTONES = """\
urn,kind,on_date
U1,not_guilty_plea,2026-08-17
U1,next_hearing,2027-02-22
"""

EXPORT: Mapping[str, str] = MappingProxyType(
    {
        "people": PEOPLE,
        "absences": ABSENCES,
        "cases": CASES,
        "contributions": CONTRIBUTIONS,
        "milestones": MILESTONES,
    }
)


def spoilt(table: str, line: int, old: str, new: str) -> dict[str, str]:
    """Give the export with a text replaced in one line (counted from 1) of one file."""
    lines = EXPORT[table].splitlines(keepends=True)
    assert old in lines[line - 1], f"{old!r} is not in line {line} of {table}"
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return {**EXPORT, table: "".join(lines)}
