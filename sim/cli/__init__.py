"""The command `journey`: parse, call a study, print, and say by a number how it went.

0 well · 1 our mistake · 2 what was asked for makes no sense · 3 some runs failed, the others are
kept · 4 a stated threshold is not met · 130 interrupted, what was finished is kept.

Of a command that lives worlds, `<command>` holds the options, `do_<command>` what it does, imported
when it runs, and `show_<command>` what it prints; options of the others stand in `app`.
"""

import sys

from sim.cli.app import called


def main() -> None:
    """Run the command line of this process, and end it."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a sign shows another: that is no reason to fail.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    sys.exit(called(sys.argv[1:]))
