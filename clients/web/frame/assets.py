"""Styles, script and pictures: those of GOV.UK Frontend as its package has them, and the few of our own."""

import os
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

OURS: Final = Path(__file__).parents[1] / "static"
PACKAGES: Final = Path(__file__).parents[3] / "node_modules"
"""Where ``make setup`` puts the packages of package-lock.json."""
_GOVUK: Final = PACKAGES / "govuk-frontend" / "dist" / "govuk"

ASSETS: Final = {
    "/assets": (_GOVUK / "assets",),
    "/static": (OURS, _GOVUK),
}
"""The folders that stand under each address; of two files of one name the first counts."""
_DAY_S: Final = 86_400


class AssetsMissing(Exception):
    """The packages of the pages' looks were not set up."""

    def __init__(self) -> None:
        super().__init__(f"there is no {_GOVUK}: `make setup` puts it there, with npm")


def check_assets() -> None:
    """Raise ``AssetsMissing`` where the looks are not there."""
    if not (_GOVUK / "govuk-frontend.min.css").is_file():
        raise AssetsMissing


class Assets(StaticFiles):
    """Files of several folders under one address, which a browser may keep for a day."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(directory=folders[0], check_dir=False)
        self.all_directories = list(folders)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        answer.headers["Cache-Control"] = f"public, max-age={_DAY_S}"
        return answer
