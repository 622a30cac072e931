#!/usr/bin/env python3
"""Runs the speed table, our side and the peers' side in turn. `make bench` calls this.

It makes the peers' Python environment (.venv) and the inputs of both sides (.work) where they are
missing or old, and builds our side. Then every row runs in rounds, one side after the other, and
changes which is first. Of all repetitions the medians are taken. The table goes to the terminal,
everything measured to .work/results.json. The exit code is 1 when a row misses what it is to reach.
"""

import argparse
import hashlib
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
WORK, VENV, PEERS = HERE / ".work", HERE / ".venv", HERE / "peers"
sys.path.insert(0, str(PEERS))
sys.dont_write_bytecode = True

from processes import measured  # noqa: E402

# What to reach, in times the fastest peer's speed, and the repetitions in a round.
ROWS = {
    "pgd-moons": (5, 31), "pgd-digits": (2.3, 15), "pgd-mnist-size": (1.4, 3),
    "pgd-mnist-size-tanh": (None, 3), "pgd-cnn-small": (1.2, 3), "pgd-at-moons": (10, 2),
    "pgd-at-cnn": (1.2, 2), "autoattack-digits": (4, 1), "walkthrough": (20, 1)}
LEAST_OF_SGEMM, MOST_MB, MOST_OF_LOSS = 0.90, 150, 0.01
# AutoAttack draws random numbers and drops solved points: its counts are shown, not compared.
RANDOM = {"autoattack-digits"}


def command(*words):
    """Runs a command and returns what it printed."""
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, cwd=HERE)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words))}: exit code {done.returncode}")
    return done.stdout.decode()


def say(text):
    print(text, file=sys.stderr, flush=True)


def once(stamp, files, work):
    """Does `work` unless it was done with the same content of `files`."""
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    work()
    stamp.write_text(digest)


def make_environment():
    """The peers' environment; the Python of it."""
    python = VENV / "bin" / "python"

    def make():
        say("making the peers' Python environment in Benchmarks/.venv (some minutes)")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        if made.returncode != 0:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SystemExit(
                made.stdout.decode()
                + "The peers' environment could not be made; Debian has what it takes in the "
                "package python3-venv.")
        command(python, "-m", "pip", "install", "--quiet", "-r", HERE / "requirements.txt")

    once(VENV / "made-from", [HERE / "requirements.txt"], make)
    return python


def make_inputs(python, digits):
    if not (digits / "images-idx3-ubyte.gz").exists():
        raise SystemExit(f"{digits} has no images-idx3-ubyte.gz; name the folder with --digits")

    def make():
        say("writing the inputs of both sides to Benchmarks/.work")
        say(command(python, PEERS / "peers.py", "prepare", WORK, "--digits", digits).rstrip())

    WORK.mkdir(exist_ok=True)
    once(WORK / "made-from", [PEERS / "inputs.py", PEERS / "networks.py"], make)


def build_ours(rows):
    if set(rows) - {"walkthrough"}:
        say("building Benchmarks")
        command("swift", "build", "-c", "release", "--package-path", HERE.parent, "--product", "advbench")
    if "walkthrough" in rows:
        say("building advbook")
        command(
            "swift", "build", "-c", "release", "--package-path", HERE.parent, "--product",
            "advbook")


def our_walkthrough(repetitions):
    """`advbook build` of walkthrough/notebook.md into a new folder, as whole processes."""
    found = []
    for _ in range(repetitions):
        folder = WORK / "walkthrough"
        shutil.rmtree(folder, ignore_errors=True)
        # A copy, so that nothing that an earlier run kept beside the notebook is used.
        shutil.copytree(
            HERE / "walkthrough", folder, ignore=shutil.ignore_patterns(".advbook", "_site"))
        found.append(measured([
            str(HERE.parent / ".build" / "release" / "advbook"), "build", "notebook.md", "--out",
            "_site"], cwd=folder))
        if not list((folder / "_site").rglob("*.html")):
            raise SystemExit("advbook build wrote no page for the walkthrough")
    return [{
        "row": "walkthrough", "peer": "advbook", "seconds": [seconds for seconds, _ in found],
        "peak_mb": max(peak for _, peak in found)}]


def ours(row, repetitions):
    if row == "walkthrough":
        return our_walkthrough(repetitions)
    program = HERE.parent / ".build" / "release" / "advbench"
    return lines(command(program, row, WORK, repetitions))


def lines(output):
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def run(rows, rounds, python, only_peers):
    """All results, by row and then by peer; ours is the peer `advbook`."""
    results = {}
    for row in rows:
        repetitions = ROWS[row][1]
        sides = [lambda: lines(command(
            python, "-W", "ignore", PEERS / "peers.py", "run", WORK, repetitions, row))]
        if not only_peers:
            sides.append(lambda: ours(row, repetitions))
        found = results.setdefault(row, {})
        for index in range(rounds):
            say(f"{row}: round {index + 1} of {rounds}")
            for side in sides[::-1] if index % 2 == 0 else sides:
                for result in side():
                    add(found, result)
        for result in found.values():
            result["median"] = statistics.median(result["seconds"])
    return results


def add(found, result):
    """Adds one round of a peer: all its seconds, and the largest of its peaks."""
    before = found.get(result["peer"])
    if before:
        result["seconds"] = before["seconds"] + result["seconds"]
        for key, choose in [("peak_mb", max), ("gflops", max), ("sgemm_gflops", max)]:
            if key in result:
                result[key] = choose(result[key], before[key])
    found[result["peer"]] = result


