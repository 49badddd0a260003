import Domain
import Testing

@testable import Formats

/// One small invented file for each bank and program: which profile reads it, and what it makes of it.
@Suite struct ProfileTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let profile: String
        /// The movements or invoices: day, minor units, and the text that matters.
        let records: [String]
        let text: String

        var testDescription: String { profile }

        init(_ profile: String, _ records: [String], _ text: String) {
            self.profile = profile
            self.records = records
            self.text = text
        }
    }

    static let banks: [Sample] = [
        Sample(
            "bank-en-n26", ["2024-03-05 -1250 Cafe Sol DE02 | lunch", "2024-03-06 10000 Ana Gil ES91 | F-1"],
            "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\","
                + "\"Account Name\",\"Amount (EUR)\",\"Original Amount\",\"Original Currency\",\"Exchange Rate\"\n"
                + "2024-03-05,2024-03-05,Cafe Sol,DE02,Presentment,lunch,Main,-12.5,-12.5,EUR,1.0\n"
                + "2024-03-06,2024-03-06,Ana Gil,ES91,Credit Transfer,F-1,Main,100.0,,,\n"),
        Sample(
            "bank-en-n26-old", ["2021-03-06 10000 Ana Gil ES91 | F-1"],
            "\"Date\",\"Payee\",\"Account number\",\"Transaction type\",\"Payment reference\","
                + "\"Amount (EUR)\",\"Amount (Foreign Currency)\",\"Type Foreign Currency\",\"Exchange Rate\"\n"
                + "\"2021-03-06\",\"Ana Gil\",\"ES91\",\"Income\",\"F-1\",\"100.0\",\"\",\"\",\"\"\n"),
        Sample(
            "bank-es-n26", ["2021-03-06 10000 Ana Gil ES91 | F-1"],
            "\"Fecha\",\"Beneficiario\",\"Número de cuenta\",\"Tipo de transacción\",\"Referencia de pago\","
                + "\"Cantidad (EUR)\",\"Cantidad (Divisa extranjera)\",\"Tipo de divisa extranjera\","
                + "\"Tipo de cambio\"\n\"2021-03-06\",\"Ana Gil\",\"ES91\",\"Ingreso\",\"F-1\",\"100.0\",\"\",\"\",\"\"\n"
        ),
        Sample(
            "bank-fr-n26", ["2021-03-06 10000 Ana Gil FR76 | F-1"],
            "\"Date\",\"Bénéficiaire\",\"Numéro de compte\",\"Type de transaction\",\"Référence de paiement\","
                + "\"Montant (EUR)\",\"Montant (Devise étrangère)\"\n"
                + "\"2021-03-06\",\"Ana Gil\",\"FR76\",\"Revenu\",\"F-1\",\"100.0\",\"\"\n"),
        Sample(
            "bank-en-revolut", ["2024-01-03 2550 Ana | Payment from Ana", "2024-01-04 -100  | Fee"],
            "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
                + "TOPUP,Current,2024-01-03 10:00:00,2024-01-03 10:00:01,Payment from Ana,25.50,0.00,EUR,COMPLETED,25.50\n"
                + "FEE,Current,2024-01-04 10:00:00,2024-01-04 10:00:01,Fee,-1.00,0.00,EUR,COMPLETED,24.50\n"
                + "CARD_PAYMENT,Current,2024-01-05 10:00:00,,Shop,-9.00,0.00,EUR,PENDING,\n"
                + "CARD_PAYMENT,Current,2024-01-05 10:00:00,2024-01-06 10:00:00,Shop,-9.00,0.00,EUR,REVERTED,\n"
        ),
        Sample(
            "bank-es-revolut", ["2024-01-03 2550  | Pago de Ana"],
            "Tipo,Producto,Fecha de inicio,Fecha de finalización,Descripción,Importe,Comisión,Divisa,State,Saldo\n"
                + "TOPUP,Actual,2024-01-03 10:00:00,2024-01-03 10:00:01,Pago de Ana,25.50,0.00,EUR,COMPLETADO,25.50\n"
        ),
        Sample(
            "bank-fr-revolut", ["2024-01-03 2550  | Paiement"],
            "Type,Produit,Date de début,Date de fin,Description,Montant,Frais,Devise,État,Solde\n"
                + "TOPUP,Actuel,2024-01-03 10:00:00,2024-01-03 10:00:01,Paiement,25.50,0.00,EUR,TERMINÉ,25.50\n"
        ),
        Sample(
            "bank-pt-revolut", ["2024-01-03 2550  | Pagamento"],
            "Tipo,Produto,Data de início,Data de Conclusão,Descrição,Montante,Comissão,Moeda,Estado,Saldo\n"
                + "TOPUP,Atual,2024-01-03 10:00:00,2024-01-03 10:00:01,Pagamento,25.50,0.00,EUR,CONCLUÍDA,25.50\n"
        ),
        Sample(
            "bank-en-wise",
            ["2024-02-03 -4000  | Sent money to Bo F-9 Bo", "2024-03-02 12000 Ana Gil | Received F-1"],
            "\"TransferWise ID\",Date,Amount,Currency,Description,\"Payment Reference\",\"Running Balance\","
                + "\"Exchange From\",\"Exchange To\",\"Exchange Rate\",\"Payer Name\",\"Payee Name\","
                + "\"Payee Account Number\",Merchant,\"Card Last Four Digits\",\"Card Holder Full Name\","
                + "Attachment,Note,\"Total fees\"\n"
                + "TRANSFER-2,02-03-2024,120.00,EUR,Received,F-1,200.00,,,,Ana Gil,,,,,,,,0.00\n"
                + "TRANSFER-1,03-02-2024,-40.00,EUR,\"Sent money to Bo\",F-9,80.00,,,,,Bo,,,,,,,0.50\n"),
        Sample(
            "bank-es-abanca", ["2024-03-02 123456  | TRANSFERENCIA FRA 1"],
            "Fecha ctble.;Fecha valor;Concepto;Importe;Moneda;Saldo;Moneda;Concepto ampliado\n"
                + "02/03/2024;02/03/2024;TRANSFERENCIA;1.234,56;EUR;2.000,00;EUR;FRA 1\n"),
        Sample(
            "bank-es-abanca-web", ["2026-02-27 -402500  | X"],
            "Fecha,Concepto,Saldo,Importe,Fecha operación,Fecha valor\n"
                + "27/02/2026,X,1000.5 €,-4025.0 €,27/02/2026,27/02/2026\n"),
        Sample(
            "bank-en-qonto", ["2024-03-02 -4500 Bo | F-1", "2024-03-03 10000 Ana Gil | F-2"],
            "Status;Settlement date (UTC);Operation date (UTC);Total amount (incl. VAT);Currency;"
                + "Counterparty name;Payment method;Reference\n"
                + "Settled;02-03-2024 10:00:00;02-03-2024 09:00:00;-45.00;EUR;Bo;Transfer;F-1\n"
                + "Settled;03-03-2024 10:00:00;03-03-2024 09:00:00;100.00;EUR;Ana Gil;Transfer;F-2\n"
                + "Pending;;04-03-2024 09:00:00;-5.00;EUR;Bo;Card;\n"),
        Sample(
            "bank-fr-credit-mutuel-montant", ["2024-03-02 -4500  | CARTE SHOP"],
            "Date;Date de valeur;Montant;Libellé;Solde\n02/03/2024;01/03/2024;-45,00;CARTE SHOP;55,00\n"),
        Sample(
            "bank-it-intesa", ["2024-03-02 -4500  | PAGAMENTO NEGOZIO"],
            "Data;Operazione;Dettagli;Conto o carta;Contabilizzazione;Categoria ;Valuta;Importo\n"
                + "02/03/2024;PAGAMENTO;NEGOZIO;Conto 1000/1;CONTABILIZZATO;Altro;EUR;-45,00\n"
                + "03/03/2024;PAGAMENTO;NEGOZIO;Conto 1000/1;NON CONTABILIZZATO;Altro;EUR;-5,00\n"),
        Sample(
            "bank-es-bankia", ["2024-03-02 -4500  | RECIBO LUZ marzo"],
            "Fecha;F. Valor;Descripción;Importe;Divisa;Saldo posterior;Divisa;Concepto 1;Concepto 2;Concepto 3;"
                + "Concepto 4;Concepto 5;Concepto 6\n02/03/2024;02/03/2024;RECIBO;-45,00;EUR;100,00;EUR;LUZ;marzo;;;;\n"
        ),
        Sample(
            "bank-es-caixabank-catalan", ["2024-03-02 4500  | TRANSFER. FRA 7"],
            "Data;Data valor;Moviment;Més dades;Import;Saldo\n02/03/2024;02/03/2024;TRANSFER.;FRA 7;45,00;145,00\n"
        ),
        Sample(
            "bank-fr-banque-postale", ["2024-03-02 -4500  | CARTE 12"],
            "Numéro Compte ;0123456A020\nType ;CCP\nCompte tenu en ;euros\nDate ;31/03/2024\n"
                + "Solde (EUROS) ;100,00\nSolde (FRANCS) ;655,96\n\nDate;Libellé;Montant(EUROS);Montant(FRANCS)\n"
                + "02/03/2024;CARTE 12;-45,00;-295,18\n"),
        Sample(
            "bank-fr-bnp-paribas", ["2024-03-02 -4500  | CB SHOP"],
            "Date operation;Categorie operation;Sous Categorie operation;Libelle operation;Montant operation;"
                + "Pointage operation\n02-03-2024;Achats;Divers;CB SHOP;-45,00;0\n"),
        Sample(
            "bank-fr-bpce", ["2024-03-02 -4500  | CB SHOP PARIS", "2024-03-03 10000  | VIR ANA F-1"],
            "Date de comptabilisation;Libelle simplifie;Libelle operation;Reference;Informations complementaires;"
                + "Type operation;Categorie;Sous categorie;Debit;Credit;Date operation;Date de valeur;Pointage operation\n"
                + "02/03/2024;SHOP;CB SHOP;R1;PARIS;Carte;Achats;Divers;-45,00;;01/03/2024;02/03/2024;0\n"
                + "03/03/2024;ANA;VIR ANA;R2;F-1;Virement;Revenus;Divers;;+100,00;03/03/2024;03/03/2024;0\n"),
        Sample(
            "bank-fr-societe-generale", ["2024-03-02 -4500  | CARTE SHOP PARIS"],
            "=\"00012345678\";01/03/2024;31/03/2024;\nDate de l'opération;Libellé;Détail de l'écriture;"
                + "Montant de l'opération;Devise\n02/03/2024;CARTE SHOP;PARIS;-45,00;EUR\n"),
        Sample(
            "bank-fr-lcl", ["2024-03-02 -4500  | CB SHOP PARIS"],
            "Date;Montant;Libellé;Détail\n02/03/2024;-45,00;CB SHOP;PARIS\n"),
        Sample(
            "bank-pt-millennium-bcp",
            ["2024-03-02 -4500  | COMPRA LOJA", "2024-03-03 10000 ANA | TRF DE ANA"],
            "Data lançamento;Data valor;Descrição;Montante;Tipo;Saldo\n"
                + "02-03-2024;02-03-2024;COMPRA LOJA;-45,00;Débito;55,00\n03-03-2024;03-03-2024;TRF DE ANA;100,00;Crédito;155,00\n"
        ),
        Sample(
            "bank-pt-montepio", ["2024-03-02 -4500  | COMPRA LOJA"],
            "DATA MOV.;DATA-VALOR;DESCRIÇÃO;IMPORTÂNCIA;MOEDA;SALDO CONTABILÍSTICO;SALDO DISPONÍVEL;MOEDA\n"
                + "2024-03-02;2024-03-02;COMPRA LOJA;-45,00;EUR;55,00;55,00;EUR\n"),
        Sample(
            "bank-pt-activobank", ["2024-03-02 -4500  | COMPRA LOJA"],
            "Data Lanc.;Data Valor;Descrição;Valor;Saldo\n02/03/2024;01/03/2024;COMPRA LOJA;-45,00;55,00\n"),
        Sample(
            "bank-pt-novobanco", ["2024-03-02 -4500  | COMPRA LOJA", "2024-03-03 10000  | TRF"],
            "Data Operação;Data Valor;Tipo;Descrição;Débito;Crédito;Saldo Contabilístico\n"
                + "02-03-2024;02-03-2024;DB;COMPRA LOJA;45,00;;55,00\n03-03-2024;03-03-2024;TR;TRF;;100,00;155,00\n"
        ),
        Sample(
            "bank-generic-es", ["2024-03-02 4500 ANA GIL | TRANSFERENCIA"],
            "Fecha de operación;Fecha valor;Concepto;Ordenante;Importe;Divisa;Saldo;Divisa;Nº movimiento;Oficina\n"
                + "02/03/2024;02/03/2024;TRANSFERENCIA;ANA GIL;45,00;EUR;145,00;EUR;7;F-1\n"),
        Sample(
            "bank-generic-pt", ["2024-03-02 -4500  | COMPRA LOJA"],
            "Data Movimento;Data Valor;Descrição do Movimento;Valor em EUR;Saldo em EUR\n"
                + "02-03-2024;01-03-2024;COMPRA LOJA;-45,00;55,00\n"),
        Sample(
            "bank-generic-fr", ["2024-03-02 -4500  | CARTE SHOP"],
            "date_comptabilisation;libellé_complet_operation;montant_operation;devise;\n02/03/2024;CARTE SHOP;-45,00;EUR;\n"
        ),
    ]

    @Test(arguments: banks)
    func everyBankIsReadByItsProfile(_ sample: Sample) throws {
        let reading = try CSVReading(bank: sample.text)
        #expect(reading.outcome.identification.profile == sample.profile)
        #expect(!reading.isRefused, "\(reading.outcome.problems)")
        let found = reading.entries.map { entry in
            let party = [entry.counterparty, entry.counterpartyAccount].filter { !$0.isEmpty }
            return "\(entry.booked) \(entry.amount) \(party.joined(separator: " ")) | \(entry.text)"
        }
        #expect(found == sample.records)
        #expect(!reading.codes.contains(.balanceMismatch))
        #expect(
            FormatReader.identify(Array(sample.text.utf8).span, options: ReadOptions()).format == .bankCSV)
    }

    static let programs: [Sample] = [
        Sample(
            "invoices-en-quickbooks",
            [
                "1001 invoice 2024-03-02 2024-04-01 12100 Ana Gil",
                "7 creditNote 2024-03-03 nil -2000 Ana Gil",
            ],
            "Date,Transaction Type,Num,Name,Memo/Description,Due Date,Amount,Open Balance\n"
                + "2024-03-02,Invoice,1001,Ana Gil,,2024-04-01,121.00,121.00\n"
                + "2024-03-03,Credit Memo,7,Ana Gil,,,-20.00,-20.00\n2024-03-04,Payment,99,Ana Gil,,,-101.00,0.00\n"
        ),
        Sample(
            "invoices-es-quickbooks", ["1001 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Fecha;Tipo de transacción;N.º;Cliente;Nota;Fecha de vencimiento;Saldo;Total;Estado\n"
                + "02/03/2024;Factura;1001;Ana Gil;;01/04/2024;121,00;121,00;Abierta\n"
                + "05/03/2024;Pago;55;Ana Gil;;;0,00;-121,00;Cerrada\n"),
        Sample(
            "invoices-en-odoo", ["INV/2024/00001 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Total Signed,"
                + "Payment Status\nINV/2024/00001,Ana Gil,2024-03-02,2024-04-01,100.00,121.00,Not Paid\n"),
        Sample(
            "invoices-es-odoo", ["F/2024/1 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Número;Cliente;NIF;Fecha de factura;Fecha de vencimiento;Estado;Total;Impuestos;Base imponible;Moneda\n"
                + "F/2024/1;Ana Gil;00000000T;02/03/2024;01/04/2024;Publicado;121,00;21,00;100,00;EUR\n"),
        Sample(
            "invoices-generic-fr", ["FAC/1 invoice 2024-03-02 2024-04-01 12000 Ana Gil"],
            "Numéro;Nom affiché du partenaire de facturation;Date de facturation;Date d'échéance;Hors taxes;"
                + "Total;Montant dû;Statut\nFAC/1;Ana Gil;02/03/2024;01/04/2024;100,00;120,00;120,00;Comptabilisé\n"
        ),
        Sample(
            "invoices-fr-dolibarr", ["FA2403-1 invoice 2024-03-02 2024-04-01 12000 Ana Gil"],
            "Réf.;Date facturation;Date échéance;Tiers;Montant HT;Montant TVA;Montant TTC;État\n"
                + "FA2403-1;02/03/2024;01/04/2024;Ana Gil;100,00;20,00;120,00;Impayée\n"),
        Sample(
            "invoices-generic-fr", ["F-1 invoice 2024-03-02 2024-04-01 12000 Ana Gil"],
            "Date;Numéro de facture;Client;Échéance;Montant HT;TVA;Montant TTC;Restant dû;Statut\n"
                + "02/03/2024;F-1;Ana Gil;01/04/2024;100,00;20,00;120,00;120,00;À encaisser\n"),
        Sample(
            "invoices-generic-es", ["F24/1 invoice 2024-03-02 2024-04-01 10600 Ana Gil"],
            "Fecha;Núm;Vencimiento;Nombre cliente;CIF;Subtotal;IVA;Retención;Total;Cobrado;Pendiente;Estado\n"
                + "02/03/2024;F24/1;01/04/2024;Ana Gil;00000000T;100,00;21,00;15,00;106,00;0,00;106,00;Pendiente\n"
        ),
        Sample(
            "invoices-generic-es", ["F1 invoice 2024-03-02 nil 10600 Ana Gil"],
            "Número;Fecha;Cliente;NIF;Base imponible;% IVA;IVA;% IRPF;IRPF;Total;Estado\n"
                + "F1;02/03/2024;Ana Gil;00000000T;100,00;21,00;21,00;15,00;15,00;106,00;Pendiente\n"),
        Sample(
            "invoices-generic-pt",
            [
                "FT 2024/1 invoice 2024-03-02 2024-04-01 12300 Ana Gil",
                "NC 2024/1 creditNote 2024-03-03 nil -1230 Ana Gil",
            ],
            "Documento;Tipo;Data;Vencimento;Cliente;Contribuinte;Total sem IVA;IVA;Total;Por regularizar\n"
                + "FT 2024/1;FT;02-03-2024;01-04-2024;Ana Gil;123456789;100,00;23,00;123,00;123,00\n"
                + "NC 2024/1;NC;03-03-2024;;Ana Gil;123456789;10,00;2,30;12,30;12,30\n"
                + "FR 2024/1;Fatura-Recibo;03-03-2024;;Ana Gil;123456789;10,00;2,30;12,30;0,00\n"),
        Sample(
            "invoices-generic-en", ["2024-1 invoice 2024-03-02 2024-04-01 12300 Ana Gil"],
            "Document no;Type;Status;Date;Due date;Client;Fiscal ID;Before taxes;Taxes;Total\n"
                + "2024-1;Invoice;final;2024-03-02;2024-04-01;Ana Gil;PT123456789;100.00;23.00;123.00\n"),
        Sample(
            "invoices-en-akaunting", ["INV-1 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "invoice_number,status,invoiced_at,due_at,amount,currency_code,contact_name\n"
                + "INV-1,sent,2024-03-02,2024-04-01,121.00,EUR,Ana Gil\n"),
        Sample(
            "invoices-en-quickbooks", ["1001 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Date,Transaction Type,Num,Name,Due Date,Amount,Open Balance\n"
                + "2024-03-02,Invoice,1001,Ana Gil,2024-04-01,121.00,121.00\n"),
        Sample(
            "invoices-en-odoo", ["INV/1 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Number,Invoice Partner Display Name,Invoice/Bill Date,Due Date,Untaxed Amount Signed,Total Signed,"
                + "Amount Due Signed\nINV/1,Ana Gil,2024-03-02,2024-04-01,100.00,121.00,121.00\n"),
        Sample(
            "invoices-generic-es", ["INV/1 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "Número;Nombre de la empresa en la factura;Fecha de factura;Fecha de vencimiento;"
                + "Base imponible con signo;Total con signo;Importe adeudado con signo\n"
                + "INV/1;Ana Gil;02/03/2024;01/04/2024;100,00;121,00;121,00\n"),
        Sample(
            "invoices-fr-dolibarr", ["FA1 invoice 2024-03-02 2024-04-01 12000 Ana Gil"],
            "Réf. facture;Date facturation;Date échéance;Montant HT;Montant TVA;Montant TTC;Tiers\n"
                + "FA1;02/03/2024;01/04/2024;100,00;20,00;120,00;Ana Gil\n"),
        Sample(
            "invoices-generic-fr", ["F1 invoice 2024-03-25 nil 12000 Ana Gil"],
            "N° de facture;Date;Client;Montant HT;Montant TTC;Restant dû\n"
                + "F1;25/03/2024;Ana Gil;100,00;120,00;120,00\n"),
        Sample(
            "invoices-generic-en", ["A-0001 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "id,Number,Created (UTC),Due Date (UTC),Amount Due,Currency,Customer Name,Customer Email,Status,Total\n"
                + "in_1,A-0001,2024-03-02 10:11,2024-04-01 10:11,121.00,eur,Ana Gil,a@b.example,open,121.00\n"
                + "in_2,,2024-03-02 10:11,,9.00,eur,Ana Gil,a@b.example,draft,9.00\n"),
        Sample(
            "invoices-en-erpnext", ["ACC-SINV-1 invoice 2024-03-02 2024-04-01 12100 Ana Gil"],
            "ID,Customer,Date,Due Date,Grand Total,Outstanding Amount,Currency,Status\n"
                + "ACC-SINV-1,Ana Gil,2024-03-02,2024-04-01,121.00,121.00,EUR,Unpaid\n"
                + "ACC-SINV-2,Ana Gil,2024-03-02,2024-04-01,9.00,9.00,EUR,Draft\n"),
        Sample(
            "invoices-generic-pt", ["FT 1/2 invoice 2024-03-02 2024-04-01 12300 Ana Gil"],
            "Documento;Data;Vencimento;Cliente;NIF;Total s/ IVA;Total c/ IVA\n"
                + "FT 1/2;02-03-2024;01-04-2024;Ana Gil;501442600;100,00;123,00\n"),
        Sample(
            "invoices-es-factusol", ["1/17 invoice 2024-03-02 nil 12100 Ana Gil"],
            "Tipo;Código;Fecha;Cliente;Nombre;Base;IVA;Total\n1;17;02/03/2024;430;Ana Gil;100,00;21,00;121,00\n"
        ),
        Sample(
            "invoices-generic-es", ["A/17 invoice 2024-03-02 nil 12100 Ana Gil"],
            "Fecha expedición;Serie;Número;Número-Final;NIF Destinatario;Nombre Destinatario;Base imponible;"
                + "Cuota IVA;Total factura\n02/03/2024;A;17;;00000000T;Ana Gil;100,00;21,00;121,00\n"),
        Sample(
            "invoices-generic-es", ["A/17 invoice 2024-03-02 nil 12100 Ana Gil"],
            "Serie;Número;Fecha;Cliente;Razón social;NIF contacto;Total\n"
                + "A;17;02/03/2024;430;Ana Gil\u{A0};00000000T\u{A0};121,00\n"),
    ]

    @Test(arguments: programs)
    func everyProgramIsReadByItsProfile(_ sample: Sample) throws {
        let reading = try CSVReading(invoices: sample.text)
        #expect(reading.outcome.identification.profile == sample.profile)
        #expect(!reading.isRefused, "\(reading.outcome.problems)")
        let found = reading.invoices.map { invoice in
            let due = invoice.due.map { "\($0)" } ?? "nil"
            return
                "\(invoice.number) \(invoice.kind) \(invoice.issued) \(due) \(invoice.payable) \(invoice.buyer.name)"
        }
        #expect(found == sample.records)
        #expect(!reading.codes.contains(.totalsDiffer))
        #expect(
            FormatReader.identify(Array(sample.text.utf8).span, options: ReadOptions()).format == .invoiceCSV)
    }

    /// A person can say otherwise, the program alone does not take it for movements.
    @Test func aTableWithADueDateIsNotOfABank() {
        for heading in [
            "Date,Description,Amount,Balance,Due date", "Fecha;Concepto;Importe;Saldo;Vencimiento",
            "Date;Libellé;Montant;Échéance", "Data;Descrição;Montante;Vencimento",
        ] {
            let bytes = Array("\(heading)\n".utf8)
            #expect(FormatReader.identify(bytes.span, options: ReadOptions()).format != .bankCSV)
        }
    }

    @Test func aBalanceThatAProfileDoesNotNameIsRead() throws {
        let heading = "Date;Libellé;Débit euros;Crédit euros"
        let reading = try CSVReading(bank: "\(heading);Solde\n02/03/2024;A;;5,00;15,00\n")
        #expect(reading.outcome.identification.profile == "bank-fr-credit-agricole")
        #expect(reading.entries.map(\.balanceAfter) == [1500])
        let available = try CSVReading(bank: "\(heading);Disponible\n02/03/2024;A;;5,00;15,00\n")
        #expect(available.entries.map(\.balanceAfter) == [nil])
    }

    @Test func aPerCentColumnIsNotTheAmount() {
        #expect(HeadingText.split("% IVA").words == "pct iva")
        #expect(HeadingText.split("IRPF (%)").words == "irpf pct")
        #expect(HeadingText.split("Importe (€)").words == "importe")
    }

    @Test func aProfileOfTheWorkspaceWinsOverABank() throws {
        var options = ReadOptions()
        options.profiles = [
            TableProfile(
                name: "nuestro-n26", role: .bank,
                columns: ["booked": ["Booking Date"], "amount": ["Original Amount"], "text": ["Type"]])
        ]
        let text = try #require(Self.banks.first).text
        let reading = try CSVReading(bank: text, options: options)
        #expect(reading.outcome.identification.profile == "nuestro-n26")
        #expect(reading.entries.map(\.text) == ["Presentment"])
    }

    @Test func aPaymentInAListOfInvoicesIsNoDebt() throws {
        let sample = try #require(Self.programs.first)
        #expect(try CSVReading(invoices: sample.text).codes.contains(.invoiceNotDebt))
    }

    /// Every phrase that begins another would hide it from a reader that takes the first one.
    @Test func theLongestPhraseNamesTheOtherParty() {
        #expect(CounterpartyPhrase.name(in: "Transferencia a favor de EVA", isCredit: false) == "EVA")
        #expect(CounterpartyPhrase.name(in: "Transferencia a EVA", isCredit: false) == "EVA")
        #expect(CounterpartyPhrase.name(in: "TRANSFERENCIA A SU FAVOR DE EVA", isCredit: true) == "EVA")
        #expect(CounterpartyPhrase.name(in: "Transferencia a su favor", isCredit: false).isEmpty)
        #expect(CounterpartyPhrase.name(in: "VIREMENT REÇU DE EVA", isCredit: true) == "EVA")
        #expect(CounterpartyPhrase.name(in: "Transfer", isCredit: true).isEmpty)
    }
}
