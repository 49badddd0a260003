/// What kinds of words a word belongs to.
struct WordKinds: OptionSet {
    let rawValue: UInt8
    /// Says that the number after it is an invoice's: `FRA`.
    static let cue = WordKinds(rawValue: 1)
    /// Says that the number after it is something else: `PEDIDO`.
    static let foreign = WordKinds(rawValue: 2)
    /// Speaks of the payer's own paper, of money given back.
    static let refund = WordKinds(rawValue: 4)
    /// Speaks of what is not invoiced yet.
    static let advance = WordKinds(rawValue: 8)
    /// Says no more than that an invoice is paid: Spanish, Catalan, Portuguese, French, English.
    static let plain = WordKinds(rawValue: 16)
    /// `N.`, `NUM`: a number follows, not of what.
    static let filler = WordKinds(rawValue: 32)
}

/// Words that say what the number after them is, and what the money is for.
enum NumberCues {
    private static let lists: [(WordKinds, String)] = [
        (
            .cue,
            """
            FRA FRAS FACT FACTURA FACTURAS FACTS FT FTRA FAC NUM NUMERO N NO NUMFACTURA RECIBO PAGO INVOICE
            INV FACTURE FATURA Y E A AL
            """
        ),
        (
            .foreign,
            """
            CONTRATO CONTRAT PEDIDO ALBARAN ALB TEL TELEFONO TFNO MOVIL EXPEDIENTE EXP POLIZA CLIENTE OFERTA
            PRESUPUESTO CP COMERCIO TARJETA PRESTAMO LOTE ORDEN MODELO CUENTA CTA OP OPERACION MATRICULA DNI
            NIF CIF SOCIO
            """
        ),
        (
            .refund,
            """
            NUESTRA NUESTRO NTRA NTRO DEVOLUCION DEVOL REEMBOLSO REINTEGRO RECTIFICACION REFUND
            REMBOURSEMENT REEMBOLSOS DEVOLUCIONES
            """
        ),
        (
            .advance,
            """
            ANTICIPO ANTICIPADO PROFORMA PEDIDO SENAL RESERVA PROVISION PRESUPUESTO DEPOSITO FIANZA ACOMPTE
            ADIANTAMENTO
            """
        ),
        (
            .plain,
            """
            PAGO PAGOS PAGAMENT PAGAMENTO PAIEMENT PAYMENT FACTURA FACTURAS FACTURE FATURA FRA FRAS FACT FT
            SU SUS DE LA EL LAS LOS DEL A Y E EN POR TRANSFERENCIA TRANSF TRANSFERENCIAS RECIBIDA FAVOR
            CONCEPTO CONCEP CUOTA CUOTAS MENSUAL MENSUALIDAD SERVICIOS SERVICIO PROVEEDORES PROVEEDOR
            CONFIRMING PENDIENTE PENDIENTES ABONO GRACIAS NUM NUMERO SEGUN CONTRATO INGRESO EFECTIVO CHEQUE
            IMPORTE TOTAL LIQUIDACION SALDO CUENTA INVOICE VIREMENT SERVICES SERVEIS MES DTO PP DESCUENTO
            PRONTO IRPF RETENCION MENOS COMISION PARTE PARCIAL PLAZO ENTREGA FRACCIONADO PRIMER SEGUNDO
            ULTIMO ORDEN ORDENANTE
            """
        ),
        (.filler, "N NO NUM NUMERO"),
    ]

    private static let table: (words: TextNumbers, kinds: [WordKinds]) = {
        var words = TextNumbers()
        var kinds: [WordKinds] = []
        for (kind, list) in lists {
            for word in list.split(whereSeparator: \.isWhitespace) {
                let number = Int(words.number(String(word)))
                if number == kinds.count { kinds.append([]) }
                kinds[number].insert(kind)
            }
        }
        return (words, kinds)
    }()

    static func kinds(_ word: ArraySlice<UInt8>) -> WordKinds {
        guard word.count <= longest, let number = table.words.find(word) else { return [] }
        return table.kinds[Int(number)]
    }

    /// Letters of the longest word.
    private static let longest = 16

    /// Whether a word says what else the money may be for: `VENTA VEHICULO`.
    static func isOtherPurpose(_ word: ArraySlice<UInt8>) -> Bool { !kinds(word).contains(.plain) }
    static func isCue(_ word: ArraySlice<UInt8>) -> Bool { kinds(word).contains(.cue) }
    static func isFiller(_ word: ArraySlice<UInt8>) -> Bool { kinds(word).contains(.filler) }
    static func isForeign(_ word: ArraySlice<UInt8>) -> Bool { kinds(word).contains(.foreign) }
}
