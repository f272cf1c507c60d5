"""Run a worker until it is told to stop: settings, wiring, nothing else."""

from infra.process_exit import run_to_end


def main() -> None:
    """Serve the task queue that the settings name; SIGTERM and Ctrl-C let it finish what it is doing."""
    run_to_end(_served)


def _served() -> int:
    from clients.cli.frame.ends import ended_in_words  # noqa: PLC0415  Ctrl-C is heard while it is imported

    return ended_in_words(_work)


def _work() -> None:
    from infra.event_loop import run  # noqa: PLC0415  as above
    from infra.logging import configure_logging  # noqa: PLC0415  as above
    from infra.settings import Settings  # noqa: PLC0415  as above
    from infra.wiring import serve  # noqa: PLC0415  as above

    settings = Settings.from_environment()
    configure_logging(settings.log_level)
    run(serve(settings))


if __name__ == "__main__":
    main()
