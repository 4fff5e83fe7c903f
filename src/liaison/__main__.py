"""`python -m liaison`: the command line."""

from liaison.bot.cli import main

main()
