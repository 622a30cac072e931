"""Wall time and peak memory of a whole process. Imports nothing large: see `measured`."""

import os
import subprocess
import time


def measured(command, **options):
    """Runs a command to its end: seconds, and the peak resident memory in MB.

    The peak is that of the largest process among the command and the descendants it waited for, so
    several processes side by side count as the largest one only. A process also inherits the peak
    of the one that starts it: call this from a small process, one that has not imported torch.
    """
    with open(os.devnull, "rb") as nothing:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=nothing, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(
            f"{' '.join(map(str, command))}: exit code {process.returncode}\n"
            + output.decode(errors="replace"))
    return seconds, usage.ru_maxrss / 1024
