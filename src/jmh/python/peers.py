#!/usr/bin/env python3
"""The peers that PeerComparison measures itself against, one request per line, on one thread.

  births SIDE COUNT FILE   first H1 births of COUNT float32 maps by gudhi (clique complex up to dimension 2, persistence
                           over GF(2)) and by Ripser (H1 of the same filtration as a distance matrix; its process start, timed
                           on a 2 x 2 matrix, is taken off); answers "gudhi ripser birth birth ...", seconds per map first
  dse N D SIGMA FILE       diffusion spectral entropy of N x D float64 rows: scikit-learn distances, Gaussian kernel, scaling by
                           dense diagonal matrices, numpy's eigenvalues; answers "seconds value"
  dsmi N D SIGMA K FILE    mutual information with K balanced classes (row i has class i mod K): for each class its own entropy
                           and those of 5 random sets of its size, all by the same function; answers "seconds value"

Times are processor time, of the children too. Needs Debian's python3-gudhi, python3-sklearn and ripser.
"""
import random
import resource
import subprocess
import sys

import numpy as np


def seconds(who=resource.RUSAGE_SELF):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def ranks_of(pixels):
    """Ranks of max(U_ij, U_ji), the largest first, as distances; 0 on the diagonal."""
    values = np.maximum(pixels, pixels.T)
    upper = np.triu_indices(len(values), 1)
    levels = np.unique(-values[upper])
    ranks = np.searchsorted(levels, -values) + 1.0
    np.fill_diagonal(ranks, 0)
    return ranks


def by_gudhi(ranks):
    import gudhi

    tree = gudhi.SimplexTree()
    m = len(ranks)
    for i in range(m):
        tree.insert([i], 0.0)
    for i in range(m):
        for j in range(i + 1, m):
            tree.insert([i, j], ranks[i, j])
    start = seconds()
    tree.expansion(2)
    tree.compute_persistence(homology_coeff_field=2, persistence_dim_max=False)
    elapsed = seconds() - start
    births = [birth for birth, death in tree.persistence_intervals_in_dimension(1) if death > birth]
    return int(min(births, default=0)), elapsed


def by_ripser(ranks):
    rows = "\n".join(",".join(map(str, ranks[i, :i].astype(int))) for i in range(1, len(ranks)))
    start = seconds(resource.RUSAGE_CHILDREN)
    output = subprocess.run(
        ["ripser", "--format", "lower-distance", "--dim", "1"], input=rows, capture_output=True, text=True, check=True
    ).stdout
    elapsed = seconds(resource.RUSAGE_CHILDREN) - start
    births = []
    for line in output.partition("dim 1:")[2].splitlines():
        if line.strip().startswith("["):
            births.append(int(float(line.split("[")[1].split(",")[0])))
    return min(births, default=0), elapsed


def births(side, count, file):
    start = np.median([by_ripser(np.array([[0.0, 1.0], [1.0, 0.0]]))[1] for _ in range(5)])
    maps = np.fromfile(file, dtype=np.float32).reshape(count, side, side)
    found, gudhi_times, ripser_times = [], [], []
    for ranks in map(ranks_of, maps):
        birth, elapsed = by_gudhi(ranks)
        other, for_ripser = by_ripser(ranks)
        if birth != other:
            raise SystemExit(f"gudhi finds {birth}, ripser {other} on a map of side {side}")
        found.append(birth)
        gudhi_times.append(elapsed)
        ripser_times.append(for_ripser - start)
    return [np.median(gudhi_times), np.median(ripser_times), *found]


def entropy(samples, sigma):
    from sklearn.metrics import pairwise_distances

    kernel = np.exp(-(pairwise_distances(samples) ** 2) / (2 * sigma**2))
    scale = np.diag(kernel.sum(axis=1) ** -0.5)
    eigenvalues = np.abs(np.linalg.eigvalsh(scale @ kernel @ scale))
    shares = eigenvalues / eigenvalues.sum() + np.finfo(float).eps
    return -(shares * np.log2(shares)).sum()


def information(samples, sigma, classes):
    labels = np.arange(len(samples)) % classes
    total = 0.0
    for label in range(classes):
        rows = samples[labels == label]
        draws = random.Random(0)
        by_chance = [
            entropy(samples[draws.sample(range(len(samples)), len(rows))], sigma) for _ in range(5)
        ]
        total += len(rows) / len(samples) * (np.mean(by_chance) - entropy(rows, sigma))
    return total


def timed(function, *arguments):
    start = seconds()
    value = function(*arguments)
    return [seconds() - start, value]


def answer(request):
    name, *arguments = request.split()
    if name == "births":
        side, count, file = arguments
        return births(int(side), int(count), file)
    n, d, sigma, *classes, file = arguments
    samples = np.fromfile(file).reshape(int(n), int(d))
    if name == "dse":
        return timed(entropy, samples, float(sigma))
    return timed(information, samples, float(sigma), int(classes[0]))


def main():
    for request in sys.stdin:
        print(*(repr(float(number)) for number in answer(request)), flush=True)


if __name__ == "__main__":
    main()
