"""A page to keep: whole in itself, nothing of it runs, and it says what its reader may read."""

from html.parser import HTMLParser
from typing import Final

from clients.cli.frame.exit_codes import ExitCode
from domain.assessment import Answer, Mark, Mode
from domain.ids import QUARTER
from domain.iqa.commands import (
    Comment,
    ConfirmAssessment,
    DrawForSample,
    HoldConversation,
    RecordMarks,
    RecordNoActions,
)
from domain.questions import PresetKind
from domain.talks import SaidOf
from tests.area import today
from tests.clients.test_finding import selected
from tests.clients.typed import CommandLine

HOSTILE: Final = "<script>alert(1)</script> & \"quotes\" 'too' – ünïcode \x1b[2J"
VOID: Final = frozenset({"meta"})


class Read(HTMLParser):
    """What stands in a page: its tags, its text, and whether each element that is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outward: list[tuple[str, str | None]] = []
        self.written: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outward += [
            (name, value) for name, value in attrs if name in {"src", "href", "action", "onload"}
        ]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.written.append(data)


async def confirmed(iqa: CommandLine) -> str:
    it = await selected(iqa)
    state = await iqa.system.state(it)
    marks = tuple(
        Mark(question=one.number, answer=Answer.YES, good_practice=f"{HOSTILE} {one.number}")
        for one in (state.selection.presets if state.selection else ())
        if one.kind is PresetKind.ON
    )
    await iqa.system.send(it, "M1", RecordMarks(marks=marks, seen_version=state.version))
    version = (await iqa.system.state(it)).version
    await iqa.system.send(it, "M1", ConfirmAssessment(seen_version=version))
    said_of = (SaidOf(question=marks[0].question, sentence=f"We spoke of it. {HOSTILE}"),)
    held = HoldConversation(on=today(), mode=Mode.VIDEO, do_differently=HOSTILE, said_of=said_of)
    await iqa.system.send(it, "M1", held)
    await iqa.system.send(it, "P1", Comment(text=HOSTILE))
    await iqa.system.send(it, "M1", RecordNoActions())
    return it


async def test_a_prosecutor_keeps_a_page_of_their_own_in_which_nothing_runs(iqa: CommandLine) -> None:
    it = await confirmed(iqa)
    await iqa.system.send(it, QUARTER, DrawForSample(sampler=iqa.system.id("S1")))

    page = (await iqa.ok("show", it, "--html", by="P1")).out
    read = Read(page)
    said = " ".join("".join(read.written).split())

    assert page.isascii()
    assert read.open == []
    assert not {"script", "link", "img", "a", "form", "iframe"} & set(read.tags)
    assert read.outward == []
    assert "default-src 'none'" in page
    assert said.count("<script>alert(1)</script> & \"quotes\" 'too' – ünïcode") >= 3
    assert "1 Decision under the Code" in said
    assert "video, before the marks" in said
    assert "Said of 1 Decision under the Code We spoke of it. <script>" in said
    assert "The charging or review decision has been made in accordance with the Code" in said
    assert f"Priya Nair ({iqa.system.id('P1')})" in said
    assert "Crown copyright" in said
    assert not [word for word in ("ampl", "second check", "lenient") if word in said]


async def test_marks_stand_on_the_page_once_they_are_confirmed(iqa: CommandLine) -> None:
    it = await selected(iqa)

    before = (await iqa.ok("show", it, "--html", by="P1")).out
    document = (await iqa.ok("show", it, "--html", "--json", by="P1")).document

    assert "Assessment</h2>" not in before
    assert document["iqa_id"] == it


async def test_what_is_noted_on_a_case_is_no_page(iqa: CommandLine) -> None:
    urn = (await iqa.system.state(await selected(iqa))).selection
    assert urn
    await iqa.ok(
        "note-conversation", urn.urn, "--prosecutor", "p1", "--mode", "video", "--view", "Bail.", by="M1"
    )

    refused = await iqa("show", f"case-{urn.urn}", "--html", by="M1")

    assert refused.code == ExitCode.USAGE
