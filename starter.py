"""The command line: ``python starter.py COMMAND``, installed as ``iqa``."""

from clients.cli.frame.app import main

if __name__ == "__main__":
    main()
