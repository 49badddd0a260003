/// What every row of `Resources/eu` must say, as the dossier (`law.md`) has it. Nothing here is made from the data
/// when the tests run: who changes a row changes it here too, and says why.
///
/// A row is: id, rule:subject@governing law, debtors; value and unit, confidence, days, article, source.
extension LawPackRows {
    static let union = """
        # union
        U1 | union:late-payment-directive | business + public-body
          [automatic interest; reference rate + at least 8 points; 40 EUR; B2B 60 days unless fair; B2G 30 or 60] |
          K | 2013-03-16 | Dir. 2011/7/UE arts. 3, 4, 6 |
        U2 | union:late-payment-regulation | business + public-body
          0 flag | V2 | 2023-09-12 | COM(2023) 533 | S-febis
        U3 | union:vida-directive | business + public-body
          1 flag | V1 | 2025-03-11 | Dir. (UE) 2025/516 | S-RD238
        U4 | union:discharge-data | natural-person
          1 flag | K | 2023-12-07 | TJUE C-26/22, C-64/22 |
        M11 | fixed-recovery-sum-per-invoice | business + public-body
          1 flag | K | 2022-10-20 | TJUE C-585/20 (BFF) |
        M11/base | default-condition:interest-base-includes-tax | business + public-body
          1 flag | K | 2022-10-20 | TJUE C-585/20 (BFF) |
        # rates
        MRO/2013H1 | reference-rate | all
          75 basis-points | V2 | 2013-01-01..2013-06-30 | BCE, tipo principal de refinanciación | S-R2015
        MRO/2013H2 | reference-rate | all
          50 basis-points | V3 | 2013-07-01..2013-12-31 | BCE, tipo principal de refinanciación | S-DOSSIER
        MRO/2014H1 | reference-rate | all
          25 basis-points | V2 | 2014-01-01..2014-06-30 | BCE, tipo principal de refinanciación | S-R2015
        MRO/2014H2 | reference-rate | all
          15 basis-points |
          V1 | 2014-07-01..2014-12-31 | BCE, tipo principal de refinanciación | S-BOE-2014-6914
        MRO/2015H1 | reference-rate | all
          5 basis-points | V2 | 2015-01-01..2015-06-30 | BCE, tipo principal de refinanciación | S-R2015
        MRO/2015H2 | reference-rate | all
          5 basis-points | K | 2015-07-01..2015-12-31 | BCE, tipo principal de refinanciación |
        MRO/2016H1 | reference-rate | all
          5 basis-points | K | 2016-01-01..2016-06-30 | BCE, tipo principal de refinanciación |
        MRO/2016H2 | reference-rate | all
          0 basis-points | K | 2016-07-01..2016-12-31 | BCE, tipo principal de refinanciación |
        MRO/2017H1 | reference-rate | all
          0 basis-points | K | 2017-01-01..2017-06-30 | BCE, tipo principal de refinanciación |
        MRO/2017H2 | reference-rate | all
          0 basis-points | V2 | 2017-07-01..2017-12-31 | BCE, tipo principal de refinanciación | S-DOSSIER
        MRO/2018H1 | reference-rate | all
          0 basis-points | K | 2018-01-01..2018-06-30 | BCE, tipo principal de refinanciación |
        MRO/2018H2 | reference-rate | all
          0 basis-points | V2 | 2018-07-01..2018-12-31 | BCE, tipo principal de refinanciación | S-DOSSIER
        MRO/2019H1 | reference-rate | all
          0 basis-points | K | 2019-01-01..2019-06-30 | BCE, tipo principal de refinanciación |
        MRO/2019H2 | reference-rate | all
          0 basis-points | K | 2019-07-01..2019-12-31 | BCE, tipo principal de refinanciación |
        MRO/2020H1 | reference-rate | all
          0 basis-points |
          V1 | 2020-01-01..2020-06-30 | BCE, tipo principal de refinanciación | S-BOE-2019-18736
        MRO/2020H2 | reference-rate | all
          0 basis-points | K | 2020-07-01..2020-12-31 | BCE, tipo principal de refinanciación |
        MRO/2021H1 | reference-rate | all
          0 basis-points | K | 2021-01-01..2021-06-30 | BCE, tipo principal de refinanciación |
        MRO/2021H2 | reference-rate | all
          0 basis-points | K | 2021-07-01..2021-12-31 | BCE, tipo principal de refinanciación |
        MRO/2022H1 | reference-rate | all
          0 basis-points | K | 2022-01-01..2022-06-30 | BCE, tipo principal de refinanciación |
        MRO/2022H2 | reference-rate | all
          0 basis-points | K | 2022-07-01..2022-12-31 | BCE, tipo principal de refinanciación |
        MRO/2023H1 | reference-rate | all
          250 basis-points | K | 2023-01-01..2023-06-30 | BCE, tipo principal de refinanciación |
        MRO/2023H2 | reference-rate | all
          400 basis-points | V2 | 2023-07-01..2023-12-31 | BCE, tipo principal de refinanciación | S-R26H1
        MRO/2024H1 | reference-rate | all
          450 basis-points | V2 | 2024-01-01..2024-06-30 | BCE, tipo principal de refinanciación | S-R26H1
        MRO/2024H2 | reference-rate | all
          425 basis-points | K | 2024-07-01..2024-12-31 | BCE, tipo principal de refinanciación |
        MRO/2025H1 | reference-rate | all
          315 basis-points | K | 2025-01-01..2025-06-30 | BCE, tipo principal de refinanciación |
        MRO/2025H2 | reference-rate | all
          215 basis-points |
          V2 | 2025-07-01..2025-12-31 | BCE, tipo principal de refinanciación | S-BOE-2025-13217
        MRO/2026H1 | reference-rate | all
          215 basis-points | V2 | 2026-01-01..2026-06-30 | BCE, tipo principal de refinanciación | S-R26H1
        MRO/2026H2 | reference-rate | all
          240 basis-points | V3 | 2026-07-01..2026-12-31 | BCE, tipo principal de refinanciación | S-R26H2
        """
}
