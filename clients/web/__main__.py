"""Show the pages until told to stop: settings, logs, nothing else."""

from infra.process_exit import run_to_end


def main() -> None:
    """Show the pages of the system that the settings name."""
    run_to_end(_shown)


def _shown() -> int:
    from clients.cli.frame.ends import ended_in_words  # noqa: PLC0415  Ctrl-C is heard while it is imported

    return ended_in_words(_show)


def _show() -> None:
    from clients.web.serve import serve  # noqa: PLC0415  as above
    from infra.event_loop import run  # noqa: PLC0415  as above
    from infra.logging import configure_logging  # noqa: PLC0415  as above
    from infra.settings import Settings  # noqa: PLC0415  as above

    settings = Settings.from_environment()
    configure_logging(settings.log_level)
    run(serve(settings))


if __name__ == "__main__":
    main()
