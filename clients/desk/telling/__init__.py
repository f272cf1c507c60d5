"""Telling: what happened in a stream, a line an event, in words for people; how each event is told stands here once.

``of_iqa``, ``of_case``, ``of_quarter`` and ``of_escalations`` say how each field of an event is told, ``readers`` who
reads which line, and ``lines`` makes the story.
"""
