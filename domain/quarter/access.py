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
    c.CloseQuarter: SENIORS | SYSTEM,
    c.TellingDone: SYSTEM,
    c.ReviewWeek: SYSTEM,
    c.BeginPost: SYSTEM,
    c.PostDone: SYSTEM,
    c.PickForSample: SENIORS,
    c.HandOverWork: SENIORS | {Role.ADMINISTRATOR},
    c.ApplyPolicy: SENIORS | {Role.ADMINISTRATOR},
    c.DeadlinePassed: SYSTEM,
    c.CatchUp: SYSTEM,
}
