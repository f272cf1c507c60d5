"""The command line: ``python starter.py COMMAND``, installed as ``iqa``."""

from infra.process_exit import run_to_end


def main() -> None:
    """Run the command that the process was started with."""
    run_to_end(_command)


def _command() -> int:
    from clients.cli.frame.app import main as command  # noqa: PLC0415  Ctrl-C is heard while it is imported

    return command()


if __name__ == "__main__":
    main()
