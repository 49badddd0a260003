#!/usr/bin/env python3
"""cost.py FILE COMMAND…: runs the command, and writes its user and system seconds and its peak megabytes."""
import resource
import subprocess
import sys

status = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
# Linux counts kilobytes, macOS bytes.
unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
with open(sys.argv[1], "w") as file:
    file.write(f"{used.ru_utime + used.ru_stime:.2f}\t{used.ru_maxrss // unit}\n")
sys.exit(status)
