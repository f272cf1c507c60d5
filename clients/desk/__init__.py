"""The desk: what a person may ask of the system and do in it, once for every client.

A client makes one ``Desk`` a process (``desk.opened``), says who is ``SignedIn``, and calls the functions of these
modules. Each returns a value that any client may show or send on as JSON, or raises one of the three errors of
``clients.errors``. An IQA's id is called ``iqa_id`` everywhere, that of a stream of whatever kind ``stream``.
"""
