"""Who may do what to an Area's quarter: one table, from commands to posts in the Area."""

from typing import Final

from domain.people import Role
from domain.posts import SENIORS, SYSTEM, Allowed
from domain.quarter import commands as c

WHO_MAY: Final[dict[type[c.QuarterCommand], Allowed]] = {
    c.OpenQuarter: SENIORS | {Role.ADMINISTRATOR},
    c.IqaOpeningDone: SYSTEM,
    c.TakePass: SYSTEM,
    c.TakeEscalations: SYSTEM,
    c.AcknowledgeEscalation: SENIORS,
    c.CloseQuarter: SYSTEM,
    c.SampleTold: SYSTEM,
    c.DeadlinePassed: SYSTEM,
    c.CatchUp: SYSTEM,
}
