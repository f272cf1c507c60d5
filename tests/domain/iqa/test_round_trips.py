"""Commands and events keep their type on their way through the engine's own data converter."""

from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import ValidationError
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.iqa import commands as c
from domain.iqa import events as e
from domain.iqa.state import Iqa
from tests.bdd import given
from tests.domain.iqa.strategies import instances
from tests.factories import (
    a_closed_iqa,
    a_fed_back_iqa,
    a_withdrawn_iqa,
)

COMMANDS = get_args(c.IqaCommand)
EVENTS = get_args(e.IqaEvent)
ID = UUID(int=7)
FEW = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


def through_the_engine[_](value: object, hint: type) -> Any: ...
