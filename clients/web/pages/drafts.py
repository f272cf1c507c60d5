"""What somebody is writing, kept while they write; read by them alone."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from clients.web.frame.forms import Filled, FormRefused
from clients.web.frame.visit import Visiting
from clients.web.frame.writing import Writing
from domain.calendar import LONDON
from domain.ids import is_iqa

router = APIRouter(prefix="/iqas/{iqa_id}/drafts")

_FORMS: Final = frozenset({"marks", "meeting", "actions"})
_MOST_FIELDS: Final = 100
_CONFLICT: Final = 409


@router.post("/{form}")
async def keep(visit: Visiting, iqa_id: str, form: str) -> Response:
    """Keep what stands in a form, and say which version of its draft that is, and when (UK time)."""
    fields = await visit.request.form(max_fields=_MOST_FIELDS)
    if form not in _FORMS or not is_iqa(iqa_id):
        raise FormRefused(form)
    words = Filled({name: str(value) for name, value in fields.items()}, {})
    version = await Writing(visit, iqa_id, form).keep(words)
    if version is None:
        return JSONResponse({}, status_code=_CONFLICT)
    return JSONResponse({"version": version, "at": f"{visit.now.astimezone(LONDON):%H:%M}"})
