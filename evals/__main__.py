"""`python -m evals`: play scripts, run benches, show which mutants the checks catch."""

import logging
import os
import sys

from evals.command import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    # All is closed and written. Taking libraries apart at the end only makes them complain.
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
