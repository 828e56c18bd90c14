"""What German, French and Spanish files call the fields that our records have."""

from __future__ import annotations

from collections.abc import Mapping

EUROPEAN_KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "email": (
        "e-mail-adresse", "mailadresse", "courriel", "adresse e-mail", "adresse électronique", "correo",
        "correo electrónico",
    ),
    "phone": (
        "telefonnummer", "rufnummer", "festnetz", "téléphone", "numéro de téléphone", "tél", "teléfono",
        "número de teléfono",
    ),
    "url": ("webseite", "internetseite", "internet", "site web", "site internet", "sitio web", "página web"),
    "country": ("staat", "pays", "país"),
    "currency_code": ("devise", "monnaie", "moneda", "divisa"),
}  # fmt: skip
"""By the kind of value; they name a field when it is the first of its kind."""

EUROPEAN_NAME_WORDS: Mapping[str, tuple[str, ...]] = {
    "name": ("bezeichnung", "nom", "nombre"),
    "full_name": ("vollständiger name", "nom complet", "nombre completo"),
    "family_name": ("familienname", "zuname", "nom de famille", "nom", "apellido", "apellidos"),
    "given_name": ("rufname", "prénom", "nombre"),
    "mobile": (
        "mobil", "mobiltelefon", "handynummer", "mobilnummer", "portable", "téléphone portable", "móvil", "celular",
    ),
    "external_id": ("nummer", "kundennummer", "datensatz-id", "numéro", "identifiant", "número", "identificador"),
    "owner": (
        "inhaber", "zuständig", "verantwortlich", "verantwortlicher", "betreuer", "kundenbetreuer", "bearbeiter",
        "vertriebsmitarbeiter", "propriétaire", "responsable", "commercial", "propietario", "vendedor", "comercial",
    ),
    "description": (
        "beschreibung", "kommentar", "kommentare", "bemerkung", "bemerkungen", "notiz", "notizen", "anmerkung",
        "anmerkungen", "nachricht", "commentaire", "commentaires", "remarque", "remarques", "descripción",
        "comentario", "comentarios", "observaciones", "notas", "mensaje",
    ),
    "body": (
        "beschreibung", "kommentar", "notiz", "notizen", "commentaire", "commentaires", "comentario",
        "comentarios", "notas",
    ),
    "postal_code": ("postleitzahl", "code postal", "código postal"),
    "billing_postal_code": ("postleitzahl", "code postal", "código postal"),
    "city": ("ville", "ciudad", "localidad", "población"),
    "billing_city": ("ville", "ciudad", "localidad", "población"),
    "state": ("bundesland", "kanton", "région", "département", "provincia", "estado"),
    "billing_state": ("bundesland", "kanton", "région", "provincia", "estado"),
    "street": ("adresse", "anschrift", "straße und hausnummer", "rue", "calle", "dirección", "domicilio"),
    "billing_street": (
        "adresse", "anschrift", "strasse", "straße und hausnummer", "rechnungsadresse", "rue",
        "adresse de facturation", "calle", "dirección", "domicilio",
    ),
    "job_title": ("funktion", "berufsbezeichnung", "stelle", "fonction", "poste", "cargo", "puesto"),
    "department": ("abteilung", "service", "departamento"),
    "birthday": ("geburtstag", "geburtsdatum", "date de naissance", "fecha de nacimiento"),
    "reports_to": ("vorgesetzter", "vorgesetzte", "supérieur", "superior"),
    "company": (
        "firma", "firmenname", "unternehmen", "kunde", "gesellschaft", "organisation", "société", "entreprise",
        "raison sociale", "empresa", "compañía", "razón social",
    ),
    "employees": (
        "mitarbeiter", "mitarbeiterzahl", "anzahl mitarbeiter", "effectif", "nombre d'employés", "empleados",
        "número de empleados",
    ),
    "annual_revenue": (
        "umsatz", "jahresumsatz", "chiffre d'affaires", "facturación", "ingresos anuales", "facturación anual",
    ),
    "founded": ("gründungsjahr", "gegründet", "année de création", "año de fundación"),
    "industry": ("branche", "wirtschaftszweig", "secteur", "secteur d'activité", "sector", "industria"),
    "parent": ("muttergesellschaft", "mutterkonzern", "société mère", "maison mère", "empresa matriz", "matriz"),
    "tax_number": (
        "ust-idnr", "ust-id", "umsatzsteuer-id", "steuernummer", "numéro de tva", "n° tva", "nif", "cif",
        "número de iva",
    ),
    "source": ("quelle", "lead-quelle", "herkunft", "origine", "provenance", "origen", "fuente"),
    "type": ("typ", "art", "kundentyp", "tipo"),
    "rating": ("bewertung", "einstufung", "évaluation", "calificación"),
    "status": ("lead-status", "statut", "estado"),
    "product_interest": (
        "betreff", "interesse", "produktinteresse", "objet", "intérêt", "asunto", "interés", "producto de interés",
    ),
    "estimated_amount": (
        "betrag", "wert", "geschätzter betrag", "auftragswert", "montant", "valeur",
        "montant estimé", "importe", "valor", "importe estimado",
    ),
    "amount": (
        "betrag", "wert", "summe", "auftragswert", "auftragsvolumen", "volumen", "montant", "valeur", "importe",
        "valor", "monto",
    ),
    "close_on": (
        "abschlussdatum", "erwarteter abschluss", "voraussichtlicher abschluss", "erwartetes abschlussdatum",
        "date de clôture", "date de clôture prévue", "fecha de cierre", "fecha de cierre prevista",
    ),
    "closed_on": ("abgeschlossen am", "date de signature", "fecha de firma"),
    "stage": ("phase", "verkaufsphase", "vertriebsphase", "étape", "phase de vente", "etapa", "fase"),
    "process": ("vertriebsprozess", "verkaufsprozess", "processus de vente", "proceso de venta"),
    "probability": ("wahrscheinlichkeit", "abschlusswahrscheinlichkeit", "probabilité", "probabilidad"),
    "next_step": ("nächster schritt", "nächste schritte", "prochaine étape", "próximo paso", "siguiente paso"),
    "close_reason": ("verlustgrund", "absagegrund", "motif de perte", "raison de la perte", "motivo de pérdida"),
    "campaign": ("kampagne", "campagne", "campaña"),
    "subject": ("betreff", "thema", "objet", "sujet", "asunto"),
    "due_on": ("fällig", "fällig am", "fälligkeit", "échéance", "date d'échéance", "vencimiento"),
    "starts_at": ("beginn", "début", "inicio"),
    "ends_at": ("ende", "fin"),
    "begins_on": ("beginn", "startdatum", "date de début", "fecha de inicio"),
    "ends_on": ("ende", "enddatum", "date de fin", "fecha de fin"),
    "budget": ("presupuesto",),
    "actual_cost": ("kosten", "istkosten", "coût réel", "costo real", "coste real"),
    "code": ("artikelnummer", "artikel-nr", "produktnummer", "référence", "referencia"),
    "family": ("warengruppe", "produktgruppe", "famille", "catégorie", "familia", "categoría"),
    "unit": ("einheit", "mengeneinheit", "unité", "unidad"),
    "price": ("preis", "listenpreis", "prix", "precio"),
    "unit_price": ("preis", "einzelpreis", "stückpreis", "prix unitaire", "precio unitario"),
    "quantity": ("menge", "anzahl", "stückzahl", "quantité", "cantidad"),
    "discount": ("rabatt", "nachlass", "remise", "descuento"),
    "opened_on": ("eröffnet am", "date d'ouverture", "fecha de apertura"),
    "created_at": (
        "erstellt", "erstellt am", "angelegt am", "anlagedatum", "erstellungsdatum", "date de création", "créé le",
        "fecha de creación", "creado el",
    ),
}  # fmt: skip
"""By the name of a field, whatever record type has it."""
