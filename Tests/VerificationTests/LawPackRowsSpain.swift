/// What every row of `Resources/es` must say, as the dossier (`law.md`) has it. Nothing here is made from the data
/// when the tests run: who changes a row changes it here too, and says why.
///
/// A row is: id, rule:subject@governing law, debtors; value and unit, confidence, days, article, source.
extension LawPackRows {
    static let spain = """
        # debt-conditions
        P1 | debt-condition:certain | all
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.b | S-LOPD
        P2 | debt-condition:due | all
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.b; Ley 3/2004 art. 4 | S-LOPD
        P3 | debt-condition:payable | all
          1 flag | K | 2004-12-31 | Ley 3/2004 art. 6.a; CC 1113, 1125 | S-L3
        P4 | debt-condition:unpaid | all
          1 flag | K | 1889-08-16 | CC 1157, 1172-1174, 1195 |
        P5 | debt-condition:undisputed-formal | all
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.b | S-LOPD
        P6 | debt-condition:undisputed-soft | all
          1 flag | V2 | 2019-04-25 | STS 245/2019; STS 27-9-2019 (rec. 4173/2018) | S-TScert
        P7 | debt-condition:identity | all
          1 flag | K | 2018-12-07 | RGPD art. 5.1.d; LOPDGDD art. 20.2 | S-LOPD
        P8 | debt-condition:solvent-status | all
          1 flag | K | 2020-09-01 | TRLC 142, 143, 490, 492 ter | S-492ter
        P9 | debt-condition:not-restricted | natural-person
          1 flag | V1 | 2018-12-07 | RGPD arts. 18, 21; LOPDGDD art. 20.1.e | S-LOPD
        # withdrawal
        W1 | withdrawal:paid | all
          0 days | V1 | 2018-12-07 | LOPDGDD art. 20.1.d; RD 1720/2007 art. 41 | S-LOPD
        W2 | withdrawal:paid-in-part | all
          0 days | V1 | 2018-12-07 | RGPD art. 5.1.d; LOPDGDD arts. 4, 20.2 | S-LOPD
        W3 | withdrawal:below-minimum | natural-person
          0 days | V1 | 2018-12-07 | LOPDGDD DA 6 | S-LOPD
        W4 | withdrawal:disputed-formally | all
          0 days | V1 | 2018-12-07 | LOPDGDD art. 20.1.b | S-LOPD
        W5 | withdrawal:accuracy-contested | natural-person
          0 days | V1 | 2018-12-07 | LOPDGDD art. 20.1.e | S-LOPD
        W6 | withdrawal:too-old | natural-person
          0 days | V1 | 2018-12-07 | LOPDGDD art. 20.1.d | S-LOPD
        W7 | withdrawal:insolvency | all
          0 days | K | 2020-09-01 | TRLC 142-143, 152, 255 |
        W8 | withdrawal:discharge | all
          0 days | V2 | 2022-09-26 | TRLC 490, 492 ter | S-492ter
        W9 | withdrawal:agreement | all
          0 days | K | 2025-04-03 | Ley 3/2004 art. 6; LO 1/2025 | S-L3
        W10 | withdrawal:time-barred | all
          0 days | V2 | 2015-10-07 | CC 1964, 1967, 1973 | S-CC1964
        W11 | withdrawal:notice-returned | natural-person
          0 days | V2 | 2018-12-07 | RD 1720/2007 art. 40 | S-TS960
        W12 | withdrawal:electronic-rejection | business
          0 days | V1 | 2026-04-20 | RD 238/2026 art. 12.1 | S-RD238
        W13 | withdrawal:consumer-complaint | consumer
          0 days | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        W14 | withdrawal:wrong-person | all
          0 days | K | 2018-05-25 | RGPD art. 5.1.d |
        W15 | withdrawal:seizure | all
          0 days | K | 2004-07-01 | LGT 170; CC 1165 |
        # registry
        R1 | registry-condition:creditor-supplies | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.a | S-LOPD
        R2 | registry-condition:certain-due-payable | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.b | S-LOPD
        R3 | registry-condition:not-claimed-against | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.b | S-LOPD
        R4 | registry-warning | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.c | S-LOPD
        R5 | registry-condition:notice-by-system | natural-person
          30 working-days | V1 | 2018-12-07 | LOPDGDD art. 20.1.c, DA 3.a | S-LOPD
        R6 | registry-condition:blocked | natural-person
          30 working-days | V1 | 2018-12-07 | LOPDGDD art. 20.1.c, DA 3.a | S-LOPD
        R7 | registry-condition:working-days | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD DA 3.a | S-LOPD
        R8 | registry-condition:while-default-persists | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.d | S-LOPD
        R9 | registry-maximum-age | natural-person
          5 years | V1 | 2018-12-07 | LOPDGDD art. 20.1.d | S-LOPD
        R9/instalments | registry-condition:each-instalment-own-clock | natural-person
          1 flag | K | 2018-12-07 | LOPDGDD art. 20.1.d | S-LOPD
        R10 | registry-minimum-principal | natural-person
          5000 euro-cents | V1 | 2018-12-07 | LOPDGDD DA 6 | S-LOPD
        R11 | registry-condition:who-may-consult | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.e | S-LOPD
        R12 | registry-condition:tell-refusal | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.f | S-LOPD
        R13 | registry-condition:joint-controllers | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.2 | S-LOPD
        R14 | registry-condition:creditor-answers | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.2 | S-LOPD
        R15 | registry-condition:no-enrichment | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.3 | S-LOPD
        R16 | registry-condition:rebuttable | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1 | S-LOPD
        G1 | registry-condition:companies-not-bound | company
          1 flag | K | 2018-12-07 | RGPD cdo. 14; STC 139/1995; STS 408/2016 |
        G2 | registry-condition:sole-traders-are-persons | sole-trader
          1 flag | K | 2018-12-07 | LOPDGDD art. 19.2 | S-LOPD
        G3 | registry-condition:no-automated-decision | natural-person
          1 flag | K | 2023-12-07 | RGPD art. 22; TJUE C-634/21 |
        S1 | registry-system:asnef | all
          1 flag | V2 | 2018-12-07 | ASNEF (Equifax) | S-DOSSIER
        S2 | registry-system:asnef-empresas | company
          1 flag | K | 2018-12-07 | ASNEF Empresas (Equifax) |
        S3 | registry-system:badexcug | natural-person
          1 flag | K | 2018-12-07 | BADEXCUG (Experian) |
        S4 | registry-system:ebe | company
          1 flag | V2 | 2018-12-07 | Experian Bureau Empresarial | S-RAI
        S5 | registry-system:rai-minimum | company
          30000 euro-cents | V2 | 2018-12-07 | RAI (Centro de Cooperación Interbancaria) | S-RAI
        S5/invoices | registry-system:rai-invoices | all
          0 flag | V2 | 2018-12-07 | RAI (Centro de Cooperación Interbancaria) | S-RAI
        S6 | registry-system:icired | all
          1 flag | K | 2018-12-07 | ICIRED |
        S7 | registry-system:cirbe | all
          0 flag | K | 2018-12-07 | CIRBE (Banco de España) |
        O1 | former-rule:prior-demand | natural-person
          1 flag | V2 | 2008-04-19 | RD 1720/2007 art. 38.1.c | S-TS22
        O2 | former-rule:keep-documents | natural-person
          1 flag | V2 | 2008-04-19 | RD 1720/2007 art. 38.3 | S-DOSSIER
        O3 | former-rule:returned-mail | natural-person
          1 flag | K | 2008-04-19 | RD 1720/2007 art. 40 |
        O4 | former-rule:immediate-cancellation | natural-person
          1 flag | K | 2008-04-19 | RD 1720/2007 art. 41 |
        D1 | case-law:receipt-inferred | all
          1 flag | V2 | 2013-01-29 | STS 13/2013 | S-TS20
        D2 | case-law:mass-mail-proves | all
          0 flag | V2 | 2020-12-11 | STS 672/2020 | S-TS20
        D3 | case-law:certified-batch | all
          1 flag | V2 | 2022-02-02 | STS 81/2022 | S-TS25rec
        D4 | case-law:certified-batch-again | all
          1 flag | V2 | 2022-05-30 | STS 436/2022 | S-DOSSIER
        D5 | prior-demand | all
          1 flag | V2 | 2018-12-07 | STS 945/2022 | S-TS22
        D6 | case-law:reasonable-certainty | all
          1 flag | V2 | 2022-12-20 | STS 946/2022, 959/2022, 960/2022 | S-TS960
        D7 | case-law:unequivocal-debt | all
          1 flag | V2 | 2019-04-25 | STS 245/2019; STS 27-9-2019 (rec. 4173/2018) | S-TScert
        D8 | case-law:wrong-amount | all
          1 flag | V2 | 2024-02-27 | STS 280/2024 | S-TS280
        D9 | case-law:no-demand-unlawful | all
          1 flag | V2 | 2025-12-12 | STS 1835/2025 | S-TS1835
        D10 | case-law:small-debts | natural-person
          1 flag | K | 2017-09-21 | STS 512/2017, 388/2018, 604/2018 |
        # payment-terms
        L1 | payment-term:no-agreed-term | business
          30 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.1 | S-L3
        L2 | term-condition:invoice-delivery | business
          15 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.1 | S-L3
        L3 | term-condition:electronic-receipt | business
          1 flag | V1 | 2013-02-24 | Ley 3/2004 art. 4.1 | S-L3
        L4 | term-condition:acceptance | business
          30 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.2 | S-L3
        L5 | payment-term-maximum:agreed | business
          60 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.3 | S-L3
        L6/grouping | term-condition:grouping | business
          15 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.4 | S-L3
        L6/pay | payment-term-maximum:grouped | business
          60 days | V1 | 2013-02-24 | Ley 3/2004 art. 4.4 | S-L3
        L7 | term-condition:calendar-days | business + public-body
          1 flag | V1 | 2013-02-24 | Ley 3/2004 art. 2.d | S-L3
        L8 | payment-term-maximum:fresh-food | business
          30 days | K | 2013-08-03 | Ley 12/2013 DA 1; Ley 7/1996 art. 17 |
        L8/other | payment-term-maximum:other-food | business
          60 days | K | 2013-08-03 | Ley 12/2013 DA 1; Ley 7/1996 art. 17 |
        L9 | payment-term:road-freight | business
          30 days | K | 2010-02-12 | Ley 15/2009 art. 41 |
        L9/maximum | payment-term-maximum:road-freight | business
          60 days | K | 2010-02-12 | Ley 15/2009 art. 41 |
        L10/approve | term-condition:public-approval | public-body
          30 days | K | 2018-03-09 | Ley 9/2017 art. 198.4 |
        L10/pay | payment-term:no-agreed-term | public-body
          30 days | K | 2018-03-09 | Ley 9/2017 art. 198.4 |
        L11/rate | term-condition:construction-retention | business
          500 basis-points | V1 | 2026-04-20 | RD 238/2026 DA 6; LOE 19.1.a | S-RD238
        L11/term | term-condition:construction-retention-term | business
          1 years | V1 | 2026-04-20 | RD 238/2026 DA 6; LOE 19.1.a | S-RD238
        L12 | term-condition:no-operation-date | business
          1 flag | V1 | 2026-04-20 | RD 238/2026 art. 15 | S-RD238
        L13 | payment-term:no-agreed-term | consumer
          0 days | K | 1889-08-16 | CC 1113, 1500 |
        # interest
        M1 | default-needs-demand | business + public-body
          0 flag | V1 | 2004-12-31 | Ley 3/2004 art. 5 | S-L3
        M2 | default-condition:creditor-performed | business + public-body
          1 flag | V1 | 2004-12-31 | Ley 3/2004 art. 6 | S-L3
        M3 | default-condition:overdue-instalments-only | business
          1 flag | V1 | 2004-12-31 | Ley 3/2004 art. 6 | S-L3
        M4/2004 | default-margin | business + public-body
          700 basis-points | V2 | 2004-12-31..2013-02-23 | Ley 3/2004 art. 7.2 | S-R2015
        M4 | default-margin | business + public-body
          800 basis-points | V1 | 2013-02-24 | Ley 3/2004 art. 7.2 | S-L3
        M5 | default-condition:rate-by-half-year | business
          1 flag | V1 | 2004-12-31 | Ley 3/2004 arts. 7.2-7.3 | S-L3
        M6 | agreed-rate:abusive-below-legal | business
          7000 basis-points | V1 | 2013-02-24 | Ley 3/2004 art. 9.1 | S-L3
        M7 | fixed-recovery-sum | business + public-body
          4000 euro-cents | V1 | 2013-02-24 | Ley 3/2004 art. 8.1 | S-L3
        M8 | default-condition:further-costs | business + public-body
          1 flag | V1 | 2013-02-24 | Ley 3/2004 art. 8.1 | S-L3
        M9 | default-condition:no-sum-without-responsibility | business
          1 flag | V1 | 2004-12-31 | Ley 3/2004 art. 8.2 | S-L3
        M10 | default-condition:exclusion-void | business
          1 flag | V1 | 2013-02-24 | Ley 3/2004 art. 9.1 | S-L3
        M12 | default-condition:excluded-debts | all
          [consumers; cheque and bill interest; damages, insurers included; debts in insolvency] |
          V1 | 2004-12-31 | Ley 3/2004 art. 3.2 | S-L3
        M13 | default-needs-demand | consumer
          1 flag | K | 1889-08-16 | CC 1100 |
        M14 | legal-interest-applies | consumer
          1 flag | K | 1889-08-16 | CC 1101, 1108 |
        M15 | default-condition:compound-from-court-claim | all
          1 flag | K | 1889-08-16 | CC 1109 |
        M16 | default-condition:reminder-fees | consumer
          0 flag | K | 2019-10-25 | LGDCU arts. 85-87; STS 566/2019 |
        M17 | judgment-margin | all
          200 basis-points | K | 2001-01-08 | LEC 576 |
        M18 | default-condition:outside-tax-base | all
          1 flag | K | 1993-01-01 | LIVA 78.Tres.1 |
        DC1 | day-count:statutory | all
          0 flag | K | 2004-12-31 | Ley 3/2004; CC | S-L3
        DC2 | day-count:year | all
          [actual/365; 366 in leap years] | K | 2004-12-31 | práctica judicial y tributaria |
        DC3 | day-count:first-day | business + public-body
          1 days | V1 | 2004-12-31 | Ley 3/2004 art. 5 | S-L3
        DC4 | day-count:last-day-included | all
          1 flag | K | 2004-12-31 | práctica |
        DC5 | day-count:split-by-half-year | all
          1 flag | K | 2004-12-31 | práctica; Ley 3/2004 art. 7.2 |
        # limitation
        Q1 | limitation:general | business + consumer
          5 years | V2 | 2015-10-07 | CC 1964.2 (Ley 42/2015) | S-CC1964
        Q2 | limitation-transition:general | all
          [2005-10-07; 2015-10-06; 2020-12-28] | K | 2015-10-07 | Ley 42/2015 DT 5; RD 463/2020 DA 4 |
        Q3 | limitation:sales-and-fees | business + consumer
          3 years | K | 1889-08-16 | CC 1967 |
        Q4 | limitation:periodic | all
          5 years | K | 1889-08-16 | CC 1966 |
        Q5 | limitation:transport | business
          1 years | K | 2010-02-12 | Ley 15/2009 art. 79 |
        Q6 | limitation:general | public-body
          4 years | K | 2005-01-01 | Ley 47/2003 art. 25 |
        Q7 | limitation:general@catalonia | all
          10 years | V2 | 2004-01-01 | CCCat 121-20 | S-escura
        Q8/periodic | limitation:periodic@catalonia | all
          3 years | V2 | 2004-01-01 | CCCat 121-21 | S-escura
        Q8/services | limitation:services@catalonia | all
          3 years | V2 | 2004-01-01 | CCCat 121-21 | S-escura
        Q8/consumer-sales | limitation:consumer-sales@catalonia | consumer
          3 years | K | 2004-01-01 | CCCat 121-21 |
        Q9 | limitation:sales-and-fees@navarra | all
          5 years | V2 | 2019-10-16 | Fuero Nuevo leyes 23, 25 | S-papelea
        Q9/documented | limitation:sales-and-fees-documented@navarra | all
          10 years | V2 | 2019-10-16 | Fuero Nuevo leyes 23, 25 | S-papelea
        Q9/cap | limitation-cap:sales-and-fees@navarra | all
          30 years | V2 | 2019-10-16 | Fuero Nuevo leyes 23, 25 | S-papelea
        Q9/cap-documented | limitation-cap:sales-and-fees-documented@navarra | all
          30 years | V2 | 2019-10-16 | Fuero Nuevo leyes 23, 25 | S-papelea
        Q10 | limitation:bill-against-acceptor | all
          3 years | K | 1986-01-01 | LCCH 88 |
        Q11 | limitation:judgment | all
          5 years | K | 2001-01-08 | LEC 518 |
        Q11/cap | limitation-cap:judgment | all
          5 years | K | 2001-01-08 | LEC 518 |
        X1/court | interruption:court-action | all
          1 flag | V2 | 1889-08-16 | CC 1973 | S-CC1973
        X1/claim | interruption:extrajudicial-claim | all
          1 flag | V2 | 1889-08-16 | CC 1973 | S-CC1973
        X1/acknowledgement | interruption:acknowledgement | all
          1 flag | V2 | 1889-08-16 | CC 1973 | S-CC1973
        X2 | interruption:extrajudicial-claim-mercantile | business
          1 flag | K | 1886-01-01 | CCom 944 |
        X3 | interruption:negotiation-request | all
          1 flag | V2 | 2025-04-03 | LO 1/2025 art. 7 | S-MASC-AHK
        X4 | interruption:partial-payment | all
          1 flag | K | 1889-08-16 | CC 1973 |
        X5 | interruption:insolvency | all
          1 flag | K | 2020-09-01 | TRLC 155 |
        # court
        N1 | negotiation:required | business + consumer
          1 flag | V2 | 2025-04-03 | LO 1/2025 art. 5.1 | S-MASC-5
        N2 | negotiation:same-object | all
          1 flag | V2 | 2025-04-03 | LO 1/2025 art. 5.1 | S-MASC-5
        N3 | negotiation:ways | all
          [mediation; conciliation; neutral expert; confidential binding offer; direct negotiation; collaborative law] |
          V2 | 2025-04-03 | LO 1/2025 arts. 5.1, 14-19 | S-MASC-5
        N4 | negotiation:proceedings | all
          [declarative (LEC Book II); special (LEC Book IV) but juicio cambiario] |
          V2 | 2025-04-03 | LO 1/2025 art. 5.2 | S-MASC-exc
        N5 | negotiation:not-needed | all
          [enforcement claim; prior interim measures; preliminary diligences; voluntary jurisdiction; European order for payment] |
          V2 | 2025-04-03 | LO 1/2025 art. 5.3 | S-MASC-exc
        N5/small-claims | negotiation:not-needed-small-claims | all
          1 flag | K | 2025-04-03 | LO 1/2025 art. 5.3 |
        N6 | negotiation:monitorio | all
          1 flag | V2 | 2025-04-03 | LO 1/2025 art. 5.2 | S-MASC-exc
        N7 | negotiation:required | public-body
          0 flag | V2 | 2025-04-03 | LO 1/2025 art. 3 | S-DOSSIER
        N8 | negotiation:offer-provable | all
          1 flag | V2 | 2025-04-03 | LO 1/2025 arts. 17.1-17.2 | S-MASC-5
        N9 | negotiation:offer-without-lawyer | all
          200000 euro-cents | V2 | 2025-04-03 | LO 1/2025 art. 6 | S-MASC-AHK
        N10 | negotiation:no-reply | all
          30 days | V2 | 2025-04-03 | LO 1/2025 art. 7 | S-MASC-AHK
        N11/proposal | negotiation:proposal-unanswered | all
          30 days | K | 2025-04-03 | LO 1/2025 art. 10.4 |
        N11/talks | negotiation:long-talks | all
          3 months | K | 2025-04-03 | LO 1/2025 art. 10.4 |
        N12 | negotiation:offer-lapses | all
          1 months | K | 2025-04-03 | LO 1/2025 art. 17 |
        N13 | negotiation:sue-within | all
          1 years | K | 2025-04-03 | LO 1/2025 art. 7.3 |
        N14 | negotiation:proof | all
          [joint signed document; proof of receipt, date and access to the full content] |
          V2 | 2025-04-03 | LO 1/2025 art. 10 | S-MASC-AHK
        N15 | negotiation:channels | all
          [burofax; certified email; notary] | V2 | 2025-04-03 | práctica | S-MASC-AHK
        N16 | negotiation:confidential | all
          1 flag | V2 | 2025-04-03 | LO 1/2025 art. 9 | S-MASC-AHK
        N17 | negotiation:not-admitted-without | all
          1 flag | K | 2025-04-03 | LEC 264, 399, 403 | S-MASC-AHK
        J1 | court-route:monitorio | all
          1 flag | V2 | 2001-01-08 | LEC 812 | S-narrabondo
        J2 | court-route:monitorio-documents | all
          [signed documents; invoices and delivery notes usual in the trade; proof of lasting relation] |
          K | 2001-01-08 | LEC 812.1-2 | S-narrabondo
        J3 | court-route:monitorio-court | all
          1 flag | K | 2001-01-08 | LEC 813 |
        J4 | court-route:monitorio-without-lawyer | all
          1 flag | V2 | 2001-01-08 | LEC 814.2 | S-narrabondo
        J5 | court-route:monitorio-answer | all
          20 court-days | K | 2001-01-08 | LEC 815 |
        J6 | court-route:monitorio-enforcement | all
          1 flag | K | 2001-01-08 | LEC 816 |
        J7/verbal | court-route:opposition-verbal | all
          10 court-days | K | 2001-01-08 | LEC 818 |
        J7/ordinary | court-route:opposition-ordinary | all
          1 months | K | 2001-01-08 | LEC 818 |
        J8 | court-route:unfair-terms | consumer
          1 flag | K | 2015-10-07 | LEC 815.4 |
        J9/2001 | court-route:verbal-maximum | all
          600000 euro-cents | V2 | 2011-10-31..2024-03-19 | LEC 249.2, 250.2 | S-VERBAL
        J9 | court-route:verbal-maximum | all
          1500000 euro-cents | V2 | 2024-03-20 | LEC 249.2, 250.2 (RDL 6/2023) | S-VERBAL
        J10 | court-route:lawyer-above | all
          200000 euro-cents | V2 | 2001-01-08 | LEC 23, 31 | S-VERBAL
        J11 | court-route:european-order-answer | all
          30 days | K | 2008-12-12 | Reg. (CE) 1896/2006 |
        J12 | court-route:european-small-claims-maximum | all
          500000 euro-cents | K | 2017-07-14 | Reg. (CE) 861/2007 |
        J13/monitorio | court-route:fee-monitorio | company
          10000 euro-cents | K | 2012-11-22 | Ley 10/2012 |
        J13/verbal | court-route:fee-verbal | company
          15000 euro-cents | K | 2012-11-22 | Ley 10/2012 |
        J13/ordinary | court-route:fee-ordinary | company
          30000 euro-cents | K | 2012-11-22 | Ley 10/2012 |
        J13/exempt | court-route:fee-exempt-up-to | company
          200000 euro-cents | K | 2012-11-22 | Ley 10/2012 |
        J14 | court-route:administration-silence | public-body
          1 months | K | 2018-03-09 | LCSP 199 |
        # tax
        V1r | tax-relief:insolvency-window | all
          3 months | K | 1993-01-01 | LIVA 80.Tres |
        V2r | tax-relief:uncollectible-after | all
          1 years | V2 | 2009-01-01 | LIVA 80.Cuatro.A.1 | S-IVA80
        V2r/small | tax-relief:uncollectible-after-small | all
          6 months | V2 | 2014-01-01 | LIVA 80.Cuatro.A.1 | S-IVA80
        V2r/turnover | tax-relief:small-turnover | all
          601012104 euro-cents | V2 | 2014-01-01 | LIVA 80.Cuatro.A.1 | S-IVA80
        V3r | tax-relief:booked | all
          1 flag | V2 | 1993-01-01 | LIVA 80.Cuatro.A.2 | S-IVA80
        V4r/2022 | tax-relief:consumer-minimum | consumer
          30000 euro-cents | V2 | 1998-01-01..2022-12-31 | LIVA 80.Cuatro.A.3 | S-IVA80
        V4r | tax-relief:consumer-minimum | consumer
          5000 euro-cents | V2 | 2023-01-01 | LIVA 80.Cuatro.A.3 (Ley 31/2022 art. 77) | S-IVA80
        V5r | tax-relief:claimed | all
          [court; notary; any means that reliably proves the claim] |
          V2 | 2023-01-01 | LIVA 80.Cuatro.A.4 | S-IVA80
        V6r | tax-relief:proof-examples | all
          [mediation; certified email] | V2 | 2023-02-01 | DGT V0206-23, V0212-23 | S-IVA80
        V7r | tax-relief:window | all
          6 months | V2 | 2023-01-01 | LIVA 80.Cuatro.B | S-IVA80
        V8r | tax-relief:tell-tax-office | all
          1 months | V1 | 2024-01-01 | RIVA 24.2.a.2 (RD 1171/2023) | S-RIVA24
        V9r | tax-relief:send-corrective | all
          1 flag | V2 | 2024-01-01 | RIVA 24.1-24.2 | S-RIVA24
        V10r | tax-relief:public-certificate | public-body
          1 flag | V2 | 1993-01-01 | LIVA 80.Cuatro | S-IVA80
        V11r | tax-relief:excluded | all
          [secured credits; related parties] | K | 1993-01-01 | LIVA 80.Cinco |
        V12r | tax-relief:partial-pro-rata | all
          1 flag | K | 1993-01-01 | LIVA 80.Cinco.4 |
        V13r | tax-relief:raise-again | all
          1 months | K | 1993-01-01 | LIVA 80.Cuatro.C |
        V14r | tax-relief:instalments | all
          1 flag | K | 1993-01-01 | LIVA 80.Cuatro.A.1 |
        # insolvency
        I1 | insolvency:no-new-enforcement | all
          1 flag | K | 2020-09-01 | TRLC 142 |
        I2 | insolvency:enforcement-stayed | all
          1 flag | K | 2020-09-01 | TRLC 143 |
        I3 | insolvency:interest-stops | all
          1 flag | K | 2020-09-01 | TRLC 152 |
        I4 | insolvency:set-off-before | all
          1 flag | K | 2020-09-01 | TRLC 153 |
        I5 | insolvency:file-claim | all
          1 months | K | 2020-09-01 | TRLC 28.1.5, 255-256 |
        I6 | insolvency:interest-subordinated | all
          1 flag | K | 2020-09-01 | TRLC 281 |
        I7 | insolvency:late-payment-law-excluded | all
          1 flag | V1 | 2004-12-31 | Ley 3/2004 art. 3.2.c | S-L3
        I8 | insolvency:pre-insolvency-stay | all
          3 months | K | 2022-09-26 | TRLC 585-610 |
        I9/turnover | insolvency:micro-turnover | all
          70000000 euro-cents | K | 2023-01-01 | TRLC 685 |
        I9/liabilities | insolvency:micro-liabilities | all
          35000000 euro-cents | K | 2023-01-01 | TRLC 685 |
        I10 | insolvency:discharge | all
          1 flag | V2 | 2022-09-26 | TRLC 490, 492 ter | S-492ter
        I11 | insolvency:company-extinguished | company
          1 flag | K | 2020-09-01 | TRLC 485 |
        # conduct
        C1 | conduct:contact-statute | all
          0 flag | K | 2004-12-31 | sin norma especial |
        C2 | conduct:call-window | consumer
          [09:00; 21:00] | K | 2007-12-01 | LGDCU art. 96.2 |
        C3 | conduct:no-harassment | natural-person
          1 flag | K | 1996-05-24 | CP 172, 172 ter; LO 1/1982; Ley 3/1991 art. 8 |
        C4 | conduct:no-third-parties | natural-person
          1 flag | K | 2018-05-25 | RGPD arts. 5.1.f, 6 |
        C5 | conduct:threat-must-be-true | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 20.1.c | S-LOPD
        C6/staff | conduct:customer-service-law | consumer
          [250 staff; 50 M EUR turnover; 43 M EUR balance; basic services of any size] |
          V2 | 2025-12-28 | Ley 10/2025 | S-L10
        C6/adapt | conduct:customer-service-adaptation | consumer
          1 years | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        C7 | conduct:answer-complaint | consumer
          15 working-days | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        C8 | conduct:no-cut-off | consumer
          1 flag | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        C9 | conduct:language-and-human | consumer
          1 flag | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        C10 | conduct:credit-servicers | all
          0 flag | V3 | 2026-10-01 | RDL 26/2026 (Dir. 2021/2167) | S-DOSSIER
        C11 | conduct:consumer-credit | consumer
          1 flag | K | 2026-11-20 | Dir. (UE) 2023/2225 |
        C12 | conduct:assignee-notice | natural-person
          1 months | K | 2018-05-25 | RGPD arts. 14, 28 |
        C13 | conduct:no-consent-needed | natural-person
          1 flag | K | 2018-05-25 | RGPD arts. 6.1.b, 6.1.f |
        C14 | conduct:minimise | natural-person
          1 flag | K | 2018-05-25 | RGPD art. 5.1.c |
        C15 | conduct:assignment-without-consent | all
          1 flag | K | 1889-08-16 | CC 1526-1527; CCom 347 |
        C16 | conduct:block-first | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 32 | S-LOPD
        C17/business | conduct:retain-business | all
          6 years | K | 1886-01-01 | CCom 30 |
        C17/tax | conduct:retain-tax | all
          4 years | K | 2004-07-01 | LGT 66 |
        C17/data | conduct:retain-data-protection | all
          3 years | K | 2018-12-07 | LOPDGDD art. 72 |
        C17/civil | conduct:retain-civil | all
          5 years | K | 2015-10-07 | CC 1964 |
        C18 | conduct:rights-request | natural-person
          1 months | K | 2018-05-25 | RGPD art. 12.3 |
        C19 | conduct:professional-contact | sole-trader
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 19 | S-LOPD
        C20 | conduct:impact-assessment | natural-person
          1 flag | V1 | 2018-12-07 | LOPDGDD art. 28.2.d; RGPD art. 35 | S-LOPD
        C21 | conduct:artificial-intelligence | natural-person
          1 flag | K | 2026-08-02 | Reg. (UE) 2024/1689 anexo III 5.b |
        # electronic-invoice
        E1 | electronic-invoice:law | business
          1 flag | V1 | 2022-10-19 | Ley 18/2022 art. 12 (Ley 56/2007 art. 2 bis) | S-RD238
        E2 | electronic-invoice:regulation | business
          1 flag | V3 | 2026-04-20 | RD 238/2026 | S-RD238
        E3 | electronic-invoice:order | business
          1 flag | V3 | 2026-10-06 | Orden HAC/1028/2026 | S-HAC1028
        E4 | electronic-invoice:duty-large | business
          1 flag | V3 | 2027-10-06 | RD 238/2026 DF 4 | S-RD238
        E5 | electronic-invoice:duty-all | business
          1 flag | V3 | 2028-10-06 | RD 238/2026 DF 4 | S-RD238
        E6 | electronic-invoice:status-natural-persons | sole-trader
          1 flag | V3 | 2029-10-06 | RD 238/2026 DT 3 | S-RD238
        E7 | electronic-invoice:recipient-tells | business
          1 flag | V1 | 2026-04-20 | RD 238/2026 art. 10.1 | S-RD238
        E8 | electronic-invoice:recipient-may-tell | business
          [partial acceptance or rejection; partial payment; assignment] |
          V1 | 2026-04-20 | RD 238/2026 art. 10.2 | S-RD238
        E9 | electronic-invoice:status-term | business
          4 national-working-days | V1 | 2026-04-20 | RD 238/2026 arts. 10.3, 12.3 | S-RD238
        E10 | electronic-invoice:public-solution | business
          1 flag | V1 | 2026-04-20 | RD 238/2026 arts. 12.1, 12.3 | S-RD238
        E11 | electronic-invoice:presumed-accepted | business
          1 flag | V1 | 2026-04-20 | RD 238/2026 art. 12.1 | S-RD238
        E12 | electronic-invoice:issuer-may-report | business
          [collection; non-payment; date differences] | V1 | 2026-04-20 | RD 238/2026 art. 12.4 | S-RD238
        E13 | electronic-invoice:query | business
          1 flag | V1 | 2026-10-06 | RD 238/2026 art. 12.6; Orden HAC/1028/2026 arts. 10-11 | S-HAC1028
        E14 | electronic-invoice:key | business
          [issuer tax id; series; number; issue day] |
          V1 | 2026-10-06 | Orden HAC/1028/2026 art. 6 | S-HAC1028
        E15 | electronic-invoice:syntaxes | business
          [UBL; CII; EDIFACT; Facturae] | V3 | 2026-04-20 | RD 238/2026 arts. 7, 11.2 | S-RD238
        E16 | electronic-invoice:outage | business
          4 working-days | V1 | 2026-10-06 | Orden HAC/1028/2026 art. 8.4 | S-HAC1028
        E17 | electronic-invoice:observatory | business
          1 flag | V1 | 2026-04-20 | RD 238/2026 art. 14.2 | S-RD238
        E18 | electronic-invoice:out-of-scope | business
          [simplified invoices; energy market operators; IATA clearing; a party not established in Spain] |
          V1 | 2026-04-20 | RD 238/2026 art. 4, DA 2; RIF 8 bis | S-RD238
        E19/payment | electronic-invoice:code-payment | business
          [PAYMENT; CANCELPAYMENT] | V3 | 2026-10-06 | Orden HAC/1028/2026 anexo II | S-HAC1028
        E19/rejection | electronic-invoice:code-rejection | business
          [REJECTION; CANCELREJECTION] | V1 | 2026-10-06 | Orden HAC/1028/2026 anexo II | S-HAC1028
        E19/reason | electronic-invoice:rejection-reasons | business
          [01; 02] | V1 | 2026-10-06 | Orden HAC/1028/2026 anexo II | S-HAC1028
        E19/collection | electronic-invoice:code-collection | business
          [SETTLEMENT; CANCELSETTLEMENT] | V1 | 2026-10-06 | Orden HAC/1028/2026 anexo II | S-HAC1028
        E19/default | electronic-invoice:code-default | business
          [DEFAULT; CANCELDEFAULT] | V1 | 2026-10-06 | Orden HAC/1028/2026 anexo II | S-HAC1028
        # allocation
        A1 | allocation:order | all
          [designation by the debtor; accepted receipt; contract clause; interest before principal; most onerous debt; pro rata] |
          K | 1889-08-16 | CC 1172-1174 | S-CC1173
        A2 | allocation:interest-first | all
          1 flag | V2 | 1889-08-16 | CC 1173 | S-CC1173
        A3 | allocation:interest-first-waivable | all
          1 flag | V2 | 1889-08-16 | CC 1173 | S-CC1173
        A4 | allocation:designation-must-reach | all
          1 flag | V2 | 1889-08-16 | CC 1172 | S-CC1173
        A5 | allocation:costs-last | all
          1 flag | K | 1889-08-16 | sin norma |
        A6 | allocation:partial-may-be-refused | all
          1 flag | K | 1889-08-16 | CC 1169 |
        H1/15 | withholding:professionals | business
          1500 basis-points | V2 | 2015-07-12 | RIRPF 95, 101 | S-AEAT25
        H1/7 | withholding:new-professionals | business
          700 basis-points | V2 | 2015-07-12 | RIRPF 95, 101 | S-AEAT25
        H1/19 | withholding:rent | business
          1900 basis-points | V2 | 2016-01-01 | RIRPF 100, 101 | S-AEAT25
        H1/24 | withholding:image-rights | business
          2400 basis-points | K | 2016-01-01 | RIRPF 101; TRLIRNR 25 |
        H1/2 | withholding:farming | business
          200 basis-points | V2 | 2007-04-01 | RIRPF 95 | S-AEAT25
        H1/1 | withholding:fattening | business
          100 basis-points | V2 | 2007-04-01 | RIRPF 95 | S-AEAT25
        H2 | withholding:reform-2026 | all
          1 flag | V3 | 2026-10-01 | RDL 26/2026 DF 3 | S-DOSSIER
        # calendar
        HD/new-year | national-holiday:new-year | all
          101 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.b | S-RD2001
        HD/epiphany | national-holiday:epiphany | all
          106 month-day | K | 1990-01-01 | RD 2001/1983 art. 45.1.d |
        HD/good-friday | national-holiday:good-friday | all
          -2 days-after-easter | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.c | S-RD2001
        HD/labour-day | national-holiday:labour-day | all
          501 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.b | S-RD2001
        HD/assumption | national-holiday:assumption | all
          815 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.c | S-RD2001
        HD/national-day | national-holiday:national-day | all
          1012 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.a | S-RD2001
        HD/all-saints | national-holiday:all-saints | all
          1101 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.c | S-RD2001
        HD/constitution | national-holiday:constitution-day | all
          1206 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.a | S-RD2001
        HD/immaculate | national-holiday:immaculate-conception | all
          1208 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.c | S-RD2001
        HD/christmas | national-holiday:christmas | all
          1225 month-day | V2 | 1990-01-01 | RD 2001/1983 art. 45.1.b | S-RD2001
        K1/august | court-closed:august | all
          [08-01; 08-31] | V2 | 2001-01-08 | LEC 130.2; LOPJ 183 | S-LO14
        K1/christmas | court-closed:christmas | all
          [12-24; 01-06] | V2 | 2022-12-23 | LEC 130.2; LOPJ 183 (LO 14/2022) | S-LO14
        K2/terms | day-rule:payment-terms | business + public-body
          [calendar] | V1 | 2013-02-24 | Ley 3/2004 art. 2.d | S-L3
        K2/data | day-rule:data-protection | natural-person
          [working] | V1 | 2018-12-07 | LOPDGDD DA 3 | S-LOPD
        K2/months | day-rule:data-protection-months | natural-person
          [date-to-date] | V1 | 2018-12-07 | LOPDGDD DA 3.c | S-LOPD
        K2/status | day-rule:electronic-status | business
          [national-working] | V1 | 2026-04-20 | RD 238/2026 art. 10.3 | S-RD238
        K2/masc | day-rule:negotiation | all
          [calendar] | V2 | 2025-04-03 | LO 1/2025 art. 7 | S-MASC-AHK
        K2/court | day-rule:court | all
          [court] | V2 | 2001-01-08 | LEC 130-133 | S-LO14
        K2/complaints | day-rule:complaints | consumer
          [working] | V2 | 2025-12-28 | Ley 10/2025 | S-L10
        K2/civil | day-rule:civil | all
          [calendar] | K | 1889-08-16 | CC 5 |
        # rates
        M5/2013H1a | published-default-rate | business + public-body
          775 basis-points | V2 | 2013-01-01..2013-02-23 | Ley 3/2004 art. 7.3 | S-R2015
        M5/2013H1b | published-default-rate | business + public-body
          875 basis-points | V2 | 2013-02-24..2013-06-30 | Ley 3/2004 art. 7.3 | S-R2015
        M5/2013H2 | published-default-rate | business + public-body
          850 basis-points | V3 | 2013-07-01..2013-12-31 | Ley 3/2004 art. 7.3 | S-DOSSIER
        M5/2014H1 | published-default-rate | business + public-body
          825 basis-points | V2 | 2014-01-01..2014-06-30 | Ley 3/2004 art. 7.3 | S-R2015
        M5/2014H2 | published-default-rate | business + public-body
          815 basis-points |
          V1 | 2014-07-01..2014-12-31 | Ley 3/2004 art. 7.3 (BOE-A-2014-6914) | S-BOE-2014-6914
        M5/2015H1 | published-default-rate | business + public-body
          805 basis-points | V2 | 2015-01-01..2015-06-30 | Ley 3/2004 art. 7.3 | S-R2015
        M5/2015H2 | published-default-rate | business + public-body
          805 basis-points | K | 2015-07-01..2015-12-31 | Ley 3/2004 art. 7.3 |
        M5/2016H1 | published-default-rate | business + public-body
          805 basis-points | K | 2016-01-01..2016-06-30 | Ley 3/2004 art. 7.3 |
        M5/2016H2 | published-default-rate | business + public-body
          800 basis-points | K | 2016-07-01..2016-12-31 | Ley 3/2004 art. 7.3 |
        M5/2017H1 | published-default-rate | business + public-body
          800 basis-points | K | 2017-01-01..2017-06-30 | Ley 3/2004 art. 7.3 |
        M5/2017H2 | published-default-rate | business + public-body
          800 basis-points | V2 | 2017-07-01..2017-12-31 | Ley 3/2004 art. 7.3 | S-DOSSIER
        M5/2018H1 | published-default-rate | business + public-body
          800 basis-points | K | 2018-01-01..2018-06-30 | Ley 3/2004 art. 7.3 |
        M5/2018H2 | published-default-rate | business + public-body
          800 basis-points | V2 | 2018-07-01..2018-12-31 | Ley 3/2004 art. 7.3 | S-DOSSIER
        M5/2019H1 | published-default-rate | business + public-body
          800 basis-points | K | 2019-01-01..2019-06-30 | Ley 3/2004 art. 7.3 |
        M5/2019H2 | published-default-rate | business + public-body
          800 basis-points | K | 2019-07-01..2019-12-31 | Ley 3/2004 art. 7.3 |
        M5/2020H1 | published-default-rate | business + public-body
          800 basis-points |
          V1 | 2020-01-01..2020-06-30 | Ley 3/2004 art. 7.3 (BOE-A-2019-18736) | S-BOE-2019-18736
        M5/2020H2 | published-default-rate | business + public-body
          800 basis-points | K | 2020-07-01..2020-12-31 | Ley 3/2004 art. 7.3 |
        M5/2021H1 | published-default-rate | business + public-body
          800 basis-points | K | 2021-01-01..2021-06-30 | Ley 3/2004 art. 7.3 |
        M5/2021H2 | published-default-rate | business + public-body
          800 basis-points | K | 2021-07-01..2021-12-31 | Ley 3/2004 art. 7.3 |
        M5/2022H1 | published-default-rate | business + public-body
          800 basis-points | K | 2022-01-01..2022-06-30 | Ley 3/2004 art. 7.3 |
        M5/2022H2 | published-default-rate | business + public-body
          800 basis-points | K | 2022-07-01..2022-12-31 | Ley 3/2004 art. 7.3 |
        M5/2023H1 | published-default-rate | business + public-body
          1050 basis-points | K | 2023-01-01..2023-06-30 | Ley 3/2004 art. 7.3 |
        M5/2023H2 | published-default-rate | business + public-body
          1200 basis-points | K | 2023-07-01..2023-12-31 | Ley 3/2004 art. 7.3 |
        M5/2024H1 | published-default-rate | business + public-body
          1250 basis-points | K | 2024-01-01..2024-06-30 | Ley 3/2004 art. 7.3 |
        M5/2024H2 | published-default-rate | business + public-body
          1225 basis-points | K | 2024-07-01..2024-12-31 | Ley 3/2004 art. 7.3 |
        M5/2025H1 | published-default-rate | business + public-body
          1115 basis-points | K | 2025-01-01..2025-06-30 | Ley 3/2004 art. 7.3 |
        M5/2025H2 | published-default-rate | business + public-body
          1015 basis-points |
          V2 | 2025-07-01..2025-12-31 | Ley 3/2004 art. 7.3 (BOE-A-2025-13217) | S-BOE-2025-13217
        M5/2026H1 | published-default-rate | business + public-body
          1015 basis-points | V3 | 2026-01-01..2026-06-30 | Ley 3/2004 art. 7.3 (BOE-A-2025-27201) | S-R26H1
        LI/2013 | legal-interest | all
          400 basis-points | V2 | 2013-01-01..2013-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2014 | legal-interest | all
          400 basis-points | V2 | 2014-01-01..2014-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2015 | legal-interest | all
          350 basis-points | V2 | 2015-01-01..2015-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2016 | legal-interest | all
          300 basis-points | V2 | 2016-01-01..2016-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2017 | legal-interest | all
          300 basis-points | V2 | 2017-01-01..2017-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2018 | legal-interest | all
          300 basis-points | V2 | 2018-01-01..2018-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2019 | legal-interest | all
          300 basis-points | V2 | 2019-01-01..2019-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2020 | legal-interest | all
          300 basis-points | V2 | 2020-01-01..2020-12-31 | Ley 24/1984; Ley de Presupuestos | S-padulles
        LI/2021 | legal-interest | all
          300 basis-points | K | 2021-01-01..2021-12-31 | Ley 24/1984; Ley de Presupuestos |
        LI/2022 | legal-interest | all
          300 basis-points | V2 | 2022-01-01..2022-12-31 | Ley 24/1984; Ley de Presupuestos | S-joresp
        LI/2023 | legal-interest | all
          325 basis-points | V2 | 2023-01-01..2023-12-31 | Ley 24/1984; Ley de Presupuestos | S-DOSSIER
        LI/2024 | legal-interest | all
          325 basis-points | K | 2024-01-01..2024-12-31 | Ley 24/1984; Ley de Presupuestos |
        LI/2025 | legal-interest | all
          325 basis-points | K | 2025-01-01..2025-12-31 | Ley 24/1984; Ley de Presupuestos |
        LI/2026 | legal-interest | all
          325 basis-points | K | 2026-01-01..2026-12-31 | Ley 24/1984; Ley de Presupuestos |
        TI/2013 | tax-interest | all
          50000 millionths | V2 | 2013-01-01..2013-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2014 | tax-interest | all
          50000 millionths | V2 | 2014-01-01..2014-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2015 | tax-interest | all
          43750 millionths | V2 | 2015-01-01..2015-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2016 | tax-interest | all
          37500 millionths | V2 | 2016-01-01..2016-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2017 | tax-interest | all
          37500 millionths | V2 | 2017-01-01..2017-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2018 | tax-interest | all
          37500 millionths | V2 | 2018-01-01..2018-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2019 | tax-interest | all
          37500 millionths | V2 | 2019-01-01..2019-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2020 | tax-interest | all
          37500 millionths | V2 | 2020-01-01..2020-12-31 | LGT 26.6; Ley de Presupuestos | S-padulles
        TI/2021 | tax-interest | all
          37500 millionths | K | 2021-01-01..2021-12-31 | LGT 26.6; Ley de Presupuestos |
        TI/2022 | tax-interest | all
          37500 millionths | V2 | 2022-01-01..2022-12-31 | LGT 26.6; Ley de Presupuestos | S-joresp
        TI/2023 | tax-interest | all
          40625 millionths | V2 | 2023-01-01..2023-12-31 | LGT 26.6; Ley de Presupuestos | S-DOSSIER
        TI/2024 | tax-interest | all
          40625 millionths | K | 2024-01-01..2024-12-31 | LGT 26.6; Ley de Presupuestos |
        TI/2025 | tax-interest | all
          40625 millionths | K | 2025-01-01..2025-12-31 | LGT 26.6; Ley de Presupuestos |
        TI/2026 | tax-interest | all
          40625 millionths | K | 2026-01-01..2026-12-31 | LGT 26.6; Ley de Presupuestos |
        # gates
        G/before-due | gate:before-due | all
          [certain; unpaid; no-unexplained-money; undisputed; enforceable; identity; solvent;
          unrestricted; no-agreement]
          K | 2018-12-07 | RGPD art. 5.1.d; CC arts. 1157, 1172-1174 |
        G/reminder | gate:reminder | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          identity; solvent; unrestricted; no-agreement]
          K | 2018-12-07 | RGPD art. 5.1.d; CC arts. 1157, 1172-1174 |
        G/formal-claim | gate:formal-claim | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-12-07 | LOPDGDD art. 20.1.b; CC arts. 1100, 1964 |
        G/agency | gate:agency | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-12-07 | RGPD arts. 5.1.d, 28; LOPDGDD art. 20.1.b |
        G/agency-public | gate:agency | public-body
          [closed]
          K | 2018-12-07 | LO 1/2025 art. 3; LCSP art. 199 |
        G/registry-company | gate:registry | company
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-12-07 | LO 1/1982; RGPD cdo. 14 |
        G/registry-person | gate:registry | natural-person
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          V1 | 2018-12-07 | LOPDGDD art. 20.1, DA 6 | S-LOPD
        G/registry-public | gate:registry | public-body
          [closed]
          K | 2018-12-07 | STS 408/2016 |
        G/court | gate:court | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-12-07 | LEC art. 812; LO 1/2025 art. 5 |
        G/court-public | gate:court | public-body
          [closed]
          K | 2018-12-07 | LO 1/2025 art. 3; LCSP art. 199 |
        # limitation where nothing is said
        QU/company | limitation-uncertain | company
          [general]
          K | 2015-10-07 | CC art. 1964.2 |
        QU/person | limitation-uncertain | natural-person
          [general; sales-and-fees]
          K | 2015-10-07 | CC arts. 1964.2, 1967 |
        QU/public | limitation-uncertain | public-body
          [general]
          K | 2015-10-07 | Ley 47/2003 art. 25 |
        QU/catalonia | limitation-uncertain@catalonia | business + public-body
          [general; periodic; services]
          K | 2004-01-01 | CCCat arts. 121-20, 121-21 |
        QU/catalonia-consumer | limitation-uncertain@catalonia | consumer
          [general; periodic; services; consumer-sales]
          K | 2004-01-01 | CCCat arts. 121-20, 121-21 |
        QU/navarra | limitation-uncertain@navarra | all
          [sales-and-fees]
          K | 2019-10-16 | Fuero Nuevo leyes 23, 25 |
        """
}
