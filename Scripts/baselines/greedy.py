#!/usr/bin/env python3
"""A greedy first-candidate matcher: greedy.py SET OUT.csv (camt053.xml and invoices.csv of a labelled set).

It imitates the invoice-matching rule of well-known open accounting systems (Odoo community 14 to 16,
`account.reconcile.model`), written anew from a description of it. For a credit the candidates are the open
invoices, in three rounds of which the first with an answer counts:
  1. an invoice number whose digits, run together, are a word of the text with its letters taken out
     (`F2025-00012` is `202500012`);
  2. the partner that owns the payer's account;
  3. every partner all of whose name's words of three letters or more stand in the text or the payer's name.
Of a round's candidates, by due date and then id, the FIRST whose residual equals the amount is reconciled; in
round 1 also all of them together where they add up to it. Nothing tests whether another one would fit as well,
which is the point of this baseline. No partial payments, batches, returns or tolerances: those systems leave
them to a person unless told otherwise. Payments come by booking day; invoices exist from their issue day.
"""
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from datetime import datetime
from xml.etree import ElementTree

NAMESPACE = "{urn:iso:std:iso:20022:tech:xsd:camt.053.001.08}"


def cents(text):
    return int(text.replace(".", "").replace(",", ""))


def words(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return {word for word in re.split("[^A-Z]+", plain) if len(word) >= 3}


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date().isoformat()


def read_payments(path):
    def first(element, name):
        return next(("".join(found.itertext()) for found in element.iter(NAMESPACE + name)), "")

    for _, entry in ElementTree.iterparse(path):
        if entry.tag != NAMESPACE + "Ntry":
            continue
        details = list(entry.iter(NAMESPACE + "TxDtls"))
        if first(entry, "CdtDbtInd") == "CRDT" and len(details) < 2:
            debtor = next(entry.iter(NAMESPACE + "Dbtr"), None)
            account = next(entry.iter(NAMESPACE + "DbtrAcct"), None)
            text = " ".join(part.text or "" for part in entry.iter(NAMESPACE + "Ustrd"))
            yield (
                first(entry, "NtryRef"), first(entry, "BookgDt"), cents(first(entry, "Amt")),
                f"{text} {first(entry, 'AddtlNtryInf')}", first(debtor, "Nm") if debtor is not None else "",
                first(account, "IBAN") if account is not None else "")
        entry.clear()


class Book:
    """The open invoices, with the indexes that the rounds ask."""

    def __init__(self, path):
        self.rows, self.residual = [], []
        self.by_digits, self.by_account = defaultdict(list), {}
        # What is open, by partner and residual.
        self.by_partner = defaultdict(set)
        self.names = {}
        with open(path, encoding="cp1252", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                index, total = len(self.rows), cents(row["Total"])
                partner = row["NIF"] or row["Cliente"]
                due = day(row["Vencimiento"] or row["Fecha"])
                self.rows.append((due, index, row["Número"], partner, day(row["Fecha"])))
                self.residual.append(total)
                self.by_digits[re.sub("[^0-9]", "", row["Número"])].append(index)
                if total > 0:
                    self.by_partner[partner, total].add(index)
                if row["IBAN"]:
                    self.by_account.setdefault(row["IBAN"].replace(" ", ""), partner)
                self.names.setdefault(partner, words(row["Cliente"]))
        # Each name stands under its rarest word, so that a text asks few of them.
        count = defaultdict(int)
        for name in self.names.values():
            for word in name:
                count[word] += 1
        self.by_word = defaultdict(list)
        for partner, name in self.names.items():
            if name:
                self.by_word[min(name, key=lambda word: (count[word], word))].append(partner)

    def open(self, candidates, booked):
        """Those with something to pay that exist by this day, in the order in which they are tried."""
        return sorted(
            (self.rows[index] for index in candidates if self.residual[index] and self.rows[index][4] <= booked))

    def partners(self, text):
        seen = words(text)
        return {partner for word in seen for partner in self.by_word[word] if self.names[partner] <= seen}

    def take(self, row):
        amount = self.residual[row[1]]
        self.by_partner[row[3], amount].discard(row[1])
        self.residual[row[1]] = 0
        return row[2], amount


def answer(book, booked, amount, text, payer, account):
    tokens = {token for token in re.sub(r"[^0-9\s]", "", text).split() if len(token) > 1}
    named = book.open({index for token in tokens for index in book.by_digits.get(token, ())}, booked)
    for row in named:
        if book.residual[row[1]] == amount:
            return [row]
    if named and sum(book.residual[row[1]] for row in named) == amount:
        return named
    owner = book.by_account.get(account)
    for partners in ({owner} if owner else set(), book.partners(f"{text} {payer}")):
        candidates = {index for partner in partners for index in book.by_partner.get((partner, amount), ())}
        if fitting := book.open(candidates, booked):
            return fitting[:1]
    return []


def main():
    folder, out = sys.argv[1:3]
    book = Book(f"{folder}/invoices.csv")
    payments = sorted(read_payments(f"{folder}/camt053.xml"), key=lambda payment: (payment[1], payment[0]))
    with open(out, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["payment_id", "invoice_number", "amount_cents", "status"])
        for reference, booked, amount, text, payer, account in payments:
            for row in answer(book, booked, amount, text, payer, account):
                table.writerow([reference, *book.take(row), "auto"])


main()
