"""Somebody who visits the pages by HTTP, reads what stands there, and sends the forms that they find."""

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from typing import Final, NamedTuple

import httpx

_SILENT: Final = frozenset({"script", "style", "svg"})
_VOID: Final = frozenset({"input", "br", "img", "meta", "link", "hr"})

Fields = dict[str, list[str]]


class Form(NamedTuple):
    """A form as it stands: where it is sent, and what it would send untouched.

    ``offers`` is what may be chosen of each field.
    """

    action: str
    fields: Fields
    offers: Fields

    def filled(self, **said: str) -> Fields:
        """What is sent once these fields are filled in; in a field's name __ stands for -."""
        return self.fields | {name.replace("__", "-"): [value] for name, value in said.items()}


class Page(NamedTuple):
    """What a visitor sees: the status, the words of the page that no fold hides, its forms and its links."""

    status: int
    address: str
    seen: str
    forms: tuple[Form, ...]
    links: tuple[str, ...]

    def form(self, action: str) -> Form:
        """The first form that is sent to an address; raises ``LookupError`` where there is none."""
        for form in self.forms:
            if form.action == action:
                return form
        msg = f"{self.address} ({self.status}) has no form for {action}: {self.seen[:300]}"
        raise LookupError(msg)


class Visitor:
    """Somebody who is signed in, with what they see at the moment."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._client.cookies.set("iqa", token)

    async def look(self, address: str) -> Page:
        """Open a page; raises ``LookupError`` where it is not shown."""
        answer = await self._client.get(address, follow_redirects=True)
        return _shown(answer)

    async def send(self, form: Form, fields: Mapping[str, list[str]] | None = None) -> Page:
        """Send a form and come to the page that follows it; raises ``LookupError`` where the form is not taken."""
        said = dict(form.fields if fields is None else fields)
        headers = {"sec-fetch-site": "same-origin"}
        answer = await self._client.post(form.action, data=said, headers=headers)
        if answer.status_code == httpx.codes.SEE_OTHER:
            answer = await self._client.get(answer.headers["location"], follow_redirects=True)
        return _shown(answer)


def page_of(address: str, status: int, markup: str) -> Page:
    """Read a page as somebody who looks at it does."""
    reader = _Reader()
    reader.feed(markup)
    seen = re.sub(r"\s+", " ", " ".join(reader.seen)).strip()
    forms = tuple(Form(action, fields, offers) for action, fields, offers in reader.forms)
    return Page(status, address, seen, forms, tuple(reader.links))


def _shown(answer: httpx.Response) -> Page:
    page = page_of(answer.url.path, answer.status_code, answer.text)
    if answer.is_error:
        msg = f"{page.address}: {page.status}: {page.seen[:300]}"
        raise LookupError(msg)
    return page


class _Reader(HTMLParser):
    """Collects words, forms and links of ``main``; what a closed fold or a label for hearers hides is not seen."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.forms: list[tuple[str, Fields, Fields]] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._main = False
        self._writes: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self._main = self._main or tag == "main"
        if tag == "form":
            self.forms.append((has.get("action", ""), {}, {}))
        elif tag == "input" and self.forms:
            self._field(has)
        elif tag == "textarea" and self.forms:
            self._writes = has["name"]
            self.forms[-1][1].setdefault(has["name"], [""])
        elif tag == "a" and self._main:
            self.links.append(has.get("href", ""))
        if tag not in _VOID:
            hidden = tag in _SILENT or (tag == "details" and "open" not in has) or "hidden" in has
            self._open.append((tag, hidden or "govuk-visually-hidden" in has.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "main":
            self._main = False
        if tag == "textarea":
            self._writes = None

    def handle_data(self, data: str) -> None:
        if self._writes and self.forms:
            self.forms[-1][1][self._writes] = [
                self.forms[-1][1][self._writes][0] + unescape(data).lstrip("\n")
            ]
        elif self._main and not self._hidden():
            self.seen.append(data)

    def _hidden(self) -> bool:
        tags = [tag for tag, _ in self._open]
        summary = "summary" in tags
        return any(hidden and not (tag == "details" and summary) for tag, hidden in self._open)

    def _field(self, has: Mapping[str, str]) -> None:
        name, value, kind = has.get("name", ""), has.get("value", ""), has.get("type", "text")
        _, fields, offers = self.forms[-1]
        if kind in {"radio", "checkbox"}:
            offers.setdefault(name, []).append(value)
            if "checked" not in has:
                return
        fields.setdefault(name, []).append(value)
