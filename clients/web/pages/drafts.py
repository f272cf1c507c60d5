"""What somebody is writing, kept while they write; read by them alone."""

import re
from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from clients.web.frame.forms import Filled, FormRefused
from clients.web.frame.visit import Visit, Visiting
from clients.web.frame.writing import Writing
from domain.calendar import LONDON
from domain.ids import case_id, is_case, is_iqa

router = APIRouter()

_FORMS: Final = re.compile(
    r"(marks|revise|meeting|plan|took-place|correct|take-back|as-noted|actions|comment|query|all-the-same"
    r"|replace|withdraw|reassign|close-conversation|conversation|action|request|blind|check"
    r"|feedback|development|manager-talk)(-[a-z][0-9]+)?"
)
"""The forms whose words are kept; some are of one action or one request."""
_MOST_FIELDS: Final = 100
_CONFLICT: Final = 409


@router.post("/iqas/{iqa_id}/drafts/{form}")
async def keep(visit: Visiting, iqa_id: str, form: str) -> Response:
    """Keep what stands in a form of an IQA, and say which version of its draft that is, and when (UK time)."""
    if not is_iqa(iqa_id):
        raise FormRefused(iqa_id)
    return await _kept(visit, iqa_id, form)


@router.post("/cases/{urn}/drafts/{form}")
async def keep_on_case(visit: Visiting, urn: str, form: str) -> Response:
    """Keep what stands in a form of a case."""
    if not is_case(case_id(urn)):
        raise FormRefused(urn)
    return await _kept(visit, case_id(urn), form)


async def _kept(visit: Visit, stream: str, form: str) -> Response:
    fields = await visit.request.form(max_fields=_MOST_FIELDS)
    if not _FORMS.fullmatch(form):
        raise FormRefused(form)
    given = [(name, str(value)) for name, value in fields.multi_items()]
    names = [name for name, _ in given]
    ticked = {
        name: tuple(value for one, value in given if one == name) for name in names if names.count(name) > 1
    }
    words = Filled({name: value for name, value in given if name not in ticked}, ticked)
    version = await Writing(visit, stream, form).keep(words)
    if version is None:
        return JSONResponse({}, status_code=_CONFLICT)
    return JSONResponse({"version": version, "at": f"{visit.now.astimezone(LONDON):%H:%M}"})
