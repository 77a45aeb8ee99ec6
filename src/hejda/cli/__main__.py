"""`python -m hejda.cli` is the command `hejda`, for those who start it from another program."""

from hejda.cli.main import main

main()
