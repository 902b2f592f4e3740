"""`python -m pipeline` is the `bookworks` command."""

import sys

from pipeline.cli import main

sys.exit(main())
