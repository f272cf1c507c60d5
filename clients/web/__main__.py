"""Show the pages until told to stop: settings, logs, nothing else."""

from clients.cli.frame.ends import ended_in_words
from clients.web.serve import serve
from infra.event_loop import run
from infra.logging import configure_logging
from infra.process_exit import leave
from infra.settings import Settings


def main() -> None:
    """Show the pages of the system that the settings name."""
    leave(ended_in_words(_show))


def _show() -> None:
    settings = Settings.from_environment()
    configure_logging(settings.log_level)
    run(serve(settings))


if __name__ == "__main__":
    main()
