"""The command line: each module holds the commands of one noun and is imported when one of them is called."""
