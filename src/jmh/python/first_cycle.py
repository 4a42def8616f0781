#!/usr/bin/env python3
"""First H1 births of random maps by gudhi and Ripser: the times to compare FirstCycleBenchmark with, on one thread.

Needs Debian's python3-gudhi, python3-numpy and ripser. Gudhi builds the clique complex up to dimension 2 and computes
its persistence over GF(2); Ripser computes H1 of the same filtration as a distance matrix (its process start, timed on
a 2 x 2 matrix, is taken off). Times are processor time, so that a busy machine disturbs them less. Both births are
compared map by map. Usage: first_cycle.py [side ...]
"""
import resource
import subprocess
import sys
import time

import gudhi
import numpy as np


def distances(pixels):
    """Ranks of max(U_ij, U_ji), the largest first, as distances; 0 on the diagonal."""
    values = np.maximum(pixels, pixels.T)
    upper = np.triu_indices(len(values), 1)
    levels = np.unique(-values[upper])
    ranks = np.searchsorted(levels, -values) + 1.0
    np.fill_diagonal(ranks, 0)
    return ranks


def by_gudhi(ranks):
    tree = gudhi.SimplexTree()
    m = len(ranks)
    for i in range(m):
        tree.insert([i], 0.0)
    for i in range(m):
        for j in range(i + 1, m):
            tree.insert([i, j], ranks[i, j])
    start = time.process_time()
    tree.expansion(2)
    tree.compute_persistence(homology_coeff_field=2, persistence_dim_max=False)
    elapsed = time.process_time() - start
    births = [birth for birth, death in tree.persistence_intervals_in_dimension(1) if death > birth]
    return int(min(births, default=0)), elapsed


def of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def by_ripser(ranks):
    rows = "\n".join(",".join(map(str, ranks[i, :i].astype(int))) for i in range(1, len(ranks)))
    start = of_children()
    output = subprocess.run(
        ["ripser", "--format", "lower-distance", "--dim", "1"], input=rows, capture_output=True, text=True, check=True
    ).stdout
    elapsed = of_children() - start
    births = []
    for line in output.partition("dim 1:")[2].splitlines():
        if line.strip().startswith("["):
            births.append(int(float(line.split("[")[1].split(",")[0])))
    return min(births, default=0), elapsed


def main():
    print(f"gudhi {gudhi.__version__}; microseconds per map: median")
    start = np.median([by_ripser(np.array([[0.0, 1.0], [1.0, 0.0]]))[1] for _ in range(15)])
    for side in [int(text) for text in sys.argv[1:]] or [7, 14, 28, 56, 112]:
        random = np.random.default_rng(side)
        count = 15 if side <= 56 else 5
        times = {"gudhi": [], "ripser": []}
        for _ in range(count):
            ranks = distances(random.standard_normal((side, side)).astype(np.float32))
            birth, elapsed = by_gudhi(ranks)
            times["gudhi"].append(elapsed)
            other, elapsed = by_ripser(ranks)
            times["ripser"].append(elapsed - start)
            if birth != other:
                raise SystemExit(f"gudhi finds {birth}, ripser {other} on a map of side {side}")
        print(f"m = {side:4d}  " + "  ".join(f"{name} {1e6 * np.median(t):10.0f}" for name, t in times.items()))


if __name__ == "__main__":
    main()
