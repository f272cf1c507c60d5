"""Logs tell what happened where, and never a person's words."""

import json
import logging

import pytest
import structlog

from infra.logging import configure_logging


@pytest.fixture
def _restored() -> object:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("_restored")
def test_a_line_is_one_json_document_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info")
    structlog.get_logger("iqa.test").info("recorded", stream="iqa-1", actor="XN-M01")
    logging.getLogger("temporalio.worker").info("started")
    structlog.get_logger("iqa.test").debug("too quiet to be heard")

    ours, theirs = _lines(capsys)
    assert (ours["event"], ours["stream"], ours["actor"], ours["level"]) == (
        "recorded",
        "iqa-1",
        "XN-M01",
        "info",
    )
    assert theirs["event"] == "started"


@pytest.mark.usefixtures("_restored")
def test_an_exception_is_told_by_its_type_and_place_and_not_by_its_text(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("info")
    try:
        int("words of a person")
    except ValueError:
        structlog.get_logger("iqa.test").exception("bug")
        logging.getLogger("temporalio.activity").exception("failed")

    for line in _lines(capsys):
        assert line["error"] == "ValueError"
        assert "test_logging.py" in str(line["frames"])
        assert "words" not in json.dumps(line)
