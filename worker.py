"""Run a worker until it is told to stop: settings, wiring, nothing else."""

from clients.cli.frame.ends import ended_in_words
from infra.event_loop import run
from infra.logging import configure_logging
from infra.process_exit import leave
from infra.settings import Settings
from infra.wiring import serve


def main() -> None:
    """Serve the task queue that the settings name; SIGTERM and Ctrl-C let it finish what it is doing."""
    leave(ended_in_words(_work))


def _work() -> None:
    settings = Settings.from_environment()
    configure_logging(settings.log_level)
    run(serve(settings))


if __name__ == "__main__":
    main()
