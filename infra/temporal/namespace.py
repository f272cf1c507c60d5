"""What the engine needs before a worker can serve: a namespace that keeps histories, and its search attributes."""

import asyncio
from datetime import timedelta
from typing import Final

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import (
    CountWorkflowExecutionsRequest,
    DescribeNamespaceRequest,
    RegisterNamespaceRequest,
    UpdateNamespaceRequest,
)
from temporalio.service import RPCError, RPCStatusCode, ServiceClient

SEARCH_ATTRIBUTES: Final = {
    "Area": "Keyword",
    "Quarter": "Keyword",
    "Category": "Keyword",
    "Stage": "Keyword",
    "DueAt": "Datetime",
    "Escalated": "Bool",
}
RETENTION: Final = timedelta(days=3650)
"""How long a closed history waits for the archive: one that is deleted can be audited from the ledger alone."""

_TYPES: Final = {
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "Bool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}
_SOME_VALUE: Final = {"Keyword": "'a'", "Datetime": "'2025-01-01T00:00:00Z'", "Bool": "true"}
_WAIT: Final = timedelta(seconds=5)
_KNOWN_WITHIN_S: Final = 30.0
"""How long the parts of a cluster may take to hear of a namespace that was just made."""


async def prepare(service: ServiceClient, namespace: str) -> tuple[str, ...]:
    """Make what is missing, and say what was made; what is there stays, but for a retention that is too short.

    Raises ``RPCError``.
    """
    made = await _keep_namespace(service, namespace)
    missing = await _missing_attributes(service, namespace)
    if missing:
        types = {name: _TYPES[SEARCH_ATTRIBUTES[name]] for name in missing}
        request = AddSearchAttributesRequest(namespace=namespace, search_attributes=types)
        await service.operator_service.add_search_attributes(request, timeout=_WAIT)
    return (*made, *(f"search attribute {name} ({SEARCH_ATTRIBUTES[name]})" for name in missing))


async def keep_histories(service: ServiceClient, namespace: str) -> bool:
    """Give the namespace its retention; return whether it had a shorter one. Raises ``RPCError``."""
    found = await service.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=namespace), timeout=_WAIT
    )
    if found.config.workflow_execution_retention_ttl.ToTimedelta() >= RETENTION:
        return False
    request = UpdateNamespaceRequest(
        namespace=namespace, config=NamespaceConfig(workflow_execution_retention_ttl=_retention())
    )
    await service.workflow_service.update_namespace(request, timeout=_WAIT)
    return True


async def faults_of(service: ServiceClient, namespace: str) -> tuple[str, ...]:
    """What a worker would miss, in words; a search by each attribute tells, for which no right to change is needed.

    Raises ``RPCError``.
    """
    try:
        await service.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=namespace), timeout=_WAIT
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return (f"the engine has no namespace {namespace}",)
    searches = [_can_search(service, namespace, name) for name in SEARCH_ATTRIBUTES]
    found = await asyncio.gather(*searches)
    return tuple(
        f"the namespace {namespace} has no search attribute {name} ({SEARCH_ATTRIBUTES[name]})"
        for name, can in zip(SEARCH_ATTRIBUTES, found, strict=True)
        if not can
    )


def commands(namespace: str) -> tuple[str, ...]:
    """The same for whoever does it by hand with Temporal's own program."""
    keep = f"--namespace {namespace} --retention {RETENTION.days * 24}h"
    return (
        f"temporal operator namespace create {keep}    # or, where it is there: namespace update",
        *(
            f"temporal operator search-attribute create --namespace {namespace} --name {name} --type {kind}"
            for name, kind in SEARCH_ATTRIBUTES.items()
        ),
    )


def _retention() -> Duration:
    kept = Duration()
    kept.FromTimedelta(RETENTION)
    return kept


async def _keep_namespace(service: ServiceClient, namespace: str) -> tuple[str, ...]:
    try:
        if await keep_histories(service, namespace):
            return (f"namespace {namespace}: closed histories are kept {RETENTION.days} days",)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
    else:
        return ()
    request = RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=_retention())
    await service.workflow_service.register_namespace(request, timeout=_WAIT)
    return (f"namespace {namespace}, which keeps closed histories {RETENTION.days} days",)


async def _missing_attributes(service: ServiceClient, namespace: str) -> tuple[str, ...]:
    """The attributes that the namespace lacks; one that was just made is asked until its cluster knows it."""
    request = ListSearchAttributesRequest(namespace=namespace)
    async with asyncio.timeout(_KNOWN_WITHIN_S):
        while True:
            try:
                found = await service.operator_service.list_search_attributes(request, timeout=_WAIT)
                return tuple(name for name in SEARCH_ATTRIBUTES if name not in found.custom_attributes)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
            await asyncio.sleep(0.5)


async def _can_search(service: ServiceClient, namespace: str, name: str) -> bool:
    """Whether the engine takes a search by this attribute with a value of its type."""
    query = f"{name} = {_SOME_VALUE[SEARCH_ATTRIBUTES[name]]}"
    request = CountWorkflowExecutionsRequest(namespace=namespace, query=query)
    try:
        await service.workflow_service.count_workflow_executions(request, timeout=_WAIT)
    except RPCError as error:
        if error.status is not RPCStatusCode.INVALID_ARGUMENT:
            raise
        return False
    return True
