/// What every row of `Resources/pt` must say, as the dossier (`law.md`) has it. Nothing here is made from the data
/// when the tests run: who changes a row changes it here too, and says why.
///
/// A row is: id, rule:subject@governing law, debtors; value and unit, confidence, days, article, source.
extension LawPackRows {
    static let portugal = """
        # payment-terms
        T1 | payment-term:no-agreed-term | business
          30 days | K | 2013-07-01 | DL 62/2013 art. 4 |
        T2 | payment-term-maximum:agreed | business
          60 days | K | 2013-07-01 | DL 62/2013 art. 4 |
        T3 | payment-term:no-agreed-term | public-body
          30 days | K | 2013-07-01 | DL 62/2013 art. 5 |
        T3/exceptional | payment-term-maximum:agreed | public-body
          60 days | K | 2013-07-01 | DL 62/2013 art. 5 |
        # interest
        T1/notice | default-needs-demand | business
          0 flag | K | 2013-07-01 | DL 62/2013 art. 4 |
        T4 | default-margin | business + public-body
          800 basis-points | V2 | 2013-07-01 | CCom 102 §5; Portaria 277/2013 | S-PTrate
        T5 | default-margin:other-commercial | business
          700 basis-points | V2 | 2013-07-01 | CCom 102 §3 | S-PTrate
        T6 | legal-interest | consumer
          400 basis-points | K | 2003-05-01 | Portaria 291/2003; CC 559 |
        T7 | fixed-recovery-sum | business
          4000 euro-cents | V2 | 2013-07-01 | DL 62/2013 art. 7 | S-PTrate
        T8 | default-condition:excluded-debts | all
          [consumers; other payments; damages] | V2 | 2013-07-01 | DL 62/2013 art. 2 | S-PTrate
        # limitation
        T9 | limitation:general | business
          20 years | V2 | 1967-06-01 | CC 309 | S-DOSSIER
        T10 | limitation:periodic | all
          5 years | K | 1967-06-01 | CC 310 | S-DOSSIER
        T11 | limitation:presumptive | consumer
          2 years | V2 | 1967-06-01 | CC 317 b, c; 312-314 | S-DOSSIER
        T12 | limitation:essential-services | consumer
          6 months | K | 1996-10-24 | Lei 23/96 art. 10 |
        T13/letter | interruption:extrajudicial-claim | all
          0 flag | K | 1967-06-01 | CC 323, 325 |
        T13/notice | interruption:court-notice | all
          1 flag | K | 1967-06-01 | CC 323 |
        T13/court | interruption:court-action | all
          1 flag | K | 1967-06-01 | CC 323 |
        T13/acknowledgement | interruption:acknowledgement | all
          1 flag | K | 1967-06-01 | CC 325 |
        # recovery
        T14 | court-route:order-maximum | all
          1500000 euro-cents | V2 | 2005-01-01 | DL 269/98 | S-PTinj
        T14/commercial | court-route:order-commercial-capped | business
          0 flag | V2 | 2013-07-01 | DL 62/2013 art. 10 | S-PTinj
        T15 | court-route:order-opposition | all
          15 days | K | 1998-11-01 | DL 269/98 anexo art. 12 |
        T16 | registry-open | all
          0 flag | K | 2008-10-14 | CRC (Banco de Portugal) |
        T17 | insolvency:no-new-enforcement | all
          1 flag | K | 2004-09-15 | CIRE 88, 128 |
        T18 | tax-relief:bad-debt | all
          1 flag | K | 2013-01-01 | CIVA 78-A a 78-D |
        T19/2024 | withholding:professionals | business
          2500 basis-points | K | 2013-01-01..2024-12-31 | CIRS 101 |
        T19 | withholding:professionals | business
          2300 basis-points | K | 2025-01-01 | CIRS 101 |
        T19/11.5 | withholding:reduced | business
          1150 basis-points | K | 2013-01-01 | CIRS 101 |
        T19/16.5 | withholding:intellectual-property | business
          1650 basis-points | K | 2013-01-01 | CIRS 101 |
        T19/20 | withholding:high-value-activities | business
          2000 basis-points | K | 2013-01-01 | CIRS 101 |
        T19/rent | withholding:rent | company
          2500 basis-points | K | 2013-01-01 | CIRS 101 |
        # allocation
        TA1 | allocation:order | all
          [debtor's choice; due; least secured; most onerous; first due; oldest; pro rata] |
          K | 1967-06-01 | CC 783-784 |
        TA2 | allocation:within-a-debt | all
          [costs; damages; interest; capital] | K | 1967-06-01 | CC 785 |
        # calendar
        HD/new-year | national-holiday:new-year | all
          101 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/good-friday | national-holiday:good-friday | all
          -2 days-after-easter | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/easter | national-holiday:easter-sunday | all
          0 days-after-easter | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/freedom | national-holiday:freedom-day | all
          425 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/labour-day | national-holiday:labour-day | all
          501 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/corpus-christi/2012 | national-holiday:corpus-christi | all
          60 days-after-easter | K | 1990-01-01..2012-12-31 | C. Trabalho art. 234 (Lei 23/2012) |
        HD/corpus-christi | national-holiday:corpus-christi | all
          60 days-after-easter | K | 2016-04-02 | C. Trabalho art. 234 (Lei 8/2016) |
        HD/portugal | national-holiday:portugal-day | all
          610 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/assumption | national-holiday:assumption | all
          815 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/republic/2012 | national-holiday:republic-day | all
          1005 month-day | K | 1990-01-01..2012-12-31 | C. Trabalho art. 234 (Lei 23/2012) |
        HD/republic | national-holiday:republic-day | all
          1005 month-day | K | 2016-04-02 | C. Trabalho art. 234 (Lei 8/2016) |
        HD/all-saints/2012 | national-holiday:all-saints | all
          1101 month-day | K | 1990-01-01..2012-12-31 | C. Trabalho art. 234 (Lei 23/2012) |
        HD/all-saints | national-holiday:all-saints | all
          1101 month-day | K | 2016-04-02 | C. Trabalho art. 234 (Lei 8/2016) |
        HD/independence/2012 | national-holiday:independence-day | all
          1201 month-day | K | 1990-01-01..2012-12-31 | C. Trabalho art. 234 (Lei 23/2012) |
        HD/independence | national-holiday:independence-day | all
          1201 month-day | K | 2016-04-02 | C. Trabalho art. 234 (Lei 8/2016) |
        HD/immaculate | national-holiday:immaculate-conception | all
          1208 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        HD/christmas | national-holiday:christmas | all
          1225 month-day | K | 1990-01-01 | C. Trabalho art. 234 |
        # rates
        T4/2013H2 | published-default-rate | business + public-body
          850 basis-points | V2 | 2013-07-01..2013-12-31 | CCom 102 §5 | S-PTrate
        T5/2013H2 | published-default-rate:other-commercial | business
          750 basis-points | K | 2013-07-01..2013-12-31 | CCom 102 §3 |
        T4/2014H1 | published-default-rate | business + public-body
          825 basis-points | K | 2014-01-01..2014-06-30 | CCom 102 §5 |
        T5/2014H1 | published-default-rate:other-commercial | business
          725 basis-points | K | 2014-01-01..2014-06-30 | CCom 102 §3 |
        T4/2014H2 | published-default-rate | business + public-body
          815 basis-points | V2 | 2014-07-01..2014-12-31 | CCom 102 §5 | S-PTrate
        T5/2014H2 | published-default-rate:other-commercial | business
          715 basis-points | V2 | 2014-07-01..2014-12-31 | CCom 102 §3 | S-PTrate
        T4/2015H1 | published-default-rate | business + public-body
          805 basis-points | K | 2015-01-01..2015-06-30 | CCom 102 §5 |
        T5/2015H1 | published-default-rate:other-commercial | business
          705 basis-points | K | 2015-01-01..2015-06-30 | CCom 102 §3 |
        T4/2015H2 | published-default-rate | business + public-body
          805 basis-points | K | 2015-07-01..2015-12-31 | CCom 102 §5 |
        T5/2015H2 | published-default-rate:other-commercial | business
          705 basis-points | K | 2015-07-01..2015-12-31 | CCom 102 §3 |
        T4/2016H1 | published-default-rate | business + public-body
          805 basis-points | K | 2016-01-01..2016-06-30 | CCom 102 §5 |
        T5/2016H1 | published-default-rate:other-commercial | business
          705 basis-points | K | 2016-01-01..2016-06-30 | CCom 102 §3 |
        T4/2016H2 | published-default-rate | business + public-body
          800 basis-points | K | 2016-07-01..2016-12-31 | CCom 102 §5 |
        T5/2016H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2016-07-01..2016-12-31 | CCom 102 §3 |
        T4/2017H1 | published-default-rate | business + public-body
          800 basis-points | K | 2017-01-01..2017-06-30 | CCom 102 §5 |
        T5/2017H1 | published-default-rate:other-commercial | business
          700 basis-points | K | 2017-01-01..2017-06-30 | CCom 102 §3 |
        T4/2017H2 | published-default-rate | business + public-body
          800 basis-points | K | 2017-07-01..2017-12-31 | CCom 102 §5 |
        T5/2017H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2017-07-01..2017-12-31 | CCom 102 §3 |
        T4/2018H1 | published-default-rate | business + public-body
          800 basis-points | K | 2018-01-01..2018-06-30 | CCom 102 §5 |
        T5/2018H1 | published-default-rate:other-commercial | business
          700 basis-points | K | 2018-01-01..2018-06-30 | CCom 102 §3 |
        T4/2018H2 | published-default-rate | business + public-body
          800 basis-points | K | 2018-07-01..2018-12-31 | CCom 102 §5 |
        T5/2018H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2018-07-01..2018-12-31 | CCom 102 §3 |
        T4/2019H1 | published-default-rate | business + public-body
          800 basis-points | V2 | 2019-01-01..2019-06-30 | CCom 102 §5 | S-PTrate
        T5/2019H1 | published-default-rate:other-commercial | business
          700 basis-points | V2 | 2019-01-01..2019-06-30 | CCom 102 §3 | S-PTrate
        T4/2019H2 | published-default-rate | business + public-body
          800 basis-points | K | 2019-07-01..2019-12-31 | CCom 102 §5 |
        T5/2019H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2019-07-01..2019-12-31 | CCom 102 §3 |
        T4/2020H1 | published-default-rate | business + public-body
          800 basis-points | K | 2020-01-01..2020-06-30 | CCom 102 §5 |
        T5/2020H1 | published-default-rate:other-commercial | business
          700 basis-points | K | 2020-01-01..2020-06-30 | CCom 102 §3 |
        T4/2020H2 | published-default-rate | business + public-body
          800 basis-points | K | 2020-07-01..2020-12-31 | CCom 102 §5 |
        T5/2020H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2020-07-01..2020-12-31 | CCom 102 §3 |
        T4/2021H1 | published-default-rate | business + public-body
          800 basis-points | V2 | 2021-01-01..2021-06-30 | CCom 102 §5 | S-PTrate
        T5/2021H1 | published-default-rate:other-commercial | business
          700 basis-points | V2 | 2021-01-01..2021-06-30 | CCom 102 §3 | S-PTrate
        T4/2021H2 | published-default-rate | business + public-body
          800 basis-points | K | 2021-07-01..2021-12-31 | CCom 102 §5 |
        T5/2021H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2021-07-01..2021-12-31 | CCom 102 §3 |
        T4/2022H1 | published-default-rate | business + public-body
          800 basis-points | K | 2022-01-01..2022-06-30 | CCom 102 §5 |
        T5/2022H1 | published-default-rate:other-commercial | business
          700 basis-points | K | 2022-01-01..2022-06-30 | CCom 102 §3 |
        T4/2022H2 | published-default-rate | business + public-body
          800 basis-points | K | 2022-07-01..2022-12-31 | CCom 102 §5 |
        T5/2022H2 | published-default-rate:other-commercial | business
          700 basis-points | K | 2022-07-01..2022-12-31 | CCom 102 §3 |
        T4/2023H1 | published-default-rate | business + public-body
          1050 basis-points | K | 2023-01-01..2023-06-30 | CCom 102 §5 |
        T5/2023H1 | published-default-rate:other-commercial | business
          950 basis-points | K | 2023-01-01..2023-06-30 | CCom 102 §3 |
        T4/2023H2 | published-default-rate | business + public-body
          1200 basis-points | K | 2023-07-01..2023-12-31 | CCom 102 §5 |
        T5/2023H2 | published-default-rate:other-commercial | business
          1100 basis-points | K | 2023-07-01..2023-12-31 | CCom 102 §3 |
        T4/2024H1 | published-default-rate | business + public-body
          1250 basis-points | K | 2024-01-01..2024-06-30 | CCom 102 §5 |
        T5/2024H1 | published-default-rate:other-commercial | business
          1150 basis-points | K | 2024-01-01..2024-06-30 | CCom 102 §3 |
        T4/2024H2 | published-default-rate | business + public-body
          1225 basis-points | V2 | 2024-07-01..2024-12-31 | CCom 102 §5 | S-PTrate
        T5/2024H2 | published-default-rate:other-commercial | business
          1125 basis-points | V2 | 2024-07-01..2024-12-31 | CCom 102 §3 | S-PTrate
        T4/2025H1 | published-default-rate | business + public-body
          1115 basis-points | V2 | 2025-01-01..2025-06-30 | CCom 102 §5 | S-PTrate
        T5/2025H1 | published-default-rate:other-commercial | business
          1015 basis-points | V2 | 2025-01-01..2025-06-30 | CCom 102 §3 | S-PTrate
        T4/2025H2 | published-default-rate | business + public-body
          1015 basis-points | V2 | 2025-07-01..2025-12-31 | CCom 102 §5 | S-PTrate
        T5/2025H2 | published-default-rate:other-commercial | business
          915 basis-points | V2 | 2025-07-01..2025-12-31 | CCom 102 §3 | S-PTrate
        T4/2026H1 | published-default-rate | business + public-body
          1015 basis-points | V2 | 2026-01-01..2026-06-30 | CCom 102 §5 | S-PTrate
        T5/2026H1 | published-default-rate:other-commercial | business
          915 basis-points | V2 | 2026-01-01..2026-06-30 | CCom 102 §3 | S-PTrate
        # gates
        G/before-due | gate:before-due | all
          [certain; unpaid; no-unexplained-money; undisputed; enforceable; identity; solvent;
          unrestricted; no-agreement]
          K | 2018-05-25 | RGPD art. 5.1.d; Código Civil art. 762 |
        G/reminder | gate:reminder | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | RGPD art. 5.1.d; Código Civil art. 762 |
        G/formal-claim | gate:formal-claim | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | Código Civil arts. 804, 805, 309 |
        G/agency | gate:agency | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | RGPD arts. 5.1.d, 28 |
        G/agency-public | gate:agency | public-body
          [closed]
          K | 2018-05-25 | CPTA |
        G/registry | gate:registry | all
          [closed]
          K | 2018-05-25 | DL 204/2008 |
        G/court | gate:court | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | DL 269/98 |
        G/court-public | gate:court | public-body
          [closed]
          K | 2018-05-25 | CPTA |
        # limitation where nothing is said
        TU/business | limitation-uncertain | business
          [general; periodic]
          K | 1967-06-01 | Código Civil arts. 309, 310 |
        TU/consumer | limitation-uncertain | consumer
          [presumptive; periodic]
          K | 1967-06-01 | Código Civil arts. 310, 317 |
        """
}
