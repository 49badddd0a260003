/// What every row of `Resources/fr` must say, as the dossier (`law.md`) has it. Nothing here is made from the data
/// when the tests run: who changes a row changes it here too, and says why.
///
/// A row is: id, rule:subject@governing law, debtors; value and unit, confidence, days, article, source.
extension LawPackRows {
    static let france = """
        # payment-terms
        F1 | payment-term:no-agreed-term | business
          30 days | V2 | 2009-01-01 | C. com. L441-10 I | S-FR441
        F2 | payment-term-maximum:agreed | business
          60 days | V2 | 2009-01-01 | C. com. L441-10 I | S-FR441
        F2/end-of-month | payment-term-maximum:agreed-end-of-month | business
          45 days | V2 | 2009-01-01 | C. com. L441-10 I | S-FR441
        F2/periodic | payment-term-maximum:periodic | business
          45 days | V2 | 2009-01-01 | C. com. L441-10 I | S-FR441
        F6/term | payment-term:no-agreed-term | public-body
          30 days | K | 2019-04-01 | CCP L2192-10 |
        F6/hospitals | payment-term:public-hospital | public-body
          50 days | K | 2019-04-01 | CCP L2192-10 |
        F6/firms | payment-term:public-firm | public-body
          60 days | K | 2019-04-01 | CCP L2192-10 |
        # interest
        F3 | default-margin | business
          1000 basis-points | V2 | 2009-01-01 | C. com. L441-10 II | S-FR441
        F3/floor | agreed-rate:multiple-of-legal-interest | business
          [3 times legal interest] | V2 | 2009-01-01 | C. com. L441-10 II | S-FR441
        F4 | default-needs-demand | business
          0 flag | V2 | 2009-01-01 | C. com. L441-10 II | S-FR441
        F5 | fixed-recovery-sum | business
          4000 euro-cents | K | 2013-01-01 | C. com. D441-5 | S-FR441
        F6/margin | default-margin | public-body
          800 basis-points | V2 | 2019-04-01 | CCP R2192-31 | S-DOSSIER
        F6/sum | fixed-recovery-sum | public-body
          4000 euro-cents | K | 2019-04-01 | CCP D2192-35 |
        F7/demand | default-needs-demand | consumer
          1 flag | K | 2016-10-01 | C. civ. 1231-6, 1344 |
        F7/interest | legal-interest-applies | consumer
          1 flag | K | 2016-10-01 | C. civ. 1231-6 |
        F7/costs | conduct:collection-costs | consumer
          0 flag | K | 2012-06-01 | CPCE L111-8 |
        # limitation
        F8 | limitation:general | business
          5 years | V2 | 2008-06-19 | C. civ. 2224; C. com. L110-4 | S-FRpres
        F9 | limitation:general | consumer
          2 years | V2 | 2008-06-19 | C. conso. L218-2 | S-FRpres
        F10/notice | interruption:extrajudicial-claim | all
          0 flag | V2 | 2008-06-19 | C. civ. 2240-2244 | S-FRpres
        F10/acknowledgement | interruption:acknowledgement | all
          1 flag | V2 | 2008-06-19 | C. civ. 2240 | S-FRpres
        F10/court | interruption:court-action | all
          1 flag | V2 | 2008-06-19 | C. civ. 2241 | S-FRpres
        F10/enforcement | interruption:enforcement-act | all
          1 flag | V2 | 2008-06-19 | C. civ. 2244 | S-FRpres
        # recovery
        F11 | conduct:collector-letter | all
          [collector; creditor; basis; principal and interest apart; how to pay; text of L111-8] |
          V2 | 2012-06-01 | CPCE R124-4 | S-DOSSIER
        F12 | registry-open | all
          0 flag | K | 2010-11-01 | Banque de France (FICP, FIBEN) |
        F13/deletion | conduct:own-list-deletion | natural-person
          48 hours | K | 2018-05-25 | CNIL, référentiel impayés |
        F13/maximum | conduct:own-list-maximum | natural-person
          3 years | K | 2018-05-25 | CNIL, référentiel impayés |
        F14 | court-route:order-opposition | all
          1 months | V2 | 1976-01-01 | CPC 1405-1424 | S-DOSSIER
        F15/2026 | court-route:order-service | all
          6 months | V2 | 1976-01-01..2026-08-31 | CPC 1411 | S-FR96
        F15 | court-route:order-service | all
          3 months | V2 | 2026-09-01 | décret 2026-96 | S-FR96
        F16/told | court-route:opposition-told | all
          1 months | V2 | 2026-09-01 | décret 2026-96 | S-FR96
        F16/enforce | court-route:enforce-after | all
          2 months | V2 | 2026-09-01 | décret 2026-96 | S-FR96
        F17 | court-route:small-claims-maximum | all
          500000 euro-cents | K | 2016-06-01 | CPCE L125-1 |
        F18 | court-route:prior-attempt-up-to | all
          500000 euro-cents | K | 2020-01-01 | CPC 750-1 |
        F19 | insolvency:file-claim | all
          2 months | K | 2006-01-01 | C. com. L622-21, R622-24 |
        F20/large | electronic-invoice:duty-large | business
          1 flag | V2 | 2026-09-01 | reforma de la facturación electrónica | S-DOSSIER
        F20/small | electronic-invoice:duty-all | business
          1 flag | V2 | 2027-09-01 | reforma de la facturación electrónica | S-DOSSIER
        F20/statuses | electronic-invoice:statuses | business
          [Déposée; Rejetée; Refusée; Encaissée] |
          V2 | 2026-09-01 | reforma de la facturación electrónica | S-DOSSIER
        F20/codes | electronic-invoice:status-codes | business
          [200; 213; 210; 212] | K | 2026-09-01 | reforma de la facturación electrónica |
        F21 | court-route:uncontested-title | business
          0 flag | K | 2025-01-01 | proyecto de ley |
        # allocation
        FA1 | allocation:order | all
          [debtor's choice; due debts; the debtor's greatest interest; oldest; pro rata] |
          K | 2016-10-01 | C. civ. 1342-10 |
        FA2 | allocation:interest-first | all
          1 flag | K | 2016-10-01 | C. civ. 1343-1 |
        # calendar
        HD/new-year | national-holiday:new-year | all
          101 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/easter-monday | national-holiday:easter-monday | all
          1 days-after-easter | K | 1990-01-01 | C. trav. L3133-1 |
        HD/labour-day | national-holiday:labour-day | all
          501 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/victory | national-holiday:victory-day | all
          508 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/ascension | national-holiday:ascension | all
          39 days-after-easter | K | 1990-01-01 | C. trav. L3133-1 |
        HD/whit-monday | national-holiday:whit-monday | all
          50 days-after-easter | K | 1990-01-01 | C. trav. L3133-1 |
        HD/national-day | national-holiday:national-day | all
          714 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/assumption | national-holiday:assumption | all
          815 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/all-saints | national-holiday:all-saints | all
          1101 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/armistice | national-holiday:armistice | all
          1111 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        HD/christmas | national-holiday:christmas | all
          1225 month-day | K | 1990-01-01 | C. trav. L3133-1 |
        # rates
        F3/2023H1 | published-default-rate | business
          1250 basis-points | K | 2023-01-01..2023-06-30 | C. com. L441-10 II |
        F3/2023H2 | published-default-rate | business
          1400 basis-points | K | 2023-07-01..2023-12-31 | C. com. L441-10 II |
        F3/2024H1 | published-default-rate | business
          1450 basis-points | K | 2024-01-01..2024-06-30 | C. com. L441-10 II |
        F3/2024H2 | published-default-rate | business
          1425 basis-points | V2 | 2024-07-01..2024-12-31 | C. com. L441-10 II | S-DOSSIER
        F3/2025H1 | published-default-rate | business
          1315 basis-points | K | 2025-01-01..2025-06-30 | C. com. L441-10 II |
        F3/2025H2 | published-default-rate | business
          1215 basis-points | K | 2025-07-01..2025-12-31 | C. com. L441-10 II |
        F3/2026H1 | published-default-rate | business
          1215 basis-points | V3 | 2026-01-01..2026-06-30 | C. com. L441-10 II | S-R26H2
        F3/2026H2 | published-default-rate | business
          1240 basis-points | V3 | 2026-07-01..2026-12-31 | C. com. L441-10 II | S-R26H2
        # gates
        G/before-due | gate:before-due | all
          [certain; unpaid; no-unexplained-money; undisputed; enforceable; identity; solvent;
          unrestricted; no-agreement]
          K | 2018-05-25 | RGPD art. 5.1.d; Code civil art. 1342 |
        G/reminder | gate:reminder | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | RGPD art. 5.1.d; Code civil art. 1342 |
        G/formal-claim | gate:formal-claim | all
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | Code civil arts. 1231-5, 1344, 2224 |
        G/agency | gate:agency | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | RGPD art. 28; CPCE arts. R. 124-1 s. |
        G/agency-public | gate:agency | public-body
          [closed]
          K | 2018-05-25 | CJA art. L. 911-9 |
        G/registry | gate:registry | all
          [closed]
          K | 2018-05-25 | CNIL, fichiers de mauvais payeurs |
        G/court | gate:court | business + consumer
          [certain; due; unpaid; statements-cover; no-unexplained-money; undisputed; enforceable;
          demanded; above-minimum; identity; solvent; unrestricted; no-agreement]
          K | 2018-05-25 | CPC arts. 1405 s. |
        G/court-public | gate:court | public-body
          [closed]
          K | 2018-05-25 | CJA art. L. 911-9 |
        # limitation where nothing is said
        FU | limitation-uncertain | business + consumer
          [general]
          K | 2008-06-19 | Code de commerce art. L. 110-4; Code de la consommation art. L. 218-2 |
        """
}
