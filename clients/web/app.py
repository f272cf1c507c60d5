"""The application: every page behind the guards, and every failure a page."""

from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from clients.web.frame.assets import ASSETS, Assets
from clients.web.frame.guarding import Guarded
from clients.web.frame.site import Site
from clients.web.frame.under_way import InTime, Sendings
from clients.web.frame.verifications import Verifications
from clients.web.pages import (
    about,
    access_log,
    actions,
    all_the_same,
    as_noted,
    assessment,
    cases,
    check,
    choose,
    compare,
    correct,
    development,
    drafts,
    escalations,
    exceptions,
    feedback,
    find,
    history,
    iqa,
    manager_talks,
    mark,
    meeting,
    my_work,
    national,
    news,
    notices,
    on_case,
    provider,
    quarter,
    queries,
    report,
    requests,
    revise,
    sample,
    second_check,
    sending,
    sign_in,
    steering,
    unsent,
    verifying,
    you,
)
from clients.web.pages.trouble import HANDLERS, at_the_door
from infra.postgres.database import dsn_of
from infra.postgres.news import News

PAGES: Final = (
    about,
    access_log,
    actions,
    as_noted,
    assessment,
    cases,
    check,
    choose,
    correct,
    all_the_same,
    compare,
    development,
    drafts,
    escalations,
    exceptions,
    feedback,
    find,
    history,
    iqa,
    manager_talks,
    mark,
    meeting,
    my_work,
    national,
    news,
    notices,
    on_case,
    provider,
    quarter,
    queries,
    report,
    requests,
    revise,
    sample,
    second_check,
    sending,
    sign_in,
    steering,
    unsent,
    verifying,
    you,
)


def build(site: Site) -> FastAPI:
    """The application of a site; it shows no page about itself."""
    sendings = Sendings(site)
    app = FastAPI(
        title="IQA",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        exception_handlers=HANDLERS,
        middleware=[
            Middleware(Guarded, site=site, door=at_the_door(site)),
            Middleware(InTime, sendings=sendings),
        ],
    )
    app.state.site = site
    app.state.sendings = sendings
    app.state.verifications = Verifications(site)
    app.state.news = News(lambda: dsn_of(site.desk.settings), site.desk.pool)
    for page in PAGES:
        app.include_router(page.router)
    for at, folders in ASSETS.items():
        app.mount(at, GZipMiddleware(Assets(folders)))
    return app
