#!/usr/bin/env python3
"""table.py FOLDER-OF-SCORE.PY RUNS: one table of all runs, and one by kind of payment of ours, cold.

A run is a line: set, label, truth, matches, CPU seconds, peak MB; `score.py --help` explains the figures. Here P_set*
has four decimals, because the second one no longer tells runs apart, and wrong counts the payments behind it."""
import sys
from collections import defaultdict

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import score  # noqa: E402


def percent(part, whole, digits=2):
    return "-" if whole == 0 else f"{100 * part / whole:.{digits}f}"


def main():
    runs = [line.rstrip("\n").split("\t") for line in open(sys.argv[2])]
    kinds = defaultdict(lambda: dict.fromkeys(score.ZERO, 0))
    columns = "{:<24} {:<26} {:>8} {:>9} {:>7} {:>7} {:>7} {:>8} {:>9} {:>8} {:>8}"
    print(columns.format(
        "set", "", "posted", "P_set*", "wrong", "R_set*", "cover*", "ceiling", "on none", "CPU s", "peak MB"))
    last = ""
    for name, label, truth_path, matches_path, cpu, peak in runs:
        truth, info = score.load_truth(truth_path, "camt")
        auto, suggested = score.load_matches(matches_path)
        groups = score.score(truth, info, auto, suggested)
        all_ = groups[("all", "")]
        print(columns.format(
            name if name != last else "", label, all_["auto"],
            percent(all_["autod"] - all_["wrong_dec"], all_["autod"], 4), all_["wrong_dec"],
            percent(all_["exactd"], all_["dec"]), percent(all_["cov"], all_["dec"]),
            percent(all_["dec"], all_["n"] - all_["none"]), all_["wrong_none"],
            # An indented run is another look at the answers of one above.
            "" if label.startswith(" ") else cpu, "" if label.startswith(" ") else peak))
        last = name
        if label == "Recobro, cold":
            for (dimension, kind), group in groups.items():
                if dimension == "kind":
                    for key, value in group.items():
                        kinds[kind][key] += value
    print("\nP_set*: of the payments posted alone that somebody could decide, those with exactly the right invoices; wrong: "
          "the others.\nR_set*: of the payments that can be decided, those posted right. cover*: these and those shown "
          "right at the top.\nceiling: of the payments with an invoice, those that can be decided from what is known. "
          "on none: posted though no invoice\nis right.\n\nRecobro, cold, by kind, all sets together")
    columns = "{:<18} {:>8} {:>8} {:>8} {:>8} {:>6} {:>7} {:>7} {:>8} {:>8}"
    print(columns.format("kind", "payments", "decid.", "posted", "P_set", "wrong", "R_set*", "cover*", "ceiling", "on none"))
    for kind, group in sorted(kinds.items()):
        print(columns.format(
            kind, group["n"], group["dec"], group["auto"], percent(group["exact"], group["auto"]),
            group["auto"] - group["exact"], percent(group["exactd"], group["dec"]), percent(group["cov"], group["dec"]),
            percent(group["dec"], group["n"] - group["none"]), group["wrong_none"]))


main()
