"""`python -m evals`: play scripts, run benches, show which mutants the checks catch."""

import sys

from evals.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