def judge(results):
    """Adds to each row its ratio, what it is to reach, and what it misses."""
    for row, found in results.items():
        mine = found.get("advbook")
        peers = {name: result for name, result in found.items() if name != "advbook"}
        if not mine:
            continue
        name, fastest = min(peers.items(), key=lambda pair: pair[1]["median"])
        ratio, reach = fastest["median"] / mine["median"], ROWS[row][0]
        if reach is None:
            # Half of the gain that the same work with ReLU has in this run, else of its goal.
            other = results.get("pgd-mnist-size", {}).get("verdict", {}).get("ratio")
            reach = 1 + ((other or ROWS["pgd-mnist-size"][0]) - 1) / 2
        missed = [] if ratio >= reach else ["speed"]
        if row not in RANDOM:
            if mine.get("gradients") != fastest.get("gradients"):
                missed.append("gradients")
            if "loss" in fastest:
                gap = abs(mine.get("loss", float("nan")) - fastest["loss"])
                if not gap <= MOST_OF_LOSS * abs(fastest["loss"]):
                    missed.append("loss")
        share = mine["gflops"] / mine["sgemm_gflops"] if "sgemm_gflops" in mine else None
        if row == "pgd-mnist-size" and not (share is not None and share >= LEAST_OF_SGEMM):
            missed.append("sgemm rate")
        if row == "walkthrough" and not mine["peak_mb"] <= MOST_MB:
            missed.append("memory")
        found["verdict"] = {
            "fastest": name, "ratio": ratio, "reach": reach, "sgemm": share, "missed": missed}


def table(results):
    head = [
        "row", "peer", "peer ms", "ours ms", "ratio", "reach", "gradients", "ours", "loss", "ours",
        "also", ""]
    body = []
    for row, found in results.items():
        verdict, mine = found.get("verdict", {}), found.get("advbook", {})
        for name, peer in found.items():
            if name in ("advbook", "verdict"):
                continue
            judged = verdict.get("fastest") == name
            also = []
            if "peak_mb" in peer:
                also.append(f"{peer['peak_mb']:.0f} MB")
                if mine:
                    also.append(f"ours {mine['peak_mb']:.0f} MB")
            if row in RANDOM:
                also.append(f"robust {peer['robust']:.1%}")
                if "robust" in mine:
                    also.append(f"ours {mine['robust']:.1%}")
            if judged and verdict["sgemm"] is not None:
                also.append(f"{verdict['sgemm']:.0%} of sgemm's rate")
            missed = verdict.get("missed", [])
            body.append([
                row, name, milliseconds(peer), milliseconds(mine),
                f"{peer['median'] / mine['median']:.2f}" if mine else "",
                f"{verdict['reach']:.2f}" if judged else "",
                count(peer), count(mine), loss(peer), loss(mine), ", ".join(also),
                ("missed: " + ", ".join(missed) if missed else "reached") if judged else ""])
    widths = [max(len(line[i]) for line in [head, *body]) for i in range(len(head))]
    text = {0, 1, 10, 11}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in text else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(line, widths))).rstrip()
        for line in [head, *body])


def milliseconds(result):
    return f"{1000 * result['median']:.2f}" if result else ""


def count(result):
    return f"{result['gradients']:,}" if "gradients" in result else ""


def loss(result):
    return f"{result['loss']:.4f}" if "loss" in result else ""


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(": ")[1].strip() for line in file if "model name" in line)
    except (OSError, StopIteration, IndexError):
        return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", help="some rows, with commas: " + ", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each row (3)")
    parser.add_argument("--only-peers", action="store_true", help="the peers' side alone")
    parser.add_argument(
        "--digits", type=pathlib.Path, default=HERE.parent / "notebooks" / "data" / "digits",
        help="the folder of the digits' IDX files (notebooks/data/digits)")
    parser.add_argument(
        "--python", type=pathlib.Path, help="a Python that has the peers, instead of making one")
    arguments = parser.parse_args()
    rows = arguments.rows.split(",") if arguments.rows else list(ROWS)
    for row in rows:
        if row not in ROWS:
            parser.error(f"{row} is not one of {', '.join(ROWS)}")
    if arguments.rounds < 1:
        parser.error("--rounds is at least 1")

    # Where the same work with ReLU sets the goal, it runs first.
    rows = [row for row in ROWS if row in rows]
    python = arguments.python.absolute() if arguments.python else make_environment()
    make_inputs(python, arguments.digits.resolve())
    if not arguments.only_peers:
        build_ours(rows)
    load = os.getloadavg()[0]
    results = run(rows, arguments.rounds, python, arguments.only_peers)
    judge(results)
    machine = {
        "processor": processor(), "cores": len(os.sched_getaffinity(0)), "load_before": load}
    (WORK / "results.json").write_text(
        json.dumps({"machine": machine, "rounds": arguments.rounds, "rows": results}, indent=1))
    print(f"{machine['processor']}, {machine['cores']} cores, load before: {load:.1f}")
    print(f"rounds: {arguments.rounds}; medians; ratio: the peer's time over ours\n")
    print(table(results))
    missed = [row for row, found in results.items() if found.get("verdict", {}).get("missed")]
    if missed:
        raise SystemExit(f"\nmissed: {', '.join(missed)}")


main()
