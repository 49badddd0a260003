#!/usr/bin/env python3
"""halves.py FOLDER-OF-SCORE.PY TRUTH MATCHES [TRUTH MATCHES]…: how often each half of a pattern was right.

A pattern is who paid and what the amount says (`payer-name+amount`); the matches come from a run in which every pattern
posts (`recobro-bench match --licences all`). Payments that nobody could decide are counted apart: a right answer to
them is luck, and a wrong one is still a wrong posting."""
import csv
import sys
from collections import Counter

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import score  # noqa: E402


def main():
    posted, wrong, luck, unlucky = Counter(), Counter(), Counter(), Counter()
    paths = sys.argv[2:]
    for truth_path, matches_path in zip(paths[::2], paths[1::2]):
        truth, info = score.load_truth(truth_path, "camt")
        auto, _ = score.load_matches(matches_path)
        patterns = {}
        with open(matches_path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["status"] == "auto":
                    patterns[row["payment_id"]] = row["pattern"]
        for payment, pattern in patterns.items():
            is_right = set(auto[payment]) == set(truth[payment])
            is_decidable = info[payment][2] not in ("ambiguous", "payer")
            plus = pattern.find("+")
            halves = {pattern, pattern[:plus], pattern[plus:]} if plus > 0 else {pattern}
            for name in halves:
                (posted if is_decidable else luck)[name] += 1
                if not is_right:
                    (wrong if is_decidable else unlucky)[name] += 1
    columns = "{:<40} {:>8} {:>6} {:>9}   {:>13} {:>6}"
    for title, wanted in (("payer", lambda name: "+" not in name), ("amount", lambda name: name.startswith("+")),
                          ("pattern", lambda name: name.find("+") > 0)):
        print(columns.format(title, "posted", "wrong", "right %", "not decidable", "wrong"))
        for name in sorted(set(posted) | set(luck)):
            if wanted(name):
                share = f"{100 - 100 * wrong[name] / posted[name]:.4f}" if posted[name] else "-"
                print(columns.format(name, posted[name], wrong[name], share, luck[name], unlucky[name]))
        print()


main()
