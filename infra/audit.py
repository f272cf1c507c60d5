"""The audit of one stream: its story from the engine's history, and a second look at everything in it.

Histories come from a live server or from saved files; what the ledger holds is laid beside them, byte for byte.
"""

import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic
from uuid import UUID

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer

from activities.contracts import IqaRecorded, RecordIqa
from activities.deciders import IQA
from activities.ports import StoredCommand, StoredEvent
from domain.audit import Decided, Difference, Rules, repeat
from domain.facts import Reference
from domain.ids import command_hash
from domain.iqa.events import RecordedIqaEvent
from domain.story import IqaDecided, Told, tell
from infra.ledger import events_of
from infra.postgres import Connection
from infra.sql import queries
from infra.temporal import IqaPlugin
