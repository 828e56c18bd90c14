-- version 0070
CREATE FUNCTION allocations_fit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce((
  (SELECT status = 'issued' FROM invoices WHERE id = NEW.invoice_id)
  AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE invoice_id = NEW.invoice_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM invoices WHERE id = NEW.invoice_id)
  AND (NEW.write_off_reason IS NULL OR (SELECT coalesce(sum(amount), 0) FROM allocations
       WHERE invoice_id = NEW.invoice_id AND write_off_reason IS NOT NULL) + NEW.amount >= 0)
  AND (NEW.payment_id IS NULL OR (
    (SELECT currency FROM payments WHERE id = NEW.payment_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id) + NEW.amount
        BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT currency FROM credit_notes WHERE id = NEW.credit_note_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
        BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
          - (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE credit_note_id = NEW.credit_note_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0))
), false)
  THEN RAISE EXCEPTION 'this allocation is more than what is open'; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION allocations_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'allocations are never changed'; END $$;

CREATE FUNCTION credit_note_lines_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = OLD.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = NEW.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION credit_note_orders_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = OLD.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = NEW.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION credit_notes_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status <> 'draft'
  THEN RAISE EXCEPTION 'credit_notes that were issued are never changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION discounts_taken_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'discounts_taken are never changed'; END $$;

CREATE FUNCTION events_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'events are never changed'; END $$;

CREATE FUNCTION invoice_instalments_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'invoice_instalments are never changed'; END $$;

CREATE FUNCTION invoice_lines_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM invoices WHERE id = OLD.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION invoice_orders_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM invoices WHERE id = OLD.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION invoices_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status <> 'draft'
  THEN RAISE EXCEPTION 'invoices that were issued are never changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION issued_e_invoices_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'issued_e_invoices are never changed'; END $$;

CREATE TABLE opportunities (
    name character varying(255) NOT NULL,
    account_id integer,
    contact_id integer,
    amount bigint,
    close_on date,
    stage_id integer NOT NULL,
    state character varying(40) NOT NULL,
    next_step character varying(255),
    next_step_on date,
    process_id integer NOT NULL,
    currency character varying(3) NOT NULL,
    probability bigint NOT NULL,
    forecast_category character varying(40),
    type character varying(40),
    competitor character varying(200),
    price_book_id integer,
    description text,
    amount_in_company bigint,
    weighted bigint NOT NULL,
    actual_amount bigint,
    closed_on date,
    close_reason_id integer,
    close_note text,
    stage_entered_at timestamp with time zone NOT NULL,
    touched_at timestamp with time zone NOT NULL,
    amount_follows_lines boolean NOT NULL,
    lead_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    owner_id integer,
    renewal_of_id integer,
    campaign_id integer,
    rank bigint DEFAULT 0 NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    source character varying(40),
    typed_amount bigint,
    business_unit_id integer
);

CREATE FUNCTION opportunity_totals_add(o opportunities, sign integer) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO opportunity_totals AS t (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
  VALUES (o.stage_id, coalesce(o.owner_id, 0), o.currency, sign, sign * coalesce(o.amount, 0),
          sign * coalesce(o.amount_in_company, 0), sign * o.weighted)
  ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = t.count + excluded.count, amount = t.amount + excluded.amount,
    amount_in_company = t.amount_in_company + excluded.amount_in_company, weighted = t.weighted + excluded.weighted;
END $$;

CREATE FUNCTION opportunity_totals_keep() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  was boolean := TG_OP <> 'INSERT' AND OLD.state = 'open' AND OLD.deleted_at IS NULL;
  stands boolean := TG_OP <> 'DELETE' AND NEW.state = 'open' AND NEW.deleted_at IS NULL;
BEGIN
  IF was AND stands AND (NEW.stage_id, coalesce(NEW.owner_id, 0), NEW.currency)
                      < (OLD.stage_id, coalesce(OLD.owner_id, 0), OLD.currency) THEN
    PERFORM opportunity_totals_add(NEW, 1);
    PERFORM opportunity_totals_add(OLD, -1);
    RETURN NULL;
  END IF;
  IF was THEN PERFORM opportunity_totals_add(OLD, -1); END IF;
  IF stands THEN PERFORM opportunity_totals_add(NEW, 1); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION payments_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'payments are never changed'; END $$;

CREATE FUNCTION quote_lines_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (SELECT status FROM quotes
      WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.quote_id ELSE OLD.quote_id END) <> 'draft'
  THEN RAISE EXCEPTION 'quotes that are no drafts keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION quote_options_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (SELECT status FROM quotes
      WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.quote_id ELSE OLD.quote_id END) <> 'draft'
  THEN RAISE EXCEPTION 'quotes that are no drafts keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION quotes_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR OLD.account_id IS DISTINCT FROM NEW.account_id OR OLD.contact_id IS DISTINCT FROM NEW.contact_id OR OLD.currency IS DISTINCT FROM NEW.currency OR OLD.rate IS DISTINCT FROM NEW.rate OR OLD.payment_days IS DISTINCT FROM NEW.payment_days OR OLD.customer_reference IS DISTINCT FROM NEW.customer_reference OR OLD.language IS DISTINCT FROM NEW.language OR OLD.billing_address IS DISTINCT FROM NEW.billing_address OR OLD.shipping_address IS DISTINCT FROM NEW.shipping_address OR OLD.discount IS DISTINCT FROM NEW.discount OR OLD.net IS DISTINCT FROM NEW.net OR OLD.tax IS DISTINCT FROM NEW.tax OR OLD.total IS DISTINCT FROM NEW.total OR OLD.taxes IS DISTINCT FROM NEW.taxes OR OLD.notes IS DISTINCT FROM NEW.notes OR OLD.terms IS DISTINCT FROM NEW.terms OR OLD.number IS DISTINCT FROM NEW.number OR OLD.revision IS DISTINCT FROM NEW.revision OR OLD.valid_until IS DISTINCT FROM NEW.valid_until OR OLD.adjustments IS DISTINCT FROM NEW.adjustments OR OLD.round_to IS DISTINCT FROM NEW.round_to OR OLD.payment_plan IS DISTINCT FROM NEW.payment_plan OR OLD.shipping_parts IS DISTINCT FROM NEW.shipping_parts OR OLD.offered_net IS DISTINCT FROM NEW.offered_net OR OLD.offered_tax IS DISTINCT FROM NEW.offered_tax OR OLD.offered_total IS DISTINCT FROM NEW.offered_total OR OLD.accepted_options IS NOT NULL AND OLD.accepted_options IS DISTINCT FROM NEW.accepted_options OR OLD.accepted_net IS NOT NULL AND OLD.accepted_net IS DISTINCT FROM NEW.accepted_net OR OLD.accepted_tax IS NOT NULL AND OLD.accepted_tax IS DISTINCT FROM NEW.accepted_tax OR OLD.accepted_total IS NOT NULL AND OLD.accepted_total IS DISTINCT FROM NEW.accepted_total OR OLD.accepted_hash IS NOT NULL AND OLD.accepted_hash IS DISTINCT FROM NEW.accepted_hash)
  OR OLD.status = 'in_approval' AND (OLD.currency IS DISTINCT FROM NEW.currency OR OLD.discount IS DISTINCT FROM NEW.discount OR OLD.total IS DISTINCT FROM NEW.total)
  THEN RAISE EXCEPTION 'quotes that are no drafts keep what they say'; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION refunds_fit() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce((
  (NEW.reverses_id IS NULL OR NEW.amount = -(SELECT amount FROM refunds WHERE id = NEW.reverses_id))
  AND (NEW.payment_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE payment_id = NEW.payment_id) + NEW.amount
      BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id)
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT coalesce(sum(amount), 0) FROM refunds WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)
        - (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id)))
), false)
  THEN RAISE EXCEPTION 'this refund is more than what is free'; END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION refunds_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN RAISE EXCEPTION 'refunds are never changed'; END $$;

CREATE TABLE accounting_settings (
    chart character varying(40) NOT NULL,
    consultant integer,
    client integer,
    digits integer NOT NULL,
    first_debtor integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE accounting_settings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE accounting_settings_id_seq OWNED BY accounting_settings.id;

CREATE TABLE accounts (
    name character varying(255) NOT NULL,
    type character varying(40) NOT NULL,
    industry character varying(40),
    phone character varying(50),
    website character varying(500),
    owner_id integer,
    description text,
    billing_street character varying(255),
    billing_city character varying(120),
    billing_state character varying(120),
    billing_postal_code character varying(20),
    billing_country character varying(2),
    shipping_street character varying(255),
    shipping_city character varying(120),
    shipping_state character varying(120),
    shipping_postal_code character varying(20),
    shipping_country character varying(2),
    parent_id integer,
    employees integer,
    annual_revenue bigint,
    founded integer,
    source character varying(40),
    tax_number character varying(40),
    currency character varying(3),
    price_book_id integer,
    payment_days integer,
    language character varying(40),
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    invoice_email character varying(254),
    e_invoice character varying(40),
    buyer_reference character varying(120),
    payment_terms_id integer,
    fapiao_title character varying(200),
    fapiao_kind character varying(40),
    business_unit_id integer
);

CREATE SEQUENCE accounts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE accounts_id_seq OWNED BY accounts.id;

CREATE TABLE activities (
    subject character varying(255) NOT NULL,
    kind character varying(40) NOT NULL,
    status character varying(40) NOT NULL,
    due_on date,
    starts_at timestamp with time zone,
    ends_at timestamp with time zone,
    owner_id integer,
    body text,
    outcome character varying(40),
    done_at timestamp with time zone,
    subject_type character varying(40),
    subject_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    subject_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE activities_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE activities_id_seq OWNED BY activities.id;

CREATE TABLE allocations (
    invoice_id integer NOT NULL,
    payment_id integer,
    credit_note_id integer,
    write_off_reason text,
    amount bigint NOT NULL,
    allocated_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    discount_id integer,
    author_limit bigint,
    CONSTRAINT ck_allocations_amount CHECK ((amount <> 0)),
    CONSTRAINT ck_allocations_source CHECK ((((
CASE
    WHEN (payment_id IS NULL) THEN 0
    ELSE 1
END +
CASE
    WHEN (credit_note_id IS NULL) THEN 0
    ELSE 1
END) +
CASE
    WHEN (write_off_reason IS NULL) THEN 0
    ELSE 1
END) = 1))
);

CREATE SEQUENCE allocations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE allocations_id_seq OWNED BY allocations.id;

CREATE TABLE assignment_rule_people (
    rule_id integer NOT NULL,
    user_id integer NOT NULL
);

CREATE TABLE assignment_rules (
    name character varying(80) NOT NULL,
    active boolean NOT NULL,
    "position" integer NOT NULL,
    asked jsonb NOT NULL,
    receiver character varying(40) NOT NULL,
    team character varying(80),
    queue_id integer,
    sharing character varying(40) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE assignment_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE assignment_rules_id_seq OWNED BY assignment_rules.id;

CREATE TABLE assignment_turns (
    rule_id integer NOT NULL,
    user_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE assignment_turns_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE assignment_turns_id_seq OWNED BY assignment_turns.id;

CREATE TABLE badge_rules (
    name character varying(80) NOT NULL,
    metric character varying(40) NOT NULL,
    period character varying(40) NOT NULL,
    threshold integer NOT NULL,
    active boolean NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    fewest integer
);

CREATE SEQUENCE badge_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE badge_rules_id_seq OWNED BY badge_rules.id;

CREATE TABLE badges (
    rule_id integer NOT NULL,
    user_id integer NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    name character varying(80) NOT NULL,
    metric character varying(20) NOT NULL,
    value bigint NOT NULL,
    currency character varying(3) NOT NULL,
    awarded_at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE badges_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE badges_id_seq OWNED BY badges.id;

CREATE TABLE bank_accounts (
    name character varying(80) NOT NULL,
    currency character varying(3),
    account_number character varying(60) NOT NULL,
    bic character varying(11),
    bank character varying(255),
    bank_code character varying(40),
    is_default boolean NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE bank_accounts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bank_accounts_id_seq OWNED BY bank_accounts.id;

CREATE TABLE bank_bookings (
    statement_id integer NOT NULL,
    key character varying(64) NOT NULL,
    booked_on date NOT NULL,
    valued_on date,
    amount bigint NOT NULL,
    currency character varying(3) NOT NULL,
    name character varying(200) NOT NULL,
    payer_account character varying(60) NOT NULL,
    text text NOT NULL,
    reference character varying(200) NOT NULL,
    state character varying(20) NOT NULL,
    payment_id integer,
    recorded boolean NOT NULL,
    note text,
    settled_at timestamp with time zone,
    by_id integer,
    id integer NOT NULL,
    like_id integer,
    CONSTRAINT ck_bank_bookings_matched CHECK ((((state)::text = 'matched'::text) = (payment_id IS NOT NULL)))
);

CREATE SEQUENCE bank_bookings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bank_bookings_id_seq OWNED BY bank_bookings.id;

CREATE TABLE bank_layouts (
    account character varying(60) NOT NULL,
    columns jsonb NOT NULL,
    layout jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE bank_layouts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bank_layouts_id_seq OWNED BY bank_layouts.id;

CREATE TABLE bank_statements (
    account character varying(60) NOT NULL,
    currency character varying(3) NOT NULL,
    number character varying(60) NOT NULL,
    opened_on date,
    closed_on date,
    opening bigint,
    closing bigint,
    difference bigint,
    file_name character varying(255) NOT NULL,
    known integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE bank_statements_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bank_statements_id_seq OWNED BY bank_statements.id;

CREATE TABLE bank_uploads (
    by_id integer NOT NULL,
    file_name character varying(255) NOT NULL,
    content bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE bank_uploads_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bank_uploads_id_seq OWNED BY bank_uploads.id;

CREATE TABLE boards (
    user_id integer NOT NULL,
    name character varying(60) NOT NULL,
    shared boolean NOT NULL,
    args jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE boards_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE boards_id_seq OWNED BY boards.id;

CREATE TABLE budget_changes (
    team character varying(160) NOT NULL,
    name character varying(80) NOT NULL,
    month date NOT NULL,
    before bigint,
    after bigint,
    at timestamp with time zone NOT NULL,
    by_id integer NOT NULL,
    step character varying(24) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE budget_changes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE budget_changes_id_seq OWNED BY budget_changes.id;

CREATE TABLE budgets (
    team character varying(160) NOT NULL,
    name character varying(80) NOT NULL,
    month date NOT NULL,
    amount bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE budgets_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE budgets_id_seq OWNED BY budgets.id;

CREATE TABLE bulk_edits (
    record_type character varying(40) NOT NULL,
    field character varying(60) NOT NULL,
    fields jsonb NOT NULL,
    value jsonb,
    by_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    changed integer NOT NULL,
    undone_at timestamp with time zone,
    undone integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE bulk_edits_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bulk_edits_id_seq OWNED BY bulk_edits.id;

CREATE TABLE bulk_edits_kept (
    bulk_edit_id integer NOT NULL,
    record_type character varying(40) NOT NULL,
    record_id integer NOT NULL,
    why text NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE bulk_edits_kept_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE bulk_edits_kept_id_seq OWNED BY bulk_edits_kept.id;

CREATE TABLE business_units (
    name character varying(120) NOT NULL,
    code character varying(20),
    parent_id integer,
    active boolean NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE business_units_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE business_units_id_seq OWNED BY business_units.id;

CREATE TABLE campaigns (
    name character varying(120) NOT NULL,
    type character varying(40),
    status character varying(40) NOT NULL,
    begins_on date,
    ends_on date,
    budget bigint,
    actual_cost bigint,
    expected_response bigint,
    owner_id integer,
    description text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE campaigns_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE campaigns_id_seq OWNED BY campaigns.id;

CREATE TABLE companies (
    name character varying(255) NOT NULL,
    street character varying(255),
    postal_code character varying(20),
    city character varying(255),
    country character varying(2),
    tax_number character varying(40),
    email character varying(254),
    phone character varying(50),
    website character varying(500),
    currency character varying(3) NOT NULL,
    region character varying(2) NOT NULL,
    zone character varying(60) NOT NULL,
    language character varying(10) NOT NULL,
    fiscal_year_start integer NOT NULL,
    payment_days integer NOT NULL,
    quote_days integer NOT NULL,
    discount_limit bigint NOT NULL,
    locked_until date,
    document_footer text,
    demo boolean NOT NULL,
    reach jsonb NOT NULL,
    id integer NOT NULL,
    duplicate_handling jsonb DEFAULT '{}'::jsonb NOT NULL,
    document_footer_zh text,
    accent character varying(7) DEFAULT '#3845bf'::character varying NOT NULL,
    paper_size character varying(40) DEFAULT 'a4'::character varying NOT NULL,
    logo character varying(64),
    setup_state character varying(24) DEFAULT ''::character varying NOT NULL,
    register_number character varying(60),
    legal_lines text,
    leaderboard character varying(40) DEFAULT 'seen'::character varying NOT NULL,
    approval_limits jsonb DEFAULT '{}'::jsonb NOT NULL,
    user_limit integer
);

CREATE SEQUENCE companies_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE companies_id_seq OWNED BY companies.id;

CREATE TABLE competitors (
    name character varying(200) NOT NULL,
    key_product character varying(255),
    website character varying(500),
    reported_revenue bigint,
    ticker character varying(20),
    overview text,
    products text,
    strengths text,
    weaknesses text,
    opportunities text,
    threats text,
    street character varying(255),
    street2 character varying(255),
    street3 character varying(255),
    city character varying(120),
    state character varying(120),
    postal_code character varying(20),
    country character varying(2),
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    key_product_sort character varying(1000) COLLATE pg_catalog."C"
);

CREATE SEQUENCE competitors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE competitors_id_seq OWNED BY competitors.id;

CREATE TABLE congratulations (
    close_id integer NOT NULL,
    user_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE congratulations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE congratulations_id_seq OWNED BY congratulations.id;

CREATE TABLE contacts (
    family_name character varying(120) NOT NULL,
    given_name character varying(120),
    account_id integer,
    job_title character varying(120),
    email character varying(254),
    phone character varying(50),
    mobile character varying(50),
    owner_id integer,
    description text,
    department character varying(120),
    sales_role character varying(40),
    reports_to_id integer,
    birthday date,
    do_not_call boolean NOT NULL,
    do_not_email boolean NOT NULL,
    street character varying(255),
    city character varying(120),
    state character varying(120),
    postal_code character varying(20),
    country character varying(2),
    name character varying(250) NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    family_name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    given_name_sort character varying(1000) COLLATE pg_catalog."C",
    job_title_sort character varying(1000) COLLATE pg_catalog."C"
);

CREATE SEQUENCE contacts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE contacts_id_seq OWNED BY contacts.id;

CREATE TABLE conversion_models (
    learned_at timestamp with time zone NOT NULL,
    won integer NOT NULL,
    lost integer NOT NULL,
    learned jsonb,
    measured jsonb,
    id integer NOT NULL
);

CREATE SEQUENCE conversion_models_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE conversion_models_id_seq OWNED BY conversion_models.id;

CREATE TABLE credit_note_lines (
    credit_note_id integer NOT NULL,
    invoice_line_id integer NOT NULL,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    id integer NOT NULL,
    tax_category character varying(40),
    supply_from date,
    supply_to date,
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    base_quantity bigint DEFAULT '1000'::bigint NOT NULL
);

CREATE SEQUENCE credit_note_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE credit_note_lines_id_seq OWNED BY credit_note_lines.id;

CREATE TABLE credit_note_orders (
    credit_note_id integer NOT NULL,
    "position" integer NOT NULL,
    taxes jsonb NOT NULL,
    deductions jsonb NOT NULL,
    adjustments jsonb NOT NULL,
    order_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE credit_note_orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE credit_note_orders_id_seq OWNED BY credit_note_orders.id;

CREATE TABLE credit_notes (
    invoice_id integer NOT NULL,
    reason text NOT NULL,
    number character varying(40),
    status character varying(40) NOT NULL,
    issued_on date,
    issued_at timestamp with time zone,
    deducted bigint NOT NULL,
    payable bigint NOT NULL,
    deductions jsonb NOT NULL,
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    "position" integer,
    canonical text,
    previous_hash character varying(64),
    hash character varying(64),
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    currency character varying(3) NOT NULL,
    rate bigint NOT NULL,
    price_book_id integer,
    payment_days integer,
    customer_reference character varying(120),
    language character varying(40),
    billing_address text,
    shipping_address text,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    taxes jsonb NOT NULL,
    notes text,
    terms text,
    owner_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    supply_from date,
    supply_to date,
    buyer_reference character varying(120),
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    round_to bigint,
    rounding bigint DEFAULT '0'::bigint NOT NULL,
    payment_terms_id integer,
    payment_plan jsonb,
    by_amount boolean DEFAULT false NOT NULL,
    shipping_parts jsonb,
    author_limit bigint,
    is_joint boolean DEFAULT false NOT NULL
);

CREATE SEQUENCE credit_notes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE credit_notes_id_seq OWNED BY credit_notes.id;

CREATE TABLE currency_decimals (
    id integer NOT NULL,
    currency character varying(3) NOT NULL,
    decimals integer NOT NULL
);

CREATE SEQUENCE currency_decimals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE currency_decimals_id_seq OWNED BY currency_decimals.id;

CREATE TABLE currency_rates (
    currency character varying(3) NOT NULL,
    valid_from date NOT NULL,
    rate bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE currency_rates_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE currency_rates_id_seq OWNED BY currency_rates.id;

CREATE TABLE daily_goals (
    user_id integer NOT NULL,
    kind character varying(40) NOT NULL,
    target integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE daily_goals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE daily_goals_id_seq OWNED BY daily_goals.id;

CREATE TABLE dashboards (
    id integer NOT NULL,
    user_id integer NOT NULL,
    name character varying(60) NOT NULL,
    audience character varying(40) NOT NULL,
    tiles jsonb NOT NULL,
    for_role character varying(40)
);

CREATE SEQUENCE dashboards_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE dashboards_id_seq OWNED BY dashboards.id;

CREATE TABLE datev_files (
    first date NOT NULL,
    last date NOT NULL,
    name character varying(80) NOT NULL,
    content bytea NOT NULL,
    hash character varying(64) NOT NULL,
    final boolean NOT NULL,
    entries jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE datev_files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE datev_files_id_seq OWNED BY datev_files.id;

CREATE TABLE deal_reviews (
    opportunity_id integer NOT NULL,
    by_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE deal_reviews_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE deal_reviews_id_seq OWNED BY deal_reviews.id;

CREATE TABLE debtor_numbers (
    account_id integer,
    contact_id integer,
    number integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE debtor_numbers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE debtor_numbers_id_seq OWNED BY debtor_numbers.id;

CREATE TABLE default_boards (
    user_id integer NOT NULL,
    board_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE default_boards_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE default_boards_id_seq OWNED BY default_boards.id;

CREATE TABLE delivery_addresses (
    name character varying(80) NOT NULL,
    account_id integer NOT NULL,
    recipient character varying(255),
    street character varying(255),
    city character varying(120),
    state character varying(120),
    postal_code character varying(20),
    country character varying(2) NOT NULL,
    is_default boolean NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    city_sort character varying(1000) COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE delivery_addresses_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE delivery_addresses_id_seq OWNED BY delivery_addresses.id;

CREATE TABLE dialog_answers (
    question_id integer NOT NULL,
    "position" integer NOT NULL,
    text character varying(120) NOT NULL,
    value character varying(255),
    goes_to_id integer,
    ends boolean NOT NULL,
    outcome character varying(40),
    next_step character varying(255),
    next_step_in integer,
    id integer NOT NULL
);

CREATE SEQUENCE dialog_answers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE dialog_answers_id_seq OWNED BY dialog_answers.id;

CREATE TABLE dialog_questions (
    dialog_id integer NOT NULL,
    "position" integer NOT NULL,
    text character varying(255) NOT NULL,
    hint text,
    asking character varying(40) NOT NULL,
    field_name character varying(60),
    required boolean NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE dialog_questions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE dialog_questions_id_seq OWNED BY dialog_questions.id;

CREATE TABLE dialog_runs (
    dialog_id integer NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id integer NOT NULL,
    begun_by_id integer,
    begun_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    given jsonb NOT NULL,
    told jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE dialog_runs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE dialog_runs_id_seq OWNED BY dialog_runs.id;

CREATE TABLE dialogs (
    name character varying(80) NOT NULL,
    about character varying(40) NOT NULL,
    active boolean NOT NULL,
    description text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE dialogs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE dialogs_id_seq OWNED BY dialogs.id;

CREATE TABLE different_pairs (
    record_type character varying(40) NOT NULL,
    one_id integer NOT NULL,
    other_id integer NOT NULL,
    id integer NOT NULL,
    by_id integer,
    at timestamp with time zone NOT NULL
);

CREATE SEQUENCE different_pairs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE different_pairs_id_seq OWNED BY different_pairs.id;

CREATE TABLE discounts_taken (
    invoice_id integer NOT NULL,
    payment_id integer NOT NULL,
    percent bigint NOT NULL,
    amount bigint NOT NULL,
    taxes jsonb NOT NULL,
    taken_on date NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    CONSTRAINT ck_discounts_taken_amount CHECK ((amount <> 0))
);

CREATE SEQUENCE discounts_taken_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE discounts_taken_id_seq OWNED BY discounts_taken.id;

CREATE TABLE duplicate_pairs (
    record_type character varying(40) NOT NULL,
    one_id integer NOT NULL,
    other_id integer NOT NULL,
    score integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE duplicate_pairs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE duplicate_pairs_id_seq OWNED BY duplicate_pairs.id;

CREATE TABLE duplicate_scans (
    record_type character varying(40) NOT NULL,
    changed_at timestamp with time zone,
    last_id integer NOT NULL,
    looked_at timestamp with time zone,
    busy boolean NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE duplicate_scans_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE duplicate_scans_id_seq OWNED BY duplicate_scans.id;

CREATE TABLE event_links (
    event_id integer NOT NULL,
    record_type character varying(40) NOT NULL,
    record_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE event_links_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE event_links_id_seq OWNED BY event_links.id;

CREATE TABLE events (
    at timestamp with time zone NOT NULL,
    by_id integer,
    by_name character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id integer NOT NULL,
    subject_title character varying(300) NOT NULL,
    subject_version integer NOT NULL,
    particulars jsonb NOT NULL,
    changes jsonb NOT NULL,
    id integer NOT NULL,
    made_with jsonb,
    source character varying(40)
);

CREATE SEQUENCE events_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE events_id_seq OWNED BY events.id;

CREATE TABLE failed_sign_ins (
    key character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE failed_sign_ins_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE failed_sign_ins_id_seq OWNED BY failed_sign_ins.id;

CREATE TABLE fairs (
    user_id integer NOT NULL,
    campaign_id integer,
    source character varying(40),
    follow_up_days integer,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    id integer NOT NULL
);

CREATE SEQUENCE fairs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE fairs_id_seq OWNED BY fairs.id;

CREATE TABLE fapiao (
    invoice_id integer,
    credit_note_id integer,
    number character varying(20) NOT NULL,
    kind character varying(40) NOT NULL,
    issued_on date NOT NULL,
    red_reference character varying(40),
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    CONSTRAINT ck_fapiao_document CHECK (((
CASE
    WHEN (invoice_id IS NULL) THEN 0
    ELSE 1
END +
CASE
    WHEN (credit_note_id IS NULL) THEN 0
    ELSE 1
END) = 1))
);

CREATE SEQUENCE fapiao_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE fapiao_id_seq OWNED BY fapiao.id;

CREATE TABLE files (
    name character varying(255) NOT NULL,
    media_type character varying(120) NOT NULL,
    size integer NOT NULL,
    digest character varying(64) NOT NULL,
    purpose character varying(20) NOT NULL,
    author_id integer,
    subject_type character varying(40),
    subject_id integer,
    token character varying(40),
    thumbnail bytea,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE files_id_seq OWNED BY files.id;

CREATE TABLE forecast_calls (
    user_id integer NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    category character varying(40) NOT NULL,
    before bigint,
    value bigint NOT NULL,
    note text,
    at timestamp with time zone NOT NULL,
    by_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE forecast_calls_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE forecast_calls_id_seq OWNED BY forecast_calls.id;

CREATE TABLE forecast_dues (
    user_id integer NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    due_on date NOT NULL,
    set_at timestamp with time zone NOT NULL,
    reminded_on date,
    id integer NOT NULL
);

CREATE SEQUENCE forecast_dues_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE forecast_dues_id_seq OWNED BY forecast_dues.id;

CREATE TABLE forecast_submissions (
    user_id integer NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    figures jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL,
    withdrawn_at timestamp with time zone
);

CREATE SEQUENCE forecast_submissions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE forecast_submissions_id_seq OWNED BY forecast_submissions.id;

CREATE TABLE hall_places (
    quarter_id integer NOT NULL,
    board character varying(20) NOT NULL,
    user_id integer NOT NULL,
    value bigint NOT NULL,
    count integer NOT NULL,
    currency character varying(3) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE hall_places_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hall_places_id_seq OWNED BY hall_places.id;

CREATE TABLE hall_quarters (
    first date NOT NULL,
    last date NOT NULL,
    frozen_at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE hall_quarters_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE hall_quarters_id_seq OWNED BY hall_quarters.id;

CREATE TABLE import_files (
    run_id integer NOT NULL,
    content bytea NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE import_files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE import_files_id_seq OWNED BY import_files.id;

CREATE TABLE import_left_along (
    run_id integer NOT NULL,
    record_type character varying(40) NOT NULL,
    record_id integer NOT NULL,
    left_because text NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE import_left_along_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE import_left_along_id_seq OWNED BY import_left_along.id;

CREATE TABLE import_rows (
    run_id integer NOT NULL,
    number integer NOT NULL,
    outcome character varying(20) NOT NULL,
    round integer NOT NULL,
    record_id integer,
    fingerprint character varying(32),
    problems jsonb,
    cells jsonb,
    id integer NOT NULL,
    is_undone boolean,
    left_because text
);

CREATE SEQUENCE import_rows_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE import_rows_id_seq OWNED BY import_rows.id;

CREATE TABLE import_runs (
    record_type character varying(40) NOT NULL,
    file_name character varying(255) NOT NULL,
    columns jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    plan_data jsonb NOT NULL,
    by_id integer,
    state character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    total integer NOT NULL,
    "position" integer NOT NULL,
    round integer NOT NULL,
    deferred integer NOT NULL,
    created integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    refused integer NOT NULL,
    error text,
    preview jsonb,
    id integer NOT NULL,
    duplicates integer DEFAULT 0 NOT NULL,
    undo_asked_at timestamp with time zone,
    undone_at timestamp with time zone,
    undone integer DEFAULT 0 NOT NULL,
    "left" integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE import_runs_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE import_runs_id_seq OWNED BY import_runs.id;

CREATE TABLE invoice_batch_rows (
    batch_id integer NOT NULL,
    record_id integer NOT NULL,
    title character varying(300) NOT NULL,
    seen bigint,
    outcome character varying(20) NOT NULL,
    sentence text,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_batch_rows_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_batch_rows_id_seq OWNED BY invoice_batch_rows.id;

CREATE TABLE invoice_batches (
    act character varying(20) NOT NULL,
    by_id integer,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_batches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_batches_id_seq OWNED BY invoice_batches.id;

CREATE TABLE invoice_dispatches (
    invoice_id integer NOT NULL,
    address character varying(320),
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_dispatches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_dispatches_id_seq OWNED BY invoice_dispatches.id;

CREATE TABLE invoice_disputes (
    invoice_id integer NOT NULL,
    reason text NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    by_id integer,
    ended_at timestamp with time zone,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_disputes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_disputes_id_seq OWNED BY invoice_disputes.id;

CREATE TABLE invoice_instalments (
    invoice_id integer NOT NULL,
    due_on date NOT NULL,
    amount bigint NOT NULL,
    upto bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_instalments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_instalments_id_seq OWNED BY invoice_instalments.id;

CREATE TABLE invoice_lines (
    invoice_id integer NOT NULL,
    order_line_id integer,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    id integer NOT NULL,
    tax_category character varying(40),
    supply_from date,
    supply_to date,
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    base_quantity bigint DEFAULT '1000'::bigint NOT NULL
);

CREATE SEQUENCE invoice_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_lines_id_seq OWNED BY invoice_lines.id;

CREATE TABLE invoice_links (
    invoice_id integer NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_links_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_links_id_seq OWNED BY invoice_links.id;

CREATE TABLE invoice_orders (
    invoice_id integer NOT NULL,
    "position" integer NOT NULL,
    taxes jsonb NOT NULL,
    deductions jsonb NOT NULL,
    adjustments jsonb NOT NULL,
    order_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE invoice_orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_orders_id_seq OWNED BY invoice_orders.id;

CREATE TABLE invoice_reminders (
    invoice_id integer NOT NULL,
    level integer NOT NULL,
    address character varying(320) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    due_on date NOT NULL
);

CREATE SEQUENCE invoice_reminders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoice_reminders_id_seq OWNED BY invoice_reminders.id;

CREATE TABLE invoices (
    kind character varying(40) NOT NULL,
    order_id integer,
    due_on date,
    number character varying(40),
    status character varying(40) NOT NULL,
    issued_on date,
    issued_at timestamp with time zone,
    deducted bigint NOT NULL,
    payable bigint NOT NULL,
    deductions jsonb NOT NULL,
    seller jsonb NOT NULL,
    buyer jsonb NOT NULL,
    "position" integer,
    canonical text,
    previous_hash character varying(64),
    hash character varying(64),
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    currency character varying(3) NOT NULL,
    rate bigint NOT NULL,
    price_book_id integer,
    payment_days integer,
    customer_reference character varying(120),
    language character varying(40),
    billing_address text,
    shipping_address text,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    taxes jsonb NOT NULL,
    notes text,
    terms text,
    owner_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    supply_from date,
    supply_to date,
    buyer_reference character varying(120),
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    round_to bigint,
    rounding bigint DEFAULT '0'::bigint NOT NULL,
    payment_terms_id integer,
    payment_plan jsonb,
    opened_on date,
    shipping_parts jsonb,
    is_joint boolean DEFAULT false NOT NULL
);

CREATE SEQUENCE invoices_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE invoices_id_seq OWNED BY invoices.id;

CREATE TABLE issued_e_invoices (
    document_type character varying(40) NOT NULL,
    document_id integer NOT NULL,
    ubl text NOT NULL,
    cii text NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE issued_e_invoices_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE issued_e_invoices_id_seq OWNED BY issued_e_invoices.id;

CREATE TABLE issued_papers (
    document_type character varying(40) NOT NULL,
    document_id integer NOT NULL,
    number character varying(60) NOT NULL,
    language character varying(10) NOT NULL,
    words jsonb,
    digest character varying(64),
    size integer,
    fixed_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone,
    id integer NOT NULL
);

CREATE SEQUENCE issued_papers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE issued_papers_id_seq OWNED BY issued_papers.id;

CREATE TABLE lead_conversions (
    lead_id integer NOT NULL,
    event_id integer NOT NULL,
    written jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE lead_conversions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_conversions_id_seq OWNED BY lead_conversions.id;

CREATE TABLE lead_limits (
    hot_from integer NOT NULL,
    warm_from integer NOT NULL,
    version integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE lead_limits_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_limits_id_seq OWNED BY lead_limits.id;

CREATE TABLE lead_mappings (
    lead_field character varying(60) NOT NULL,
    target_type character varying(40) NOT NULL,
    target_field character varying(60) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE lead_mappings_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_mappings_id_seq OWNED BY lead_mappings.id;

CREATE TABLE lead_queue_members (
    queue_id integer NOT NULL,
    user_id integer NOT NULL
);

CREATE TABLE lead_queues (
    name character varying(80) NOT NULL,
    description character varying(255),
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    description_sort character varying(1000) COLLATE pg_catalog."C"
);

CREATE SEQUENCE lead_queues_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_queues_id_seq OWNED BY lead_queues.id;

CREATE TABLE lead_score_rules (
    name character varying(80) NOT NULL,
    active boolean NOT NULL,
    kind character varying(40) NOT NULL,
    points integer NOT NULL,
    asked jsonb NOT NULL,
    signal character varying(40),
    "least" integer NOT NULL,
    days integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE lead_score_rules_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_score_rules_id_seq OWNED BY lead_score_rules.id;

CREATE TABLE lead_statuses (
    name character varying(40),
    state character varying(40) NOT NULL,
    tone character varying(40) NOT NULL,
    stale_days integer,
    "position" integer NOT NULL,
    in_use boolean NOT NULL,
    is_default boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) COLLATE pg_catalog."C"
);

CREATE SEQUENCE lead_statuses_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE lead_statuses_id_seq OWNED BY lead_statuses.id;

CREATE TABLE leads (
    name character varying(255) NOT NULL,
    phone character varying(50),
    email character varying(254),
    product_interest character varying(255),
    company character varying(255),
    job_title character varying(120),
    mobile character varying(50),
    website character varying(500),
    status character varying(40) NOT NULL,
    rating character varying(40),
    source character varying(40),
    estimated_amount bigint,
    currency character varying(3),
    owner_id integer,
    description text,
    disqualify_reason character varying(500),
    street character varying(255),
    city character varying(120),
    state character varying(120),
    postal_code character varying(20),
    country character varying(2),
    converted_at timestamp with time zone,
    converted_by_id integer,
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    queue_id integer,
    score integer DEFAULT 0 NOT NULL,
    rating_by_hand boolean DEFAULT false NOT NULL,
    touched_at timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    campaign_id integer,
    fair_id integer,
    status_id integer,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    company_sort character varying(1000) COLLATE pg_catalog."C",
    disqualified_for character varying(40),
    assigned_at timestamp with time zone,
    first_answered_at timestamp with time zone
);

CREATE SEQUENCE leads_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE leads_id_seq OWNED BY leads.id;

CREATE TABLE ledger_accounts (
    scope_key character varying(80) NOT NULL,
    role character varying(40) NOT NULL,
    category character varying(40),
    percent bigint,
    country character varying(2),
    method character varying(40),
    currency character varying(3),
    number character varying(9) NOT NULL,
    name character varying(80) NOT NULL,
    automatic boolean NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE ledger_accounts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE ledger_accounts_id_seq OWNED BY ledger_accounts.id;

CREATE TABLE ledger_heads (
    last integer NOT NULL,
    hash character varying(64) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE ledger_heads_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE ledger_heads_id_seq OWNED BY ledger_heads.id;

CREATE TABLE login_sessions (
    user_id integer NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    address character varying(60) NOT NULL,
    device character varying(200) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE login_sessions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE login_sessions_id_seq OWNED BY login_sessions.id;

CREATE TABLE looks (
    user_id integer NOT NULL,
    subject_type character varying(40) NOT NULL,
    subject_id integer NOT NULL,
    known integer NOT NULL,
    known_at timestamp with time zone NOT NULL,
    seen integer NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE looks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE looks_id_seq OWNED BY looks.id;

CREATE TABLE loss_reasons (
    name character varying(120) NOT NULL,
    for_won boolean NOT NULL,
    active boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE loss_reasons_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE loss_reasons_id_seq OWNED BY loss_reasons.id;

CREATE TABLE match_keys (
    record_type character varying(40) NOT NULL,
    record_id integer NOT NULL,
    kind character varying(20) NOT NULL,
    value character varying(254) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE match_keys_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE match_keys_id_seq OWNED BY match_keys.id;

CREATE TABLE merged_records (
    record_type character varying(40) NOT NULL,
    record_id integer NOT NULL,
    into_id integer NOT NULL,
    merge_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE merged_records_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE merged_records_id_seq OWNED BY merged_records.id;

CREATE TABLE merges (
    record_type character varying(40) NOT NULL,
    winner_id integer NOT NULL,
    event_id integer NOT NULL,
    written jsonb NOT NULL,
    undone_at timestamp with time zone,
    undone_by_id integer,
    undo_event_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE merges_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE merges_id_seq OWNED BY merges.id;

CREATE TABLE notes (
    body text NOT NULL,
    author_id integer,
    subject_type character varying(40) NOT NULL,
    subject_id integer NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE notes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE notes_id_seq OWNED BY notes.id;

CREATE TABLE notices (
    id integer NOT NULL,
    user_id integer NOT NULL,
    event_id integer NOT NULL,
    act_id integer NOT NULL
);

CREATE SEQUENCE notices_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE notices_id_seq OWNED BY notices.id;

CREATE TABLE number_formats (
    series character varying(20) NOT NULL,
    prefix character varying(12) NOT NULL,
    separator character varying(1) NOT NULL,
    year_digits integer NOT NULL,
    digits integer NOT NULL,
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE number_formats_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE number_formats_id_seq OWNED BY number_formats.id;

CREATE TABLE number_series (
    series character varying(20) NOT NULL,
    year integer NOT NULL,
    last integer NOT NULL,
    id integer NOT NULL,
    first integer DEFAULT 1 NOT NULL
);

CREATE SEQUENCE number_series_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE number_series_id_seq OWNED BY number_series.id;

CREATE TABLE once_keys (
    user_id integer NOT NULL,
    key character varying(80) NOT NULL,
    request_hash character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    status integer NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE once_keys_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE once_keys_id_seq OWNED BY once_keys.id;

CREATE SEQUENCE opportunities_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunities_id_seq OWNED BY opportunities.id;

CREATE TABLE opportunity_closes (
    opportunity_id integer NOT NULL,
    outcome character varying(10) NOT NULL,
    closed_on date NOT NULL,
    actual_amount bigint,
    currency character varying(3) NOT NULL,
    reason_id integer,
    competitor character varying(200),
    note text,
    at timestamp with time zone NOT NULL,
    by_id integer,
    reopened_at timestamp with time zone,
    reopened_by_id integer,
    id integer NOT NULL,
    competitor_id integer,
    owner_id integer
);

CREATE SEQUENCE opportunity_closes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_closes_id_seq OWNED BY opportunity_closes.id;

CREATE TABLE opportunity_competitors (
    opportunity_id integer NOT NULL,
    competitor_id integer NOT NULL,
    note character varying(255),
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_competitors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_competitors_id_seq OWNED BY opportunity_competitors.id;

CREATE TABLE opportunity_contacts (
    opportunity_id integer NOT NULL,
    contact_id integer NOT NULL,
    role character varying(20),
    is_primary boolean NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_contacts_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_contacts_id_seq OWNED BY opportunity_contacts.id;

CREATE TABLE opportunity_lines (
    opportunity_id integer NOT NULL,
    product_id integer NOT NULL,
    description character varying(500),
    "position" integer NOT NULL,
    quantity bigint NOT NULL,
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_lines_id_seq OWNED BY opportunity_lines.id;

CREATE TABLE opportunity_members (
    opportunity_id integer NOT NULL,
    user_id integer NOT NULL,
    role character varying(80),
    split bigint,
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_members_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_members_id_seq OWNED BY opportunity_members.id;

CREATE TABLE opportunity_ticks (
    opportunity_id integer NOT NULL,
    item_id integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_ticks_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_ticks_id_seq OWNED BY opportunity_ticks.id;

CREATE TABLE opportunity_totals (
    stage_id integer NOT NULL,
    owner_id integer NOT NULL,
    currency character varying(3) NOT NULL,
    count integer NOT NULL,
    amount bigint NOT NULL,
    amount_in_company bigint NOT NULL,
    weighted bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE opportunity_totals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE opportunity_totals_id_seq OWNED BY opportunity_totals.id;

CREATE TABLE order_amendments (
    order_id integer NOT NULL,
    place integer,
    status character varying(40) NOT NULL,
    changes jsonb NOT NULL,
    total_before bigint,
    total_after bigint,
    applied_at timestamp with time zone,
    applied_by_id integer,
    id integer NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    note text,
    verdict character varying(20),
    decided_at timestamp with time zone,
    decided_by_id integer,
    decision_note text
);

CREATE SEQUENCE order_amendments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE order_amendments_id_seq OWNED BY order_amendments.id;

CREATE TABLE order_approvals (
    document_id integer NOT NULL,
    currency character varying(3) NOT NULL,
    total bigint NOT NULL,
    net bigint NOT NULL,
    list_net bigint NOT NULL,
    discount bigint,
    discount_limit bigint NOT NULL,
    unlisted integer NOT NULL,
    lines jsonb NOT NULL,
    ended_at timestamp with time zone,
    used_at timestamp with time zone,
    id integer NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    note text,
    verdict character varying(20),
    decided_at timestamp with time zone,
    decided_by_id integer,
    decision_note text
);

CREATE SEQUENCE order_approvals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE order_approvals_id_seq OWNED BY order_approvals.id;

CREATE TABLE order_deliveries (
    order_id integer NOT NULL,
    place integer NOT NULL,
    delivered_on date NOT NULL,
    note text,
    items jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    reversed_at timestamp with time zone,
    reversed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE order_deliveries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE order_deliveries_id_seq OWNED BY order_deliveries.id;

CREATE TABLE order_dispatches (
    order_id integer NOT NULL,
    amendment_id integer,
    address character varying(320) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    delivery_id integer
);

CREATE SEQUENCE order_dispatches_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE order_dispatches_id_seq OWNED BY order_dispatches.id;

CREATE TABLE order_lines (
    order_id integer NOT NULL,
    quantity_fulfilled bigint NOT NULL,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    id integer NOT NULL,
    quantity_closed bigint DEFAULT '0'::bigint NOT NULL,
    tax_category character varying(40),
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    base_quantity bigint DEFAULT '1000'::bigint NOT NULL,
    requested_on date
);

CREATE SEQUENCE order_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE order_lines_id_seq OWNED BY order_lines.id;

CREATE TABLE orders (
    number character varying(40),
    status character varying(40) NOT NULL,
    ordered_on date,
    quote_id integer,
    confirmed_at timestamp with time zone,
    cancelled_at timestamp with time zone,
    cancel_reason text,
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    currency character varying(3) NOT NULL,
    rate bigint NOT NULL,
    price_book_id integer,
    payment_days integer,
    customer_reference character varying(120),
    language character varying(40),
    billing_address text,
    shipping_address text,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    taxes jsonb NOT NULL,
    notes text,
    terms text,
    owner_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    closed_at timestamp with time zone,
    close_reason text,
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    round_to bigint,
    payment_terms_id integer,
    payment_plan jsonb,
    requested_on date,
    shipping_parts jsonb
);

CREATE SEQUENCE orders_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE orders_id_seq OWNED BY orders.id;

CREATE TABLE outbox (
    kind character varying(40) NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    done_at timestamp with time zone,
    failed_at timestamp with time zone,
    error text,
    id integer NOT NULL,
    taken_by character varying(120)
);

CREATE SEQUENCE outbox_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE outbox_id_seq OWNED BY outbox.id;

CREATE TABLE payment_terms (
    name character varying(80) NOT NULL,
    days integer NOT NULL,
    end_of_month boolean NOT NULL,
    then_days integer,
    is_default boolean NOT NULL,
    discounts jsonb NOT NULL,
    parts jsonb NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE payment_terms_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE payment_terms_id_seq OWNED BY payment_terms.id;

CREATE TABLE payments (
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    paid_on date NOT NULL,
    amount bigint NOT NULL,
    currency character varying(3) NOT NULL,
    method character varying(40) NOT NULL,
    reference character varying(140),
    reverses_id integer,
    owner_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    rate bigint DEFAULT '100000000'::bigint NOT NULL,
    value_on date,
    CONSTRAINT ck_payments_sign CHECK (
CASE
    WHEN (reverses_id IS NULL) THEN (amount > 0)
    ELSE (amount < 0)
END)
);

CREATE SEQUENCE payments_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE payments_id_seq OWNED BY payments.id;

CREATE TABLE picklist_entries (
    picklist character varying(40) NOT NULL,
    code character varying(40) NOT NULL,
    name_en character varying(80),
    name_zh character varying(80),
    "position" integer NOT NULL,
    archived boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE picklist_entries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE picklist_entries_id_seq OWNED BY picklist_entries.id;

CREATE TABLE pinned_reports (
    id integer NOT NULL,
    user_id integer NOT NULL,
    report character varying(40) NOT NULL
);

CREATE SEQUENCE pinned_reports_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE pinned_reports_id_seq OWNED BY pinned_reports.id;

CREATE TABLE pinned_views (
    id integer NOT NULL,
    user_id integer NOT NULL,
    type_key character varying(40) NOT NULL,
    view character varying(40) NOT NULL,
    pinned boolean NOT NULL
);

CREATE SEQUENCE pinned_views_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE pinned_views_id_seq OWNED BY pinned_views.id;

CREATE TABLE pipeline_mark (
    id integer NOT NULL,
    event_id integer NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE SEQUENCE pipeline_mark_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE pipeline_mark_id_seq OWNED BY pipeline_mark.id;

CREATE TABLE pipeline_spans (
    id integer NOT NULL,
    opportunity_id integer NOT NULL,
    begins_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone,
    state character varying(10) NOT NULL,
    in_bin boolean NOT NULL,
    process_id integer,
    stage_id integer,
    owner_id integer,
    close_on date,
    category character varying(40),
    amount bigint,
    currency character varying(3) NOT NULL,
    worth bigint NOT NULL
);

CREATE SEQUENCE pipeline_spans_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE pipeline_spans_id_seq OWNED BY pipeline_spans.id;

CREATE TABLE price_book_entries (
    price_book_id integer NOT NULL,
    product_id integer NOT NULL,
    from_quantity bigint NOT NULL,
    price bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE price_book_entries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE price_book_entries_id_seq OWNED BY price_book_entries.id;

CREATE TABLE price_books (
    name character varying(120) NOT NULL,
    currency character varying(3) NOT NULL,
    valid_from date,
    valid_to date,
    is_default boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE price_books_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE price_books_id_seq OWNED BY price_books.id;

CREATE TABLE pro_formas (
    document_type character varying(40) NOT NULL,
    document_id integer NOT NULL,
    place integer NOT NULL,
    number character varying(60) NOT NULL,
    address character varying(320) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE pro_formas_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE pro_formas_id_seq OWNED BY pro_formas.id;

CREATE TABLE products (
    code character varying(60),
    name character varying(255) NOT NULL,
    family character varying(120),
    unit character varying(30),
    tax_rate_id integer,
    active boolean NOT NULL,
    description text,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    code_sort character varying(1000) COLLATE pg_catalog."C",
    family_sort character varying(1000) COLLATE pg_catalog."C",
    is_service boolean DEFAULT false NOT NULL
);

CREATE SEQUENCE products_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE products_id_seq OWNED BY products.id;

CREATE TABLE quota_changes (
    user_id integer,
    month date NOT NULL,
    before bigint,
    after bigint,
    at timestamp with time zone NOT NULL,
    by_id integer NOT NULL,
    id integer NOT NULL,
    step character varying(24)
);

CREATE SEQUENCE quota_changes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quota_changes_id_seq OWNED BY quota_changes.id;

CREATE TABLE quotas (
    user_id integer,
    month date NOT NULL,
    amount bigint NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE quotas_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quotas_id_seq OWNED BY quotas.id;

CREATE TABLE quote_approvals (
    document_id integer NOT NULL,
    currency character varying(3) NOT NULL,
    total bigint NOT NULL,
    net bigint NOT NULL,
    list_net bigint NOT NULL,
    discount bigint,
    discount_limit bigint NOT NULL,
    unlisted integer NOT NULL,
    lines jsonb NOT NULL,
    ended_at timestamp with time zone,
    used_at timestamp with time zone,
    id integer NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    note text,
    verdict character varying(20),
    decided_at timestamp with time zone,
    decided_by_id integer,
    decision_note text
);

CREATE SEQUENCE quote_approvals_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_approvals_id_seq OWNED BY quote_approvals.id;

CREATE TABLE quote_lines (
    quote_id integer NOT NULL,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    id integer NOT NULL,
    tax_category character varying(40),
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    base_quantity bigint DEFAULT '1000'::bigint NOT NULL
);

CREATE SEQUENCE quote_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_lines_id_seq OWNED BY quote_lines.id;

CREATE TABLE quote_links (
    quote_id integer NOT NULL,
    secret_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    id integer NOT NULL,
    recipient character varying(254),
    opened integer DEFAULT 0 NOT NULL,
    first_opened_at timestamp with time zone,
    last_opened_at timestamp with time zone,
    answered_at timestamp with time zone,
    answer character varying(20)
);

CREATE SEQUENCE quote_links_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_links_id_seq OWNED BY quote_links.id;

CREATE TABLE quote_options (
    quote_id integer NOT NULL,
    choice character varying(80),
    preselected boolean NOT NULL,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    tax_category character varying(40),
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    base_quantity bigint NOT NULL,
    adjustments jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE quote_options_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_options_id_seq OWNED BY quote_options.id;

CREATE TABLE quote_signatures (
    quote_id integer NOT NULL,
    picture bytea NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE quote_signatures_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_signatures_id_seq OWNED BY quote_signatures.id;

CREATE TABLE quote_template_lines (
    template_id integer NOT NULL,
    optional boolean NOT NULL,
    choice character varying(80),
    preselected boolean NOT NULL,
    "position" integer NOT NULL,
    product_id integer,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit character varying(30),
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    tax_rate_id integer,
    tax bigint NOT NULL,
    tax_category character varying(40),
    net bigint NOT NULL,
    net_after_discount bigint NOT NULL,
    base_quantity bigint NOT NULL,
    adjustments jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE quote_template_lines_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_template_lines_id_seq OWNED BY quote_template_lines.id;

CREATE TABLE quote_templates (
    currency character varying(3) NOT NULL,
    discount bigint NOT NULL,
    notes text,
    terms text,
    user_id integer NOT NULL,
    name character varying(60) NOT NULL,
    audience character varying(40) NOT NULL,
    adjustments jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE quote_templates_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quote_templates_id_seq OWNED BY quote_templates.id;

CREATE TABLE quotes (
    number character varying(40),
    revision integer NOT NULL,
    status character varying(40) NOT NULL,
    valid_until date,
    sent_at timestamp with time zone,
    accepted_at timestamp with time zone,
    accepted_by_name character varying(120),
    declined_at timestamp with time zone,
    decline_reason text,
    revised_from_id integer,
    account_id integer,
    contact_id integer,
    opportunity_id integer,
    currency character varying(3) NOT NULL,
    rate bigint NOT NULL,
    price_book_id integer,
    payment_days integer,
    customer_reference character varying(120),
    language character varying(40),
    billing_address text,
    shipping_address text,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    taxes jsonb NOT NULL,
    notes text,
    terms text,
    owner_id integer,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    adjustments jsonb DEFAULT '[]'::jsonb NOT NULL,
    round_to bigint,
    payment_terms_id integer,
    payment_plan jsonb,
    shipping_parts jsonb,
    accepted_options jsonb,
    accepted_net bigint,
    accepted_tax bigint,
    accepted_total bigint,
    accepted_hash character varying(64),
    offered_net bigint,
    offered_tax bigint,
    offered_total bigint
);

CREATE SEQUENCE quotes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE quotes_id_seq OWNED BY quotes.id;

CREATE TABLE recovery_codes (
    user_id integer NOT NULL,
    code_hash character varying(64) NOT NULL,
    used_at timestamp with time zone,
    id integer NOT NULL
);

CREATE SEQUENCE recovery_codes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE recovery_codes_id_seq OWNED BY recovery_codes.id;

CREATE TABLE recurring_dates (
    recurring_id integer NOT NULL,
    due_on date NOT NULL,
    invoice_id integer,
    note text,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    CONSTRAINT ck_recurring_dates_reason CHECK (((invoice_id IS NOT NULL) OR (note IS NOT NULL)))
);

CREATE SEQUENCE recurring_dates_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE recurring_dates_id_seq OWNED BY recurring_dates.id;

CREATE TABLE recurring_invoices (
    source_id integer NOT NULL,
    owner_id integer NOT NULL,
    every integer NOT NULL,
    unit character varying(40) NOT NULL,
    starts_on date NOT NULL,
    month_end boolean NOT NULL,
    until date,
    times integer,
    covers character varying(40) NOT NULL,
    issues boolean NOT NULL,
    "position" integer NOT NULL,
    next_on date,
    state character varying(40) NOT NULL,
    problem text,
    created_at timestamp with time zone NOT NULL,
    id integer NOT NULL,
    CONSTRAINT ck_recurring_invoices_every CHECK ((every > 0))
);

CREATE SEQUENCE recurring_invoices_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE recurring_invoices_id_seq OWNED BY recurring_invoices.id;

CREATE TABLE reduction_requests (
    invoice_id integer NOT NULL,
    kind character varying(40) NOT NULL,
    amount bigint NOT NULL,
    wanted jsonb NOT NULL,
    standing character varying(60) NOT NULL,
    credit_note_id integer,
    allocation_id integer,
    id integer NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    note text,
    verdict character varying(20),
    decided_at timestamp with time zone,
    decided_by_id integer,
    decision_note text,
    net bigint,
    author_limit bigint
);

CREATE SEQUENCE reduction_requests_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE reduction_requests_id_seq OWNED BY reduction_requests.id;

CREATE TABLE refunds (
    payment_id integer,
    credit_note_id integer,
    amount bigint NOT NULL,
    refunded_on date NOT NULL,
    method character varying(40) NOT NULL,
    reference character varying(140),
    reason text,
    reverses_id integer,
    at timestamp with time zone NOT NULL,
    by_id integer,
    id integer NOT NULL,
    CONSTRAINT ck_refunds_sign CHECK (
CASE
    WHEN (reverses_id IS NULL) THEN (amount > 0)
    ELSE (amount < 0)
END),
    CONSTRAINT ck_refunds_source CHECK (((
CASE
    WHEN (payment_id IS NULL) THEN 0
    ELSE 1
END +
CASE
    WHEN (credit_note_id IS NULL) THEN 0
    ELSE 1
END) = 1))
);

CREATE SEQUENCE refunds_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE refunds_id_seq OWNED BY refunds.id;

CREATE TABLE reminder_levels (
    level integer NOT NULL,
    days integer NOT NULL,
    words jsonb NOT NULL,
    id integer NOT NULL,
    CONSTRAINT ck_reminder_levels_positive CHECK (((level > 0) AND (days > 0)))
);

CREATE SEQUENCE reminder_levels_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE reminder_levels_id_seq OWNED BY reminder_levels.id;

CREATE TABLE report_files (
    id integer NOT NULL,
    name character varying(120) NOT NULL,
    media_type character varying(100) NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE report_files_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE report_files_id_seq OWNED BY report_files.id;

CREATE TABLE report_shares (
    what character varying(20) NOT NULL,
    key integer NOT NULL,
    user_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE report_shares_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE report_shares_id_seq OWNED BY report_shares.id;

CREATE TABLE report_subscriptions (
    id integer NOT NULL,
    user_id integer NOT NULL,
    subject character varying(60) NOT NULL,
    days character varying(10) NOT NULL,
    minutes integer NOT NULL,
    files jsonb NOT NULL,
    next_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone
);

CREATE SEQUENCE report_subscriptions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE report_subscriptions_id_seq OWNED BY report_subscriptions.id;

CREATE TABLE sales_processes (
    name character varying(80) NOT NULL,
    is_default boolean NOT NULL,
    active boolean NOT NULL,
    "position" integer NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    approval_required boolean DEFAULT false NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE sales_processes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE sales_processes_id_seq OWNED BY sales_processes.id;

CREATE TABLE saved_reports (
    id integer NOT NULL,
    user_id integer NOT NULL,
    name character varying(60) NOT NULL,
    audience character varying(40) NOT NULL,
    type_key character varying(40) NOT NULL,
    args jsonb NOT NULL
);

CREATE SEQUENCE saved_reports_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE saved_reports_id_seq OWNED BY saved_reports.id;

CREATE TABLE search_words (
    record_type character varying(40) NOT NULL,
    word character varying(32) NOT NULL COLLATE pg_catalog."C",
    record_id integer NOT NULL
);

CREATE TABLE second_factors (
    user_id integer NOT NULL,
    secret character varying(64) NOT NULL,
    confirmed_at timestamp with time zone,
    last_step integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE second_factors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE second_factors_id_seq OWNED BY second_factors.id;

CREATE TABLE specialist_requests (
    opportunity_id integer NOT NULL,
    user_id integer,
    team character varying(80),
    skill character varying(80),
    need text NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered character varying(20),
    answered_at timestamp with time zone,
    answered_by_id integer,
    reply text,
    id integer NOT NULL
);

CREATE SEQUENCE specialist_requests_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE specialist_requests_id_seq OWNED BY specialist_requests.id;

CREATE TABLE stage_changes (
    opportunity_id integer NOT NULL,
    stage_id integer NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE stage_changes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE stage_changes_id_seq OWNED BY stage_changes.id;

CREATE TABLE stage_fields (
    stage_id integer NOT NULL,
    field character varying(60) NOT NULL,
    must boolean NOT NULL,
    "position" integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE stage_fields_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE stage_fields_id_seq OWNED BY stage_fields.id;

CREATE TABLE stage_items (
    stage_id integer NOT NULL,
    text character varying(200) NOT NULL,
    must boolean NOT NULL,
    "position" integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE stage_items_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE stage_items_id_seq OWNED BY stage_items.id;

CREATE TABLE stages (
    process_id integer NOT NULL,
    name character varying(80) NOT NULL,
    "position" integer NOT NULL,
    probability bigint NOT NULL,
    forecast_category character varying(40) NOT NULL,
    warm_days integer,
    rotten_days integer,
    guidance text,
    product_required boolean NOT NULL,
    active boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    decider_required boolean DEFAULT false NOT NULL,
    next_step_required boolean DEFAULT false NOT NULL,
    exit_checks jsonb DEFAULT '[]'::jsonb NOT NULL,
    celebrated boolean DEFAULT false NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    hue character varying(40)
);

CREATE SEQUENCE stages_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE stages_id_seq OWNED BY stages.id;

CREATE TABLE survey_participants (
    survey_id integer NOT NULL,
    user_id integer NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE survey_participants_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE survey_participants_id_seq OWNED BY survey_participants.id;

CREATE TABLE survey_questions (
    survey_id integer NOT NULL,
    "position" integer NOT NULL,
    text character varying(255) NOT NULL,
    kind character varying(40) NOT NULL,
    required boolean NOT NULL,
    options jsonb NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE survey_questions_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE survey_questions_id_seq OWNED BY survey_questions.id;

CREATE TABLE survey_responses (
    id integer NOT NULL,
    survey_id integer NOT NULL,
    user_id integer,
    given jsonb NOT NULL
);

CREATE TABLE surveys (
    name character varying(120) NOT NULL,
    introduction text,
    due_on date NOT NULL,
    anonymous boolean NOT NULL,
    status character varying(40) NOT NULL,
    roles jsonb NOT NULL,
    teams jsonb NOT NULL,
    name_sort character varying(1000) NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE surveys_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE surveys_id_seq OWNED BY surveys.id;

CREATE TABLE tax_rates (
    name character varying(80) NOT NULL,
    percent bigint NOT NULL,
    is_default boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    category character varying(40),
    exemption_reason character varying(255),
    exemption_code character varying(40),
    valid_from date,
    valid_to date,
    exemption_reason_zh character varying(255)
);

CREATE SEQUENCE tax_rates_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE tax_rates_id_seq OWNED BY tax_rates.id;

CREATE TABLE undelivered_mails (
    outbox_id integer NOT NULL,
    sender_id integer,
    address character varying(254) NOT NULL,
    mail_subject character varying(255) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    subject_type character varying(40),
    subject_id integer,
    id integer NOT NULL
);

CREATE SEQUENCE undelivered_mails_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE undelivered_mails_id_seq OWNED BY undelivered_mails.id;

CREATE TABLE user_days (
    user_id integer NOT NULL,
    day date NOT NULL,
    what character varying(60) NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE user_days_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE user_days_id_seq OWNED BY user_days.id;

CREATE TABLE users (
    name character varying(120) NOT NULL,
    email character varying(254) NOT NULL,
    role character varying(40) NOT NULL,
    manager_id integer,
    team character varying(80),
    phone character varying(50),
    locale character varying(40) NOT NULL,
    zone character varying(60),
    theme character varying(40) NOT NULL,
    active boolean NOT NULL,
    password_hash character varying(200),
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    away_until date,
    lead_capacity integer,
    skills character varying(255),
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C",
    team_sort character varying(1000) COLLATE pg_catalog."C",
    roomy_lists boolean DEFAULT false NOT NULL,
    invited_at timestamp with time zone,
    on_leaderboard boolean DEFAULT true NOT NULL,
    business_unit_id integer
);

CREATE SEQUENCE users_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE users_id_seq OWNED BY users.id;

CREATE TABLE views (
    id integer NOT NULL,
    user_id integer NOT NULL,
    type_key character varying(40) NOT NULL,
    name character varying(60) NOT NULL,
    audience character varying(40) NOT NULL,
    args jsonb NOT NULL
);

CREATE SEQUENCE views_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE views_id_seq OWNED BY views.id;

CREATE TABLE wall_links (
    id integer NOT NULL,
    user_id integer NOT NULL,
    board character varying(60) NOT NULL,
    lens jsonb NOT NULL,
    secret_hash character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL
);

CREATE SEQUENCE wall_links_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE wall_links_id_seq OWNED BY wall_links.id;

CREATE TABLE web_form_answers (
    web_form_id integer NOT NULL,
    secret_hash character varying(64) NOT NULL,
    email character varying(254) NOT NULL,
    "values" jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    id integer NOT NULL,
    further jsonb NOT NULL
);

CREATE SEQUENCE web_form_answers_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE web_form_answers_id_seq OWNED BY web_form_answers.id;

CREATE TABLE web_forms (
    name character varying(80) NOT NULL,
    active boolean NOT NULL,
    secret character varying(43) NOT NULL,
    asked jsonb NOT NULL,
    required jsonb NOT NULL,
    source character varying(40),
    destination character varying(40) NOT NULL,
    person_id integer,
    queue_id integer,
    thanks text,
    sites text,
    confirmed boolean NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone,
    external_id character varying(120),
    custom jsonb NOT NULL,
    created_by_id integer,
    changed_by_id integer,
    id integer NOT NULL,
    campaign_id integer,
    name_sort character varying(1000) DEFAULT ''::character varying NOT NULL COLLATE pg_catalog."C"
);

CREATE SEQUENCE web_forms_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE web_forms_id_seq OWNED BY web_forms.id;

CREATE TABLE win_requests (
    opportunity_id integer NOT NULL,
    asked_by_id integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    closed_on date NOT NULL,
    actual_amount bigint NOT NULL,
    currency character varying(3) NOT NULL,
    reason_id integer,
    note text,
    verdict character varying(20),
    decided_at timestamp with time zone,
    decided_by_id integer,
    decision_note text,
    id integer NOT NULL
);

CREATE SEQUENCE win_requests_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE win_requests_id_seq OWNED BY win_requests.id;

CREATE TABLE worker_beats (
    at timestamp with time zone NOT NULL,
    id integer NOT NULL
);

CREATE SEQUENCE worker_beats_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE worker_beats_id_seq OWNED BY worker_beats.id;

ALTER TABLE ONLY accounting_settings ALTER COLUMN id SET DEFAULT nextval('accounting_settings_id_seq'::regclass);

ALTER TABLE ONLY accounts ALTER COLUMN id SET DEFAULT nextval('accounts_id_seq'::regclass);

ALTER TABLE ONLY activities ALTER COLUMN id SET DEFAULT nextval('activities_id_seq'::regclass);

ALTER TABLE ONLY allocations ALTER COLUMN id SET DEFAULT nextval('allocations_id_seq'::regclass);

ALTER TABLE ONLY assignment_rules ALTER COLUMN id SET DEFAULT nextval('assignment_rules_id_seq'::regclass);

ALTER TABLE ONLY assignment_turns ALTER COLUMN id SET DEFAULT nextval('assignment_turns_id_seq'::regclass);

ALTER TABLE ONLY badge_rules ALTER COLUMN id SET DEFAULT nextval('badge_rules_id_seq'::regclass);

ALTER TABLE ONLY badges ALTER COLUMN id SET DEFAULT nextval('badges_id_seq'::regclass);

ALTER TABLE ONLY bank_accounts ALTER COLUMN id SET DEFAULT nextval('bank_accounts_id_seq'::regclass);

ALTER TABLE ONLY bank_bookings ALTER COLUMN id SET DEFAULT nextval('bank_bookings_id_seq'::regclass);

ALTER TABLE ONLY bank_layouts ALTER COLUMN id SET DEFAULT nextval('bank_layouts_id_seq'::regclass);

ALTER TABLE ONLY bank_statements ALTER COLUMN id SET DEFAULT nextval('bank_statements_id_seq'::regclass);

ALTER TABLE ONLY bank_uploads ALTER COLUMN id SET DEFAULT nextval('bank_uploads_id_seq'::regclass);

ALTER TABLE ONLY boards ALTER COLUMN id SET DEFAULT nextval('boards_id_seq'::regclass);

ALTER TABLE ONLY budget_changes ALTER COLUMN id SET DEFAULT nextval('budget_changes_id_seq'::regclass);

ALTER TABLE ONLY budgets ALTER COLUMN id SET DEFAULT nextval('budgets_id_seq'::regclass);

ALTER TABLE ONLY bulk_edits ALTER COLUMN id SET DEFAULT nextval('bulk_edits_id_seq'::regclass);

ALTER TABLE ONLY bulk_edits_kept ALTER COLUMN id SET DEFAULT nextval('bulk_edits_kept_id_seq'::regclass);

ALTER TABLE ONLY business_units ALTER COLUMN id SET DEFAULT nextval('business_units_id_seq'::regclass);

ALTER TABLE ONLY campaigns ALTER COLUMN id SET DEFAULT nextval('campaigns_id_seq'::regclass);

ALTER TABLE ONLY companies ALTER COLUMN id SET DEFAULT nextval('companies_id_seq'::regclass);

ALTER TABLE ONLY competitors ALTER COLUMN id SET DEFAULT nextval('competitors_id_seq'::regclass);

ALTER TABLE ONLY congratulations ALTER COLUMN id SET DEFAULT nextval('congratulations_id_seq'::regclass);

ALTER TABLE ONLY contacts ALTER COLUMN id SET DEFAULT nextval('contacts_id_seq'::regclass);

ALTER TABLE ONLY conversion_models ALTER COLUMN id SET DEFAULT nextval('conversion_models_id_seq'::regclass);

ALTER TABLE ONLY credit_note_lines ALTER COLUMN id SET DEFAULT nextval('credit_note_lines_id_seq'::regclass);

ALTER TABLE ONLY credit_note_orders ALTER COLUMN id SET DEFAULT nextval('credit_note_orders_id_seq'::regclass);

ALTER TABLE ONLY credit_notes ALTER COLUMN id SET DEFAULT nextval('credit_notes_id_seq'::regclass);

ALTER TABLE ONLY currency_decimals ALTER COLUMN id SET DEFAULT nextval('currency_decimals_id_seq'::regclass);

ALTER TABLE ONLY currency_rates ALTER COLUMN id SET DEFAULT nextval('currency_rates_id_seq'::regclass);

ALTER TABLE ONLY daily_goals ALTER COLUMN id SET DEFAULT nextval('daily_goals_id_seq'::regclass);

ALTER TABLE ONLY dashboards ALTER COLUMN id SET DEFAULT nextval('dashboards_id_seq'::regclass);

ALTER TABLE ONLY datev_files ALTER COLUMN id SET DEFAULT nextval('datev_files_id_seq'::regclass);

ALTER TABLE ONLY deal_reviews ALTER COLUMN id SET DEFAULT nextval('deal_reviews_id_seq'::regclass);

ALTER TABLE ONLY debtor_numbers ALTER COLUMN id SET DEFAULT nextval('debtor_numbers_id_seq'::regclass);

ALTER TABLE ONLY default_boards ALTER COLUMN id SET DEFAULT nextval('default_boards_id_seq'::regclass);

ALTER TABLE ONLY delivery_addresses ALTER COLUMN id SET DEFAULT nextval('delivery_addresses_id_seq'::regclass);

ALTER TABLE ONLY dialog_answers ALTER COLUMN id SET DEFAULT nextval('dialog_answers_id_seq'::regclass);

ALTER TABLE ONLY dialog_questions ALTER COLUMN id SET DEFAULT nextval('dialog_questions_id_seq'::regclass);

ALTER TABLE ONLY dialog_runs ALTER COLUMN id SET DEFAULT nextval('dialog_runs_id_seq'::regclass);

ALTER TABLE ONLY dialogs ALTER COLUMN id SET DEFAULT nextval('dialogs_id_seq'::regclass);

ALTER TABLE ONLY different_pairs ALTER COLUMN id SET DEFAULT nextval('different_pairs_id_seq'::regclass);

ALTER TABLE ONLY discounts_taken ALTER COLUMN id SET DEFAULT nextval('discounts_taken_id_seq'::regclass);

ALTER TABLE ONLY duplicate_pairs ALTER COLUMN id SET DEFAULT nextval('duplicate_pairs_id_seq'::regclass);

ALTER TABLE ONLY duplicate_scans ALTER COLUMN id SET DEFAULT nextval('duplicate_scans_id_seq'::regclass);

ALTER TABLE ONLY event_links ALTER COLUMN id SET DEFAULT nextval('event_links_id_seq'::regclass);

ALTER TABLE ONLY events ALTER COLUMN id SET DEFAULT nextval('events_id_seq'::regclass);

ALTER TABLE ONLY failed_sign_ins ALTER COLUMN id SET DEFAULT nextval('failed_sign_ins_id_seq'::regclass);

ALTER TABLE ONLY fairs ALTER COLUMN id SET DEFAULT nextval('fairs_id_seq'::regclass);

ALTER TABLE ONLY fapiao ALTER COLUMN id SET DEFAULT nextval('fapiao_id_seq'::regclass);

ALTER TABLE ONLY files ALTER COLUMN id SET DEFAULT nextval('files_id_seq'::regclass);

ALTER TABLE ONLY forecast_calls ALTER COLUMN id SET DEFAULT nextval('forecast_calls_id_seq'::regclass);

ALTER TABLE ONLY forecast_dues ALTER COLUMN id SET DEFAULT nextval('forecast_dues_id_seq'::regclass);

ALTER TABLE ONLY forecast_submissions ALTER COLUMN id SET DEFAULT nextval('forecast_submissions_id_seq'::regclass);

ALTER TABLE ONLY hall_places ALTER COLUMN id SET DEFAULT nextval('hall_places_id_seq'::regclass);

ALTER TABLE ONLY hall_quarters ALTER COLUMN id SET DEFAULT nextval('hall_quarters_id_seq'::regclass);

ALTER TABLE ONLY import_files ALTER COLUMN id SET DEFAULT nextval('import_files_id_seq'::regclass);

ALTER TABLE ONLY import_left_along ALTER COLUMN id SET DEFAULT nextval('import_left_along_id_seq'::regclass);

ALTER TABLE ONLY import_rows ALTER COLUMN id SET DEFAULT nextval('import_rows_id_seq'::regclass);

ALTER TABLE ONLY import_runs ALTER COLUMN id SET DEFAULT nextval('import_runs_id_seq'::regclass);

ALTER TABLE ONLY invoice_batch_rows ALTER COLUMN id SET DEFAULT nextval('invoice_batch_rows_id_seq'::regclass);

ALTER TABLE ONLY invoice_batches ALTER COLUMN id SET DEFAULT nextval('invoice_batches_id_seq'::regclass);

ALTER TABLE ONLY invoice_dispatches ALTER COLUMN id SET DEFAULT nextval('invoice_dispatches_id_seq'::regclass);

ALTER TABLE ONLY invoice_disputes ALTER COLUMN id SET DEFAULT nextval('invoice_disputes_id_seq'::regclass);

ALTER TABLE ONLY invoice_instalments ALTER COLUMN id SET DEFAULT nextval('invoice_instalments_id_seq'::regclass);

ALTER TABLE ONLY invoice_lines ALTER COLUMN id SET DEFAULT nextval('invoice_lines_id_seq'::regclass);

ALTER TABLE ONLY invoice_links ALTER COLUMN id SET DEFAULT nextval('invoice_links_id_seq'::regclass);

ALTER TABLE ONLY invoice_orders ALTER COLUMN id SET DEFAULT nextval('invoice_orders_id_seq'::regclass);

ALTER TABLE ONLY invoice_reminders ALTER COLUMN id SET DEFAULT nextval('invoice_reminders_id_seq'::regclass);

ALTER TABLE ONLY invoices ALTER COLUMN id SET DEFAULT nextval('invoices_id_seq'::regclass);

ALTER TABLE ONLY issued_e_invoices ALTER COLUMN id SET DEFAULT nextval('issued_e_invoices_id_seq'::regclass);

ALTER TABLE ONLY issued_papers ALTER COLUMN id SET DEFAULT nextval('issued_papers_id_seq'::regclass);

ALTER TABLE ONLY lead_conversions ALTER COLUMN id SET DEFAULT nextval('lead_conversions_id_seq'::regclass);

ALTER TABLE ONLY lead_limits ALTER COLUMN id SET DEFAULT nextval('lead_limits_id_seq'::regclass);

ALTER TABLE ONLY lead_mappings ALTER COLUMN id SET DEFAULT nextval('lead_mappings_id_seq'::regclass);

ALTER TABLE ONLY lead_queues ALTER COLUMN id SET DEFAULT nextval('lead_queues_id_seq'::regclass);

ALTER TABLE ONLY lead_score_rules ALTER COLUMN id SET DEFAULT nextval('lead_score_rules_id_seq'::regclass);

ALTER TABLE ONLY lead_statuses ALTER COLUMN id SET DEFAULT nextval('lead_statuses_id_seq'::regclass);

ALTER TABLE ONLY leads ALTER COLUMN id SET DEFAULT nextval('leads_id_seq'::regclass);

ALTER TABLE ONLY ledger_accounts ALTER COLUMN id SET DEFAULT nextval('ledger_accounts_id_seq'::regclass);

ALTER TABLE ONLY ledger_heads ALTER COLUMN id SET DEFAULT nextval('ledger_heads_id_seq'::regclass);

ALTER TABLE ONLY login_sessions ALTER COLUMN id SET DEFAULT nextval('login_sessions_id_seq'::regclass);

ALTER TABLE ONLY looks ALTER COLUMN id SET DEFAULT nextval('looks_id_seq'::regclass);

ALTER TABLE ONLY loss_reasons ALTER COLUMN id SET DEFAULT nextval('loss_reasons_id_seq'::regclass);

ALTER TABLE ONLY match_keys ALTER COLUMN id SET DEFAULT nextval('match_keys_id_seq'::regclass);

ALTER TABLE ONLY merged_records ALTER COLUMN id SET DEFAULT nextval('merged_records_id_seq'::regclass);

ALTER TABLE ONLY merges ALTER COLUMN id SET DEFAULT nextval('merges_id_seq'::regclass);

ALTER TABLE ONLY notes ALTER COLUMN id SET DEFAULT nextval('notes_id_seq'::regclass);

ALTER TABLE ONLY notices ALTER COLUMN id SET DEFAULT nextval('notices_id_seq'::regclass);

ALTER TABLE ONLY number_formats ALTER COLUMN id SET DEFAULT nextval('number_formats_id_seq'::regclass);

ALTER TABLE ONLY number_series ALTER COLUMN id SET DEFAULT nextval('number_series_id_seq'::regclass);

ALTER TABLE ONLY once_keys ALTER COLUMN id SET DEFAULT nextval('once_keys_id_seq'::regclass);

ALTER TABLE ONLY opportunities ALTER COLUMN id SET DEFAULT nextval('opportunities_id_seq'::regclass);

ALTER TABLE ONLY opportunity_closes ALTER COLUMN id SET DEFAULT nextval('opportunity_closes_id_seq'::regclass);

ALTER TABLE ONLY opportunity_competitors ALTER COLUMN id SET DEFAULT nextval('opportunity_competitors_id_seq'::regclass);

ALTER TABLE ONLY opportunity_contacts ALTER COLUMN id SET DEFAULT nextval('opportunity_contacts_id_seq'::regclass);

ALTER TABLE ONLY opportunity_lines ALTER COLUMN id SET DEFAULT nextval('opportunity_lines_id_seq'::regclass);

ALTER TABLE ONLY opportunity_members ALTER COLUMN id SET DEFAULT nextval('opportunity_members_id_seq'::regclass);

ALTER TABLE ONLY opportunity_ticks ALTER COLUMN id SET DEFAULT nextval('opportunity_ticks_id_seq'::regclass);

ALTER TABLE ONLY opportunity_totals ALTER COLUMN id SET DEFAULT nextval('opportunity_totals_id_seq'::regclass);

ALTER TABLE ONLY order_amendments ALTER COLUMN id SET DEFAULT nextval('order_amendments_id_seq'::regclass);

ALTER TABLE ONLY order_approvals ALTER COLUMN id SET DEFAULT nextval('order_approvals_id_seq'::regclass);

ALTER TABLE ONLY order_deliveries ALTER COLUMN id SET DEFAULT nextval('order_deliveries_id_seq'::regclass);

ALTER TABLE ONLY order_dispatches ALTER COLUMN id SET DEFAULT nextval('order_dispatches_id_seq'::regclass);

ALTER TABLE ONLY order_lines ALTER COLUMN id SET DEFAULT nextval('order_lines_id_seq'::regclass);

ALTER TABLE ONLY orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass);

ALTER TABLE ONLY outbox ALTER COLUMN id SET DEFAULT nextval('outbox_id_seq'::regclass);

ALTER TABLE ONLY payment_terms ALTER COLUMN id SET DEFAULT nextval('payment_terms_id_seq'::regclass);

ALTER TABLE ONLY payments ALTER COLUMN id SET DEFAULT nextval('payments_id_seq'::regclass);

ALTER TABLE ONLY picklist_entries ALTER COLUMN id SET DEFAULT nextval('picklist_entries_id_seq'::regclass);

ALTER TABLE ONLY pinned_reports ALTER COLUMN id SET DEFAULT nextval('pinned_reports_id_seq'::regclass);

ALTER TABLE ONLY pinned_views ALTER COLUMN id SET DEFAULT nextval('pinned_views_id_seq'::regclass);

ALTER TABLE ONLY pipeline_mark ALTER COLUMN id SET DEFAULT nextval('pipeline_mark_id_seq'::regclass);

ALTER TABLE ONLY pipeline_spans ALTER COLUMN id SET DEFAULT nextval('pipeline_spans_id_seq'::regclass);

ALTER TABLE ONLY price_book_entries ALTER COLUMN id SET DEFAULT nextval('price_book_entries_id_seq'::regclass);

ALTER TABLE ONLY price_books ALTER COLUMN id SET DEFAULT nextval('price_books_id_seq'::regclass);

ALTER TABLE ONLY pro_formas ALTER COLUMN id SET DEFAULT nextval('pro_formas_id_seq'::regclass);

ALTER TABLE ONLY products ALTER COLUMN id SET DEFAULT nextval('products_id_seq'::regclass);

ALTER TABLE ONLY quota_changes ALTER COLUMN id SET DEFAULT nextval('quota_changes_id_seq'::regclass);

ALTER TABLE ONLY quotas ALTER COLUMN id SET DEFAULT nextval('quotas_id_seq'::regclass);

ALTER TABLE ONLY quote_approvals ALTER COLUMN id SET DEFAULT nextval('quote_approvals_id_seq'::regclass);

ALTER TABLE ONLY quote_lines ALTER COLUMN id SET DEFAULT nextval('quote_lines_id_seq'::regclass);

ALTER TABLE ONLY quote_links ALTER COLUMN id SET DEFAULT nextval('quote_links_id_seq'::regclass);

ALTER TABLE ONLY quote_options ALTER COLUMN id SET DEFAULT nextval('quote_options_id_seq'::regclass);

ALTER TABLE ONLY quote_signatures ALTER COLUMN id SET DEFAULT nextval('quote_signatures_id_seq'::regclass);

ALTER TABLE ONLY quote_template_lines ALTER COLUMN id SET DEFAULT nextval('quote_template_lines_id_seq'::regclass);

ALTER TABLE ONLY quote_templates ALTER COLUMN id SET DEFAULT nextval('quote_templates_id_seq'::regclass);

ALTER TABLE ONLY quotes ALTER COLUMN id SET DEFAULT nextval('quotes_id_seq'::regclass);

ALTER TABLE ONLY recovery_codes ALTER COLUMN id SET DEFAULT nextval('recovery_codes_id_seq'::regclass);

ALTER TABLE ONLY recurring_dates ALTER COLUMN id SET DEFAULT nextval('recurring_dates_id_seq'::regclass);

ALTER TABLE ONLY recurring_invoices ALTER COLUMN id SET DEFAULT nextval('recurring_invoices_id_seq'::regclass);

ALTER TABLE ONLY reduction_requests ALTER COLUMN id SET DEFAULT nextval('reduction_requests_id_seq'::regclass);

ALTER TABLE ONLY refunds ALTER COLUMN id SET DEFAULT nextval('refunds_id_seq'::regclass);

ALTER TABLE ONLY reminder_levels ALTER COLUMN id SET DEFAULT nextval('reminder_levels_id_seq'::regclass);

ALTER TABLE ONLY report_files ALTER COLUMN id SET DEFAULT nextval('report_files_id_seq'::regclass);

ALTER TABLE ONLY report_shares ALTER COLUMN id SET DEFAULT nextval('report_shares_id_seq'::regclass);

ALTER TABLE ONLY report_subscriptions ALTER COLUMN id SET DEFAULT nextval('report_subscriptions_id_seq'::regclass);

ALTER TABLE ONLY sales_processes ALTER COLUMN id SET DEFAULT nextval('sales_processes_id_seq'::regclass);

ALTER TABLE ONLY saved_reports ALTER COLUMN id SET DEFAULT nextval('saved_reports_id_seq'::regclass);

ALTER TABLE ONLY second_factors ALTER COLUMN id SET DEFAULT nextval('second_factors_id_seq'::regclass);

ALTER TABLE ONLY specialist_requests ALTER COLUMN id SET DEFAULT nextval('specialist_requests_id_seq'::regclass);

ALTER TABLE ONLY stage_changes ALTER COLUMN id SET DEFAULT nextval('stage_changes_id_seq'::regclass);

ALTER TABLE ONLY stage_fields ALTER COLUMN id SET DEFAULT nextval('stage_fields_id_seq'::regclass);

ALTER TABLE ONLY stage_items ALTER COLUMN id SET DEFAULT nextval('stage_items_id_seq'::regclass);

ALTER TABLE ONLY stages ALTER COLUMN id SET DEFAULT nextval('stages_id_seq'::regclass);

ALTER TABLE ONLY survey_participants ALTER COLUMN id SET DEFAULT nextval('survey_participants_id_seq'::regclass);

ALTER TABLE ONLY survey_questions ALTER COLUMN id SET DEFAULT nextval('survey_questions_id_seq'::regclass);

ALTER TABLE ONLY surveys ALTER COLUMN id SET DEFAULT nextval('surveys_id_seq'::regclass);

ALTER TABLE ONLY tax_rates ALTER COLUMN id SET DEFAULT nextval('tax_rates_id_seq'::regclass);

ALTER TABLE ONLY undelivered_mails ALTER COLUMN id SET DEFAULT nextval('undelivered_mails_id_seq'::regclass);

ALTER TABLE ONLY user_days ALTER COLUMN id SET DEFAULT nextval('user_days_id_seq'::regclass);

ALTER TABLE ONLY users ALTER COLUMN id SET DEFAULT nextval('users_id_seq'::regclass);

ALTER TABLE ONLY views ALTER COLUMN id SET DEFAULT nextval('views_id_seq'::regclass);

ALTER TABLE ONLY wall_links ALTER COLUMN id SET DEFAULT nextval('wall_links_id_seq'::regclass);

ALTER TABLE ONLY web_form_answers ALTER COLUMN id SET DEFAULT nextval('web_form_answers_id_seq'::regclass);

ALTER TABLE ONLY web_forms ALTER COLUMN id SET DEFAULT nextval('web_forms_id_seq'::regclass);

ALTER TABLE ONLY win_requests ALTER COLUMN id SET DEFAULT nextval('win_requests_id_seq'::regclass);

ALTER TABLE ONLY worker_beats ALTER COLUMN id SET DEFAULT nextval('worker_beats_id_seq'::regclass);

INSERT INTO lead_mappings VALUES ('phone', 'account', 'phone', 1);
INSERT INTO lead_mappings VALUES ('website', 'account', 'website', 2);
INSERT INTO lead_mappings VALUES ('street', 'account', 'billing_street', 3);
INSERT INTO lead_mappings VALUES ('city', 'account', 'billing_city', 4);
INSERT INTO lead_mappings VALUES ('state', 'account', 'billing_state', 5);
INSERT INTO lead_mappings VALUES ('postal_code', 'account', 'billing_postal_code', 6);
INSERT INTO lead_mappings VALUES ('country', 'account', 'billing_country', 7);
INSERT INTO lead_mappings VALUES ('source', 'account', 'source', 8);
INSERT INTO lead_mappings VALUES ('job_title', 'contact', 'job_title', 9);
INSERT INTO lead_mappings VALUES ('email', 'contact', 'email', 10);
INSERT INTO lead_mappings VALUES ('phone', 'contact', 'phone', 11);
INSERT INTO lead_mappings VALUES ('mobile', 'contact', 'mobile', 12);
INSERT INTO lead_mappings VALUES ('street', 'contact', 'street', 13);
INSERT INTO lead_mappings VALUES ('city', 'contact', 'city', 14);
INSERT INTO lead_mappings VALUES ('state', 'contact', 'state', 15);
INSERT INTO lead_mappings VALUES ('postal_code', 'contact', 'postal_code', 16);
INSERT INTO lead_mappings VALUES ('country', 'contact', 'country', 17);
INSERT INTO lead_mappings VALUES ('estimated_amount', 'opportunity', 'amount', 18);
INSERT INTO lead_mappings VALUES ('description', 'opportunity', 'description', 19);
INSERT INTO lead_mappings VALUES ('source', 'opportunity', 'source', 20);
INSERT INTO lead_mappings VALUES ('campaign', 'opportunity', 'campaign', 21);

INSERT INTO lead_statuses VALUES (NULL, 'new', 'accent', 3, 1, true, true, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, NULL, NULL, '{}', NULL, NULL, 1, NULL);
INSERT INTO lead_statuses VALUES (NULL, 'working', 'warn', 7, 2, true, true, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, NULL, NULL, '{}', NULL, NULL, 2, NULL);
INSERT INTO lead_statuses VALUES (NULL, 'nurturing', 'neutral', 30, 3, true, true, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, NULL, NULL, '{}', NULL, NULL, 3, NULL);
INSERT INTO lead_statuses VALUES (NULL, 'converted', 'good', NULL, 4, true, true, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, NULL, NULL, '{}', NULL, NULL, 4, NULL);
INSERT INTO lead_statuses VALUES (NULL, 'disqualified', 'bad', NULL, 5, true, true, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, NULL, NULL, '{}', NULL, NULL, 5, NULL);

SELECT pg_catalog.setval('accounting_settings_id_seq', 1, false);

SELECT pg_catalog.setval('accounts_id_seq', 1, false);

SELECT pg_catalog.setval('activities_id_seq', 1, false);

SELECT pg_catalog.setval('allocations_id_seq', 1, false);

SELECT pg_catalog.setval('assignment_rules_id_seq', 1, false);

SELECT pg_catalog.setval('assignment_turns_id_seq', 1, false);

SELECT pg_catalog.setval('badge_rules_id_seq', 1, false);

SELECT pg_catalog.setval('badges_id_seq', 1, false);

SELECT pg_catalog.setval('bank_accounts_id_seq', 1, false);

SELECT pg_catalog.setval('bank_bookings_id_seq', 1, false);

SELECT pg_catalog.setval('bank_layouts_id_seq', 1, false);

SELECT pg_catalog.setval('bank_statements_id_seq', 1, false);

SELECT pg_catalog.setval('bank_uploads_id_seq', 1, false);

SELECT pg_catalog.setval('boards_id_seq', 1, false);

SELECT pg_catalog.setval('budget_changes_id_seq', 1, false);

SELECT pg_catalog.setval('budgets_id_seq', 1, false);

SELECT pg_catalog.setval('bulk_edits_id_seq', 1, false);

SELECT pg_catalog.setval('bulk_edits_kept_id_seq', 1, false);

SELECT pg_catalog.setval('business_units_id_seq', 1, false);

SELECT pg_catalog.setval('campaigns_id_seq', 1, false);

SELECT pg_catalog.setval('companies_id_seq', 1, false);

SELECT pg_catalog.setval('competitors_id_seq', 1, false);

SELECT pg_catalog.setval('congratulations_id_seq', 1, false);

SELECT pg_catalog.setval('contacts_id_seq', 1, false);

SELECT pg_catalog.setval('conversion_models_id_seq', 1, false);

SELECT pg_catalog.setval('credit_note_lines_id_seq', 1, false);

SELECT pg_catalog.setval('credit_note_orders_id_seq', 1, false);

SELECT pg_catalog.setval('credit_notes_id_seq', 1, false);

SELECT pg_catalog.setval('currency_decimals_id_seq', 1, false);

SELECT pg_catalog.setval('currency_rates_id_seq', 1, false);

SELECT pg_catalog.setval('daily_goals_id_seq', 1, false);

SELECT pg_catalog.setval('dashboards_id_seq', 1, false);

SELECT pg_catalog.setval('datev_files_id_seq', 1, false);

SELECT pg_catalog.setval('deal_reviews_id_seq', 1, false);

SELECT pg_catalog.setval('debtor_numbers_id_seq', 1, false);

SELECT pg_catalog.setval('default_boards_id_seq', 1, false);

SELECT pg_catalog.setval('delivery_addresses_id_seq', 1, false);

SELECT pg_catalog.setval('dialog_answers_id_seq', 1, false);

SELECT pg_catalog.setval('dialog_questions_id_seq', 1, false);

SELECT pg_catalog.setval('dialog_runs_id_seq', 1, false);

SELECT pg_catalog.setval('dialogs_id_seq', 1, false);

SELECT pg_catalog.setval('different_pairs_id_seq', 1, false);

SELECT pg_catalog.setval('discounts_taken_id_seq', 1, false);

SELECT pg_catalog.setval('duplicate_pairs_id_seq', 1, false);

SELECT pg_catalog.setval('duplicate_scans_id_seq', 1, false);

SELECT pg_catalog.setval('event_links_id_seq', 1, false);

SELECT pg_catalog.setval('events_id_seq', 1, false);

SELECT pg_catalog.setval('failed_sign_ins_id_seq', 1, false);

SELECT pg_catalog.setval('fairs_id_seq', 1, false);

SELECT pg_catalog.setval('fapiao_id_seq', 1, false);

SELECT pg_catalog.setval('files_id_seq', 1, false);

SELECT pg_catalog.setval('forecast_calls_id_seq', 1, false);

SELECT pg_catalog.setval('forecast_dues_id_seq', 1, false);

SELECT pg_catalog.setval('forecast_submissions_id_seq', 1, false);

SELECT pg_catalog.setval('hall_places_id_seq', 1, false);

SELECT pg_catalog.setval('hall_quarters_id_seq', 1, false);

SELECT pg_catalog.setval('import_files_id_seq', 1, false);

SELECT pg_catalog.setval('import_left_along_id_seq', 1, false);

SELECT pg_catalog.setval('import_rows_id_seq', 1, false);

SELECT pg_catalog.setval('import_runs_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_batch_rows_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_batches_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_dispatches_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_disputes_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_instalments_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_lines_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_links_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_orders_id_seq', 1, false);

SELECT pg_catalog.setval('invoice_reminders_id_seq', 1, false);

SELECT pg_catalog.setval('invoices_id_seq', 1, false);

SELECT pg_catalog.setval('issued_e_invoices_id_seq', 1, false);

SELECT pg_catalog.setval('issued_papers_id_seq', 1, false);

SELECT pg_catalog.setval('lead_conversions_id_seq', 1, false);

SELECT pg_catalog.setval('lead_limits_id_seq', 1, false);

SELECT pg_catalog.setval('lead_mappings_id_seq', 21, true);

SELECT pg_catalog.setval('lead_queues_id_seq', 1, false);

SELECT pg_catalog.setval('lead_score_rules_id_seq', 1, false);

SELECT pg_catalog.setval('lead_statuses_id_seq', 5, true);

SELECT pg_catalog.setval('leads_id_seq', 1, false);

SELECT pg_catalog.setval('ledger_accounts_id_seq', 1, false);

SELECT pg_catalog.setval('ledger_heads_id_seq', 1, false);

SELECT pg_catalog.setval('login_sessions_id_seq', 1, false);

SELECT pg_catalog.setval('looks_id_seq', 1, false);

SELECT pg_catalog.setval('loss_reasons_id_seq', 1, false);

SELECT pg_catalog.setval('match_keys_id_seq', 1, false);

SELECT pg_catalog.setval('merged_records_id_seq', 1, false);

SELECT pg_catalog.setval('merges_id_seq', 1, false);

SELECT pg_catalog.setval('notes_id_seq', 1, false);

SELECT pg_catalog.setval('notices_id_seq', 1, false);

SELECT pg_catalog.setval('number_formats_id_seq', 1, false);

SELECT pg_catalog.setval('number_series_id_seq', 1, false);

SELECT pg_catalog.setval('once_keys_id_seq', 1, false);

SELECT pg_catalog.setval('opportunities_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_closes_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_competitors_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_contacts_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_lines_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_members_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_ticks_id_seq', 1, false);

SELECT pg_catalog.setval('opportunity_totals_id_seq', 1, false);

SELECT pg_catalog.setval('order_amendments_id_seq', 1, false);

SELECT pg_catalog.setval('order_approvals_id_seq', 1, false);

SELECT pg_catalog.setval('order_deliveries_id_seq', 1, false);

SELECT pg_catalog.setval('order_dispatches_id_seq', 1, false);

SELECT pg_catalog.setval('order_lines_id_seq', 1, false);

SELECT pg_catalog.setval('orders_id_seq', 1, false);

SELECT pg_catalog.setval('outbox_id_seq', 1, false);

SELECT pg_catalog.setval('payment_terms_id_seq', 1, false);

SELECT pg_catalog.setval('payments_id_seq', 1, false);

SELECT pg_catalog.setval('picklist_entries_id_seq', 1, false);

SELECT pg_catalog.setval('pinned_reports_id_seq', 1, false);

SELECT pg_catalog.setval('pinned_views_id_seq', 1, false);

SELECT pg_catalog.setval('pipeline_mark_id_seq', 1, false);

SELECT pg_catalog.setval('pipeline_spans_id_seq', 1, false);

SELECT pg_catalog.setval('price_book_entries_id_seq', 1, false);

SELECT pg_catalog.setval('price_books_id_seq', 1, false);

SELECT pg_catalog.setval('pro_formas_id_seq', 1, false);

SELECT pg_catalog.setval('products_id_seq', 1, false);

SELECT pg_catalog.setval('quota_changes_id_seq', 1, false);

SELECT pg_catalog.setval('quotas_id_seq', 1, false);

SELECT pg_catalog.setval('quote_approvals_id_seq', 1, false);

SELECT pg_catalog.setval('quote_lines_id_seq', 1, false);

SELECT pg_catalog.setval('quote_links_id_seq', 1, false);

SELECT pg_catalog.setval('quote_options_id_seq', 1, false);

SELECT pg_catalog.setval('quote_signatures_id_seq', 1, false);

SELECT pg_catalog.setval('quote_template_lines_id_seq', 1, false);

SELECT pg_catalog.setval('quote_templates_id_seq', 1, false);

SELECT pg_catalog.setval('quotes_id_seq', 1, false);

SELECT pg_catalog.setval('recovery_codes_id_seq', 1, false);

SELECT pg_catalog.setval('recurring_dates_id_seq', 1, false);

SELECT pg_catalog.setval('recurring_invoices_id_seq', 1, false);

SELECT pg_catalog.setval('reduction_requests_id_seq', 1, false);

SELECT pg_catalog.setval('refunds_id_seq', 1, false);

SELECT pg_catalog.setval('reminder_levels_id_seq', 1, false);

SELECT pg_catalog.setval('report_files_id_seq', 1, false);

SELECT pg_catalog.setval('report_shares_id_seq', 1, false);

SELECT pg_catalog.setval('report_subscriptions_id_seq', 1, false);

SELECT pg_catalog.setval('sales_processes_id_seq', 1, false);

SELECT pg_catalog.setval('saved_reports_id_seq', 1, false);

SELECT pg_catalog.setval('second_factors_id_seq', 1, false);

SELECT pg_catalog.setval('specialist_requests_id_seq', 1, false);

SELECT pg_catalog.setval('stage_changes_id_seq', 1, false);

SELECT pg_catalog.setval('stage_fields_id_seq', 1, false);

SELECT pg_catalog.setval('stage_items_id_seq', 1, false);

SELECT pg_catalog.setval('stages_id_seq', 1, false);

SELECT pg_catalog.setval('survey_participants_id_seq', 1, false);

SELECT pg_catalog.setval('survey_questions_id_seq', 1, false);

SELECT pg_catalog.setval('surveys_id_seq', 1, false);

SELECT pg_catalog.setval('tax_rates_id_seq', 1, false);

SELECT pg_catalog.setval('undelivered_mails_id_seq', 1, false);

SELECT pg_catalog.setval('user_days_id_seq', 1, false);

SELECT pg_catalog.setval('users_id_seq', 1, false);

SELECT pg_catalog.setval('views_id_seq', 1, false);

SELECT pg_catalog.setval('wall_links_id_seq', 1, false);

SELECT pg_catalog.setval('web_form_answers_id_seq', 1, false);

SELECT pg_catalog.setval('web_forms_id_seq', 1, false);

SELECT pg_catalog.setval('win_requests_id_seq', 1, false);

SELECT pg_catalog.setval('worker_beats_id_seq', 1, false);

ALTER TABLE ONLY accounting_settings
    ADD CONSTRAINT pk_accounting_settings PRIMARY KEY (id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);

ALTER TABLE ONLY activities
    ADD CONSTRAINT pk_activities PRIMARY KEY (id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT pk_allocations PRIMARY KEY (id);

ALTER TABLE ONLY assignment_rule_people
    ADD CONSTRAINT pk_assignment_rule_people PRIMARY KEY (rule_id, user_id);

ALTER TABLE ONLY assignment_rules
    ADD CONSTRAINT pk_assignment_rules PRIMARY KEY (id);

ALTER TABLE ONLY assignment_turns
    ADD CONSTRAINT pk_assignment_turns PRIMARY KEY (id);

ALTER TABLE ONLY badge_rules
    ADD CONSTRAINT pk_badge_rules PRIMARY KEY (id);

ALTER TABLE ONLY badges
    ADD CONSTRAINT pk_badges PRIMARY KEY (id);

ALTER TABLE ONLY bank_accounts
    ADD CONSTRAINT pk_bank_accounts PRIMARY KEY (id);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT pk_bank_bookings PRIMARY KEY (id);

ALTER TABLE ONLY bank_layouts
    ADD CONSTRAINT pk_bank_layouts PRIMARY KEY (id);

ALTER TABLE ONLY bank_statements
    ADD CONSTRAINT pk_bank_statements PRIMARY KEY (id);

ALTER TABLE ONLY bank_uploads
    ADD CONSTRAINT pk_bank_uploads PRIMARY KEY (id);

ALTER TABLE ONLY boards
    ADD CONSTRAINT pk_boards PRIMARY KEY (id);

ALTER TABLE ONLY budget_changes
    ADD CONSTRAINT pk_budget_changes PRIMARY KEY (id);

ALTER TABLE ONLY budgets
    ADD CONSTRAINT pk_budgets PRIMARY KEY (id);

ALTER TABLE ONLY bulk_edits
    ADD CONSTRAINT pk_bulk_edits PRIMARY KEY (id);

ALTER TABLE ONLY bulk_edits_kept
    ADD CONSTRAINT pk_bulk_edits_kept PRIMARY KEY (id);

ALTER TABLE ONLY business_units
    ADD CONSTRAINT pk_business_units PRIMARY KEY (id);

ALTER TABLE ONLY campaigns
    ADD CONSTRAINT pk_campaigns PRIMARY KEY (id);

ALTER TABLE ONLY companies
    ADD CONSTRAINT pk_companies PRIMARY KEY (id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT pk_competitors PRIMARY KEY (id);

ALTER TABLE ONLY congratulations
    ADD CONSTRAINT pk_congratulations PRIMARY KEY (id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT pk_contacts PRIMARY KEY (id);

ALTER TABLE ONLY conversion_models
    ADD CONSTRAINT pk_conversion_models PRIMARY KEY (id);

ALTER TABLE ONLY credit_note_lines
    ADD CONSTRAINT pk_credit_note_lines PRIMARY KEY (id);

ALTER TABLE ONLY credit_note_orders
    ADD CONSTRAINT pk_credit_note_orders PRIMARY KEY (id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT pk_credit_notes PRIMARY KEY (id);

ALTER TABLE ONLY currency_decimals
    ADD CONSTRAINT pk_currency_decimals PRIMARY KEY (id);

ALTER TABLE ONLY currency_rates
    ADD CONSTRAINT pk_currency_rates PRIMARY KEY (id);

ALTER TABLE ONLY daily_goals
    ADD CONSTRAINT pk_daily_goals PRIMARY KEY (id);

ALTER TABLE ONLY dashboards
    ADD CONSTRAINT pk_dashboards PRIMARY KEY (id);

ALTER TABLE ONLY datev_files
    ADD CONSTRAINT pk_datev_files PRIMARY KEY (id);

ALTER TABLE ONLY deal_reviews
    ADD CONSTRAINT pk_deal_reviews PRIMARY KEY (id);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT pk_debtor_numbers PRIMARY KEY (id);

ALTER TABLE ONLY default_boards
    ADD CONSTRAINT pk_default_boards PRIMARY KEY (id);

ALTER TABLE ONLY delivery_addresses
    ADD CONSTRAINT pk_delivery_addresses PRIMARY KEY (id);

ALTER TABLE ONLY dialog_answers
    ADD CONSTRAINT pk_dialog_answers PRIMARY KEY (id);

ALTER TABLE ONLY dialog_questions
    ADD CONSTRAINT pk_dialog_questions PRIMARY KEY (id);

ALTER TABLE ONLY dialog_runs
    ADD CONSTRAINT pk_dialog_runs PRIMARY KEY (id);

ALTER TABLE ONLY dialogs
    ADD CONSTRAINT pk_dialogs PRIMARY KEY (id);

ALTER TABLE ONLY different_pairs
    ADD CONSTRAINT pk_different_pairs PRIMARY KEY (id);

ALTER TABLE ONLY discounts_taken
    ADD CONSTRAINT pk_discounts_taken PRIMARY KEY (id);

ALTER TABLE ONLY duplicate_pairs
    ADD CONSTRAINT pk_duplicate_pairs PRIMARY KEY (id);

ALTER TABLE ONLY duplicate_scans
    ADD CONSTRAINT pk_duplicate_scans PRIMARY KEY (id);

ALTER TABLE ONLY event_links
    ADD CONSTRAINT pk_event_links PRIMARY KEY (id);

ALTER TABLE ONLY events
    ADD CONSTRAINT pk_events PRIMARY KEY (id);

ALTER TABLE ONLY failed_sign_ins
    ADD CONSTRAINT pk_failed_sign_ins PRIMARY KEY (id);

ALTER TABLE ONLY fairs
    ADD CONSTRAINT pk_fairs PRIMARY KEY (id);

ALTER TABLE ONLY fapiao
    ADD CONSTRAINT pk_fapiao PRIMARY KEY (id);

ALTER TABLE ONLY files
    ADD CONSTRAINT pk_files PRIMARY KEY (id);

ALTER TABLE ONLY forecast_calls
    ADD CONSTRAINT pk_forecast_calls PRIMARY KEY (id);

ALTER TABLE ONLY forecast_dues
    ADD CONSTRAINT pk_forecast_dues PRIMARY KEY (id);

ALTER TABLE ONLY forecast_submissions
    ADD CONSTRAINT pk_forecast_submissions PRIMARY KEY (id);

ALTER TABLE ONLY hall_places
    ADD CONSTRAINT pk_hall_places PRIMARY KEY (id);

ALTER TABLE ONLY hall_quarters
    ADD CONSTRAINT pk_hall_quarters PRIMARY KEY (id);

ALTER TABLE ONLY import_files
    ADD CONSTRAINT pk_import_files PRIMARY KEY (id);

ALTER TABLE ONLY import_left_along
    ADD CONSTRAINT pk_import_left_along PRIMARY KEY (id);

ALTER TABLE ONLY import_rows
    ADD CONSTRAINT pk_import_rows PRIMARY KEY (id);

ALTER TABLE ONLY import_runs
    ADD CONSTRAINT pk_import_runs PRIMARY KEY (id);

ALTER TABLE ONLY invoice_batch_rows
    ADD CONSTRAINT pk_invoice_batch_rows PRIMARY KEY (id);

ALTER TABLE ONLY invoice_batches
    ADD CONSTRAINT pk_invoice_batches PRIMARY KEY (id);

ALTER TABLE ONLY invoice_dispatches
    ADD CONSTRAINT pk_invoice_dispatches PRIMARY KEY (id);

ALTER TABLE ONLY invoice_disputes
    ADD CONSTRAINT pk_invoice_disputes PRIMARY KEY (id);

ALTER TABLE ONLY invoice_instalments
    ADD CONSTRAINT pk_invoice_instalments PRIMARY KEY (id);

ALTER TABLE ONLY invoice_lines
    ADD CONSTRAINT pk_invoice_lines PRIMARY KEY (id);

ALTER TABLE ONLY invoice_links
    ADD CONSTRAINT pk_invoice_links PRIMARY KEY (id);

ALTER TABLE ONLY invoice_orders
    ADD CONSTRAINT pk_invoice_orders PRIMARY KEY (id);

ALTER TABLE ONLY invoice_reminders
    ADD CONSTRAINT pk_invoice_reminders PRIMARY KEY (id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT pk_invoices PRIMARY KEY (id);

ALTER TABLE ONLY issued_e_invoices
    ADD CONSTRAINT pk_issued_e_invoices PRIMARY KEY (id);

ALTER TABLE ONLY issued_papers
    ADD CONSTRAINT pk_issued_papers PRIMARY KEY (id);

ALTER TABLE ONLY lead_conversions
    ADD CONSTRAINT pk_lead_conversions PRIMARY KEY (id);

ALTER TABLE ONLY lead_limits
    ADD CONSTRAINT pk_lead_limits PRIMARY KEY (id);

ALTER TABLE ONLY lead_mappings
    ADD CONSTRAINT pk_lead_mappings PRIMARY KEY (id);

ALTER TABLE ONLY lead_queue_members
    ADD CONSTRAINT pk_lead_queue_members PRIMARY KEY (queue_id, user_id);

ALTER TABLE ONLY lead_queues
    ADD CONSTRAINT pk_lead_queues PRIMARY KEY (id);

ALTER TABLE ONLY lead_score_rules
    ADD CONSTRAINT pk_lead_score_rules PRIMARY KEY (id);

ALTER TABLE ONLY lead_statuses
    ADD CONSTRAINT pk_lead_statuses PRIMARY KEY (id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT pk_leads PRIMARY KEY (id);

ALTER TABLE ONLY ledger_accounts
    ADD CONSTRAINT pk_ledger_accounts PRIMARY KEY (id);

ALTER TABLE ONLY ledger_heads
    ADD CONSTRAINT pk_ledger_heads PRIMARY KEY (id);

ALTER TABLE ONLY login_sessions
    ADD CONSTRAINT pk_login_sessions PRIMARY KEY (id);

ALTER TABLE ONLY looks
    ADD CONSTRAINT pk_looks PRIMARY KEY (id);

ALTER TABLE ONLY loss_reasons
    ADD CONSTRAINT pk_loss_reasons PRIMARY KEY (id);

ALTER TABLE ONLY match_keys
    ADD CONSTRAINT pk_match_keys PRIMARY KEY (id);

ALTER TABLE ONLY merged_records
    ADD CONSTRAINT pk_merged_records PRIMARY KEY (id);

ALTER TABLE ONLY merges
    ADD CONSTRAINT pk_merges PRIMARY KEY (id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT pk_notes PRIMARY KEY (id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT pk_notices PRIMARY KEY (id);

ALTER TABLE ONLY number_formats
    ADD CONSTRAINT pk_number_formats PRIMARY KEY (id);

ALTER TABLE ONLY number_series
    ADD CONSTRAINT pk_number_series PRIMARY KEY (id);

ALTER TABLE ONLY once_keys
    ADD CONSTRAINT pk_once_keys PRIMARY KEY (id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT pk_opportunities PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT pk_opportunity_closes PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_competitors
    ADD CONSTRAINT pk_opportunity_competitors PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_contacts
    ADD CONSTRAINT pk_opportunity_contacts PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_lines
    ADD CONSTRAINT pk_opportunity_lines PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_members
    ADD CONSTRAINT pk_opportunity_members PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_ticks
    ADD CONSTRAINT pk_opportunity_ticks PRIMARY KEY (id);

ALTER TABLE ONLY opportunity_totals
    ADD CONSTRAINT pk_opportunity_totals PRIMARY KEY (id);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT pk_order_amendments PRIMARY KEY (id);

ALTER TABLE ONLY order_approvals
    ADD CONSTRAINT pk_order_approvals PRIMARY KEY (id);

ALTER TABLE ONLY order_deliveries
    ADD CONSTRAINT pk_order_deliveries PRIMARY KEY (id);

ALTER TABLE ONLY order_dispatches
    ADD CONSTRAINT pk_order_dispatches PRIMARY KEY (id);

ALTER TABLE ONLY order_lines
    ADD CONSTRAINT pk_order_lines PRIMARY KEY (id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT pk_orders PRIMARY KEY (id);

ALTER TABLE ONLY outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);

ALTER TABLE ONLY payment_terms
    ADD CONSTRAINT pk_payment_terms PRIMARY KEY (id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT pk_payments PRIMARY KEY (id);

ALTER TABLE ONLY picklist_entries
    ADD CONSTRAINT pk_picklist_entries PRIMARY KEY (id);

ALTER TABLE ONLY pinned_reports
    ADD CONSTRAINT pk_pinned_reports PRIMARY KEY (id);

ALTER TABLE ONLY pinned_views
    ADD CONSTRAINT pk_pinned_views PRIMARY KEY (id);

ALTER TABLE ONLY pipeline_mark
    ADD CONSTRAINT pk_pipeline_mark PRIMARY KEY (id);

ALTER TABLE ONLY pipeline_spans
    ADD CONSTRAINT pk_pipeline_spans PRIMARY KEY (id);

ALTER TABLE ONLY price_book_entries
    ADD CONSTRAINT pk_price_book_entries PRIMARY KEY (id);

ALTER TABLE ONLY price_books
    ADD CONSTRAINT pk_price_books PRIMARY KEY (id);

ALTER TABLE ONLY pro_formas
    ADD CONSTRAINT pk_pro_formas PRIMARY KEY (id);

ALTER TABLE ONLY products
    ADD CONSTRAINT pk_products PRIMARY KEY (id);

ALTER TABLE ONLY quota_changes
    ADD CONSTRAINT pk_quota_changes PRIMARY KEY (id);

ALTER TABLE ONLY quotas
    ADD CONSTRAINT pk_quotas PRIMARY KEY (id);

ALTER TABLE ONLY quote_approvals
    ADD CONSTRAINT pk_quote_approvals PRIMARY KEY (id);

ALTER TABLE ONLY quote_lines
    ADD CONSTRAINT pk_quote_lines PRIMARY KEY (id);

ALTER TABLE ONLY quote_links
    ADD CONSTRAINT pk_quote_links PRIMARY KEY (id);

ALTER TABLE ONLY quote_options
    ADD CONSTRAINT pk_quote_options PRIMARY KEY (id);

ALTER TABLE ONLY quote_signatures
    ADD CONSTRAINT pk_quote_signatures PRIMARY KEY (id);

ALTER TABLE ONLY quote_template_lines
    ADD CONSTRAINT pk_quote_template_lines PRIMARY KEY (id);

ALTER TABLE ONLY quote_templates
    ADD CONSTRAINT pk_quote_templates PRIMARY KEY (id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT pk_quotes PRIMARY KEY (id);

ALTER TABLE ONLY recovery_codes
    ADD CONSTRAINT pk_recovery_codes PRIMARY KEY (id);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT pk_recurring_dates PRIMARY KEY (id);

ALTER TABLE ONLY recurring_invoices
    ADD CONSTRAINT pk_recurring_invoices PRIMARY KEY (id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT pk_reduction_requests PRIMARY KEY (id);

ALTER TABLE ONLY refunds
    ADD CONSTRAINT pk_refunds PRIMARY KEY (id);

ALTER TABLE ONLY reminder_levels
    ADD CONSTRAINT pk_reminder_levels PRIMARY KEY (id);

ALTER TABLE ONLY report_files
    ADD CONSTRAINT pk_report_files PRIMARY KEY (id);

ALTER TABLE ONLY report_shares
    ADD CONSTRAINT pk_report_shares PRIMARY KEY (id);

ALTER TABLE ONLY report_subscriptions
    ADD CONSTRAINT pk_report_subscriptions PRIMARY KEY (id);

ALTER TABLE ONLY sales_processes
    ADD CONSTRAINT pk_sales_processes PRIMARY KEY (id);

ALTER TABLE ONLY saved_reports
    ADD CONSTRAINT pk_saved_reports PRIMARY KEY (id);

ALTER TABLE ONLY search_words
    ADD CONSTRAINT pk_search_words PRIMARY KEY (record_type, word, record_id);

ALTER TABLE ONLY second_factors
    ADD CONSTRAINT pk_second_factors PRIMARY KEY (id);

ALTER TABLE ONLY specialist_requests
    ADD CONSTRAINT pk_specialist_requests PRIMARY KEY (id);

ALTER TABLE ONLY stage_changes
    ADD CONSTRAINT pk_stage_changes PRIMARY KEY (id);

ALTER TABLE ONLY stage_fields
    ADD CONSTRAINT pk_stage_fields PRIMARY KEY (id);

ALTER TABLE ONLY stage_items
    ADD CONSTRAINT pk_stage_items PRIMARY KEY (id);

ALTER TABLE ONLY stages
    ADD CONSTRAINT pk_stages PRIMARY KEY (id);

ALTER TABLE ONLY survey_participants
    ADD CONSTRAINT pk_survey_participants PRIMARY KEY (id);

ALTER TABLE ONLY survey_questions
    ADD CONSTRAINT pk_survey_questions PRIMARY KEY (id);

ALTER TABLE ONLY survey_responses
    ADD CONSTRAINT pk_survey_responses PRIMARY KEY (id);

ALTER TABLE ONLY surveys
    ADD CONSTRAINT pk_surveys PRIMARY KEY (id);

ALTER TABLE ONLY tax_rates
    ADD CONSTRAINT pk_tax_rates PRIMARY KEY (id);

ALTER TABLE ONLY undelivered_mails
    ADD CONSTRAINT pk_undelivered_mails PRIMARY KEY (id);

ALTER TABLE ONLY user_days
    ADD CONSTRAINT pk_user_days PRIMARY KEY (id);

ALTER TABLE ONLY users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);

ALTER TABLE ONLY views
    ADD CONSTRAINT pk_views PRIMARY KEY (id);

ALTER TABLE ONLY wall_links
    ADD CONSTRAINT pk_wall_links PRIMARY KEY (id);

ALTER TABLE ONLY web_form_answers
    ADD CONSTRAINT pk_web_form_answers PRIMARY KEY (id);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT pk_web_forms PRIMARY KEY (id);

ALTER TABLE ONLY win_requests
    ADD CONSTRAINT pk_win_requests PRIMARY KEY (id);

ALTER TABLE ONLY worker_beats
    ADD CONSTRAINT pk_worker_beats PRIMARY KEY (id);

ALTER TABLE ONLY assignment_turns
    ADD CONSTRAINT uq_assignment_turns_rule_id UNIQUE (rule_id);

ALTER TABLE ONLY badges
    ADD CONSTRAINT uq_badges_rule_id_user_id_first UNIQUE (rule_id, user_id, first);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT uq_bank_bookings_key UNIQUE (key);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT uq_bank_bookings_payment_id UNIQUE (payment_id);

ALTER TABLE ONLY bank_layouts
    ADD CONSTRAINT uq_bank_layouts_account UNIQUE (account);

ALTER TABLE ONLY boards
    ADD CONSTRAINT uq_boards_user_id_name UNIQUE (user_id, name);

ALTER TABLE ONLY budgets
    ADD CONSTRAINT uq_budgets_team_month UNIQUE (team, month);

ALTER TABLE ONLY congratulations
    ADD CONSTRAINT uq_congratulations_close_id_user_id UNIQUE (close_id, user_id);

ALTER TABLE ONLY credit_note_orders
    ADD CONSTRAINT uq_credit_note_orders_credit_note_id_order_id UNIQUE (credit_note_id, order_id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT uq_credit_notes_hash UNIQUE (hash);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT uq_credit_notes_number UNIQUE (number);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT uq_credit_notes_position UNIQUE ("position");

ALTER TABLE ONLY currency_decimals
    ADD CONSTRAINT uq_currency_decimals_currency UNIQUE (currency);

ALTER TABLE ONLY currency_rates
    ADD CONSTRAINT uq_currency_rates_currency_valid_from UNIQUE (currency, valid_from);

ALTER TABLE ONLY daily_goals
    ADD CONSTRAINT uq_daily_goals_user_id_kind UNIQUE (user_id, kind);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT uq_debtor_numbers_account_id UNIQUE (account_id);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT uq_debtor_numbers_contact_id UNIQUE (contact_id);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT uq_debtor_numbers_number UNIQUE (number);

ALTER TABLE ONLY default_boards
    ADD CONSTRAINT uq_default_boards_user_id UNIQUE (user_id);

ALTER TABLE ONLY different_pairs
    ADD CONSTRAINT uq_different_pairs_record_type_one_id_other_id UNIQUE (record_type, one_id, other_id);

ALTER TABLE ONLY duplicate_pairs
    ADD CONSTRAINT uq_duplicate_pairs_record_type_one_id_other_id UNIQUE (record_type, one_id, other_id);

ALTER TABLE ONLY duplicate_scans
    ADD CONSTRAINT uq_duplicate_scans_record_type UNIQUE (record_type);

ALTER TABLE ONLY fapiao
    ADD CONSTRAINT uq_fapiao_number UNIQUE (number);

ALTER TABLE ONLY files
    ADD CONSTRAINT uq_files_token UNIQUE (token);

ALTER TABLE ONLY forecast_dues
    ADD CONSTRAINT uq_forecast_dues_user_id_first_on_last_on UNIQUE (user_id, first_on, last_on);

ALTER TABLE ONLY hall_places
    ADD CONSTRAINT uq_hall_places_quarter_id_board_user_id UNIQUE (quarter_id, board, user_id);

ALTER TABLE ONLY hall_quarters
    ADD CONSTRAINT uq_hall_quarters_first UNIQUE (first);

ALTER TABLE ONLY import_files
    ADD CONSTRAINT uq_import_files_run_id UNIQUE (run_id);

ALTER TABLE ONLY invoice_links
    ADD CONSTRAINT uq_invoice_links_secret_hash UNIQUE (secret_hash);

ALTER TABLE ONLY invoice_orders
    ADD CONSTRAINT uq_invoice_orders_invoice_id_order_id UNIQUE (invoice_id, order_id);

ALTER TABLE ONLY invoice_reminders
    ADD CONSTRAINT uq_invoice_reminders_invoice_id_due_on_level UNIQUE (invoice_id, due_on, level);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT uq_invoices_hash UNIQUE (hash);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT uq_invoices_number UNIQUE (number);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT uq_invoices_position UNIQUE ("position");

ALTER TABLE ONLY issued_e_invoices
    ADD CONSTRAINT uq_issued_e_invoices_document_type_document_id UNIQUE (document_type, document_id);

ALTER TABLE ONLY issued_papers
    ADD CONSTRAINT uq_issued_papers_document_type_document_id UNIQUE (document_type, document_id);

ALTER TABLE ONLY lead_mappings
    ADD CONSTRAINT uq_lead_mappings_lead_field_target_type UNIQUE (lead_field, target_type);

ALTER TABLE ONLY lead_mappings
    ADD CONSTRAINT uq_lead_mappings_target_type_target_field UNIQUE (target_type, target_field);

ALTER TABLE ONLY ledger_accounts
    ADD CONSTRAINT uq_ledger_accounts_scope_key UNIQUE (scope_key);

ALTER TABLE ONLY login_sessions
    ADD CONSTRAINT uq_login_sessions_secret_hash UNIQUE (secret_hash);

ALTER TABLE ONLY looks
    ADD CONSTRAINT uq_looks_user_id_subject_type_subject_id UNIQUE (user_id, subject_type, subject_id);

ALTER TABLE ONLY merged_records
    ADD CONSTRAINT uq_merged_records_record_type_record_id UNIQUE (record_type, record_id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT uq_notices_user_id_event_id UNIQUE (user_id, event_id);

ALTER TABLE ONLY number_series
    ADD CONSTRAINT uq_number_series_series_year UNIQUE (series, year);

ALTER TABLE ONLY once_keys
    ADD CONSTRAINT uq_once_keys_user_id_key UNIQUE (user_id, key);

ALTER TABLE ONLY opportunity_competitors
    ADD CONSTRAINT uq_opportunity_competitors_opportunity_id_competitor_id UNIQUE (opportunity_id, competitor_id);

ALTER TABLE ONLY opportunity_contacts
    ADD CONSTRAINT uq_opportunity_contacts_opportunity_id_contact_id UNIQUE (opportunity_id, contact_id);

ALTER TABLE ONLY opportunity_members
    ADD CONSTRAINT uq_opportunity_members_opportunity_id_user_id UNIQUE (opportunity_id, user_id);

ALTER TABLE ONLY opportunity_ticks
    ADD CONSTRAINT uq_opportunity_ticks_opportunity_id_item_id UNIQUE (opportunity_id, item_id);

ALTER TABLE ONLY opportunity_totals
    ADD CONSTRAINT uq_opportunity_totals_stage_id_owner_id_currency UNIQUE (stage_id, owner_id, currency);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT uq_order_amendments_order_id_place UNIQUE (order_id, place);

ALTER TABLE ONLY order_deliveries
    ADD CONSTRAINT uq_order_deliveries_order_id_place UNIQUE (order_id, place);

ALTER TABLE ONLY orders
    ADD CONSTRAINT uq_orders_number UNIQUE (number);

ALTER TABLE ONLY picklist_entries
    ADD CONSTRAINT uq_picklist_entries_picklist_code UNIQUE (picklist, code);

ALTER TABLE ONLY pinned_reports
    ADD CONSTRAINT uq_pinned_reports_user_id_report UNIQUE (user_id, report);

ALTER TABLE ONLY pinned_views
    ADD CONSTRAINT uq_pinned_views_user_id_type_key_view UNIQUE (user_id, type_key, view);

ALTER TABLE ONLY price_book_entries
    ADD CONSTRAINT uq_price_book_entries_price_book_id_product_id_from_quantity UNIQUE (price_book_id, product_id, from_quantity);

ALTER TABLE ONLY pro_formas
    ADD CONSTRAINT uq_pro_formas_document_type_document_id_place UNIQUE (document_type, document_id, place);

ALTER TABLE ONLY products
    ADD CONSTRAINT uq_products_code UNIQUE (code);

ALTER TABLE ONLY quotas
    ADD CONSTRAINT uq_quotas_user_id_month UNIQUE (user_id, month);

ALTER TABLE ONLY quote_links
    ADD CONSTRAINT uq_quote_links_secret_hash UNIQUE (secret_hash);

ALTER TABLE ONLY quote_signatures
    ADD CONSTRAINT uq_quote_signatures_quote_id UNIQUE (quote_id);

ALTER TABLE ONLY quote_templates
    ADD CONSTRAINT uq_quote_templates_user_id_name UNIQUE (user_id, name);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT uq_quotes_number_revision UNIQUE (number, revision);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT uq_recurring_dates_invoice_id UNIQUE (invoice_id);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT uq_recurring_dates_recurring_id_due_on UNIQUE (recurring_id, due_on);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT uq_reduction_requests_allocation_id UNIQUE (allocation_id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT uq_reduction_requests_credit_note_id UNIQUE (credit_note_id);

ALTER TABLE ONLY reminder_levels
    ADD CONSTRAINT uq_reminder_levels_level UNIQUE (level);

ALTER TABLE ONLY report_shares
    ADD CONSTRAINT uq_report_shares_what_key_user_id UNIQUE (what, key, user_id);

ALTER TABLE ONLY report_subscriptions
    ADD CONSTRAINT uq_report_subscriptions_user_id_subject UNIQUE (user_id, subject);

ALTER TABLE ONLY saved_reports
    ADD CONSTRAINT uq_saved_reports_user_id_name UNIQUE (user_id, name);

ALTER TABLE ONLY second_factors
    ADD CONSTRAINT uq_second_factors_user_id UNIQUE (user_id);

ALTER TABLE ONLY stage_fields
    ADD CONSTRAINT uq_stage_fields_stage_id_field UNIQUE (stage_id, field);

ALTER TABLE ONLY survey_participants
    ADD CONSTRAINT uq_survey_participants_survey_id_user_id UNIQUE (survey_id, user_id);

ALTER TABLE ONLY user_days
    ADD CONSTRAINT uq_user_days_user_id_what_day UNIQUE (user_id, what, day);

ALTER TABLE ONLY users
    ADD CONSTRAINT uq_users_email UNIQUE (email);

ALTER TABLE ONLY views
    ADD CONSTRAINT uq_views_user_id_type_key_name UNIQUE (user_id, type_key, name);

ALTER TABLE ONLY wall_links
    ADD CONSTRAINT uq_wall_links_secret_hash UNIQUE (secret_hash);

ALTER TABLE ONLY web_form_answers
    ADD CONSTRAINT uq_web_form_answers_secret_hash UNIQUE (secret_hash);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT uq_web_forms_secret UNIQUE (secret);

CREATE INDEX ix_accounts_business_unit_id ON accounts USING btree (business_unit_id);

CREATE INDEX ix_accounts_external ON accounts USING btree (external_id);

CREATE INDEX ix_accounts_list_changed ON accounts USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_accounts_list_name ON accounts USING btree (name_sort, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_accounts_owner_id ON accounts USING btree (owner_id);

CREATE INDEX ix_accounts_parent_id ON accounts USING btree (parent_id);

CREATE INDEX ix_accounts_payment_terms_id ON accounts USING btree (payment_terms_id);

CREATE INDEX ix_accounts_price_book_id ON accounts USING btree (price_book_id);

CREATE INDEX ix_activities_about ON activities USING btree (subject_type, subject_id, status, due_on);

CREATE INDEX ix_activities_due ON activities USING btree (owner_id, status, due_on);

CREATE INDEX ix_activities_owner_id ON activities USING btree (owner_id);

CREATE INDEX ix_allocations_credit_note_id ON allocations USING btree (credit_note_id);

CREATE INDEX ix_allocations_discount_id ON allocations USING btree (discount_id);

CREATE INDEX ix_allocations_invoice_id ON allocations USING btree (invoice_id);

CREATE INDEX ix_allocations_payment_id ON allocations USING btree (payment_id);

CREATE INDEX ix_assignment_rule_people_user_id ON assignment_rule_people USING btree (user_id);

CREATE INDEX ix_assignment_rules_queue_id ON assignment_rules USING btree (queue_id);

CREATE INDEX ix_badges_user_id ON badges USING btree (user_id);

CREATE INDEX ix_bank_bookings_like_id ON bank_bookings USING btree (like_id);

CREATE INDEX ix_bank_bookings_payer_account ON bank_bookings USING btree (payer_account);

CREATE INDEX ix_bank_bookings_state ON bank_bookings USING btree (state, booked_on);

CREATE INDEX ix_bank_bookings_statement_id ON bank_bookings USING btree (statement_id);

CREATE INDEX ix_bank_uploads_by_id ON bank_uploads USING btree (by_id);

CREATE INDEX ix_budget_changes_step ON budget_changes USING btree (step);

CREATE INDEX ix_budget_changes_team ON budget_changes USING btree (team);

CREATE INDEX ix_budgets_month ON budgets USING btree (month);

CREATE INDEX ix_bulk_edits_by_id ON bulk_edits USING btree (by_id);

CREATE INDEX ix_bulk_edits_kept_bulk_edit_id ON bulk_edits_kept USING btree (bulk_edit_id);

CREATE INDEX ix_business_units_parent_id ON business_units USING btree (parent_id);

CREATE INDEX ix_campaigns_external ON campaigns USING btree (external_id);

CREATE INDEX ix_campaigns_list_begins ON campaigns USING btree (begins_on, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_campaigns_list_changed ON campaigns USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_campaigns_owner_id ON campaigns USING btree (owner_id);

CREATE INDEX ix_competitors_external ON competitors USING btree (external_id);

CREATE INDEX ix_competitors_list_changed ON competitors USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_competitors_list_name ON competitors USING btree (name_sort, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_congratulations_close_id ON congratulations USING btree (close_id);

CREATE INDEX ix_contacts_account_id ON contacts USING btree (account_id);

CREATE INDEX ix_contacts_external ON contacts USING btree (external_id);

CREATE INDEX ix_contacts_list_changed ON contacts USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_contacts_list_name ON contacts USING btree (family_name_sort, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_contacts_name ON contacts USING btree (name);

CREATE INDEX ix_contacts_owner_id ON contacts USING btree (owner_id);

CREATE INDEX ix_contacts_reports_to_id ON contacts USING btree (reports_to_id);

CREATE INDEX ix_credit_note_lines_credit_note_id ON credit_note_lines USING btree (credit_note_id);

CREATE INDEX ix_credit_note_lines_invoice_line_id ON credit_note_lines USING btree (invoice_line_id);

CREATE INDEX ix_credit_note_lines_product_id ON credit_note_lines USING btree (product_id);

CREATE INDEX ix_credit_note_lines_tax_rate_id ON credit_note_lines USING btree (tax_rate_id);

CREATE INDEX ix_credit_note_orders_order_id ON credit_note_orders USING btree (order_id);

CREATE INDEX ix_credit_notes_account_id ON credit_notes USING btree (account_id);

CREATE INDEX ix_credit_notes_contact_id ON credit_notes USING btree (contact_id);

CREATE INDEX ix_credit_notes_invoice_id ON credit_notes USING btree (invoice_id);

CREATE INDEX ix_credit_notes_list_changed ON credit_notes USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_credit_notes_opportunity_id ON credit_notes USING btree (opportunity_id);

CREATE INDEX ix_credit_notes_owner_id ON credit_notes USING btree (owner_id);

CREATE INDEX ix_credit_notes_payment_terms_id ON credit_notes USING btree (payment_terms_id);

CREATE INDEX ix_credit_notes_price_book_id ON credit_notes USING btree (price_book_id);

CREATE INDEX ix_datev_files_last ON datev_files USING btree (last);

CREATE INDEX ix_deal_reviews_by ON deal_reviews USING btree (by_id, opportunity_id, at);

CREATE INDEX ix_default_boards_board_id ON default_boards USING btree (board_id);

CREATE INDEX ix_delivery_addresses_account_id ON delivery_addresses USING btree (account_id);

CREATE INDEX ix_dialog_answers_goes_to_id ON dialog_answers USING btree (goes_to_id);

CREATE INDEX ix_dialog_answers_question_id ON dialog_answers USING btree (question_id);

CREATE INDEX ix_dialog_questions_dialog_id ON dialog_questions USING btree (dialog_id);

CREATE INDEX ix_dialog_runs_dialog_id ON dialog_runs USING btree (dialog_id);

CREATE INDEX ix_dialog_runs_subject ON dialog_runs USING btree (subject_type, subject_id);

CREATE INDEX ix_different_pairs_other_id ON different_pairs USING btree (other_id);

CREATE INDEX ix_discounts_taken_invoice_id ON discounts_taken USING btree (invoice_id);

CREATE INDEX ix_discounts_taken_payment_id ON discounts_taken USING btree (payment_id);

CREATE INDEX ix_duplicate_pairs_other_id ON duplicate_pairs USING btree (other_id);

CREATE INDEX ix_duplicate_pairs_score ON duplicate_pairs USING btree (record_type, score, id);

CREATE INDEX ix_event_links_event_id ON event_links USING btree (event_id);

CREATE INDEX ix_event_links_record ON event_links USING btree (record_type, record_id);

CREATE INDEX ix_events_at ON events USING btree (at);

CREATE INDEX ix_events_kind ON events USING btree (kind);

CREATE INDEX ix_events_source ON events USING btree (source, subject_type, id) WHERE (source IS NOT NULL);

CREATE INDEX ix_events_subject ON events USING btree (subject_type, subject_id, at);

CREATE INDEX ix_failed_sign_ins_key ON failed_sign_ins USING btree (key, at);

CREATE INDEX ix_fairs_campaign_id ON fairs USING btree (campaign_id);

CREATE UNIQUE INDEX ix_fairs_going_on ON fairs USING btree (user_id) WHERE (ended_at IS NULL);

CREATE INDEX ix_fairs_user_id ON fairs USING btree (user_id);

CREATE INDEX ix_fapiao_credit_note_id ON fapiao USING btree (credit_note_id);

CREATE INDEX ix_fapiao_invoice_id ON fapiao USING btree (invoice_id);

CREATE INDEX ix_files_about ON files USING btree (subject_type, subject_id);

CREATE INDEX ix_files_digest ON files USING btree (digest);

CREATE INDEX ix_forecast_calls_period ON forecast_calls USING btree (first_on, last_on, user_id);

CREATE INDEX ix_forecast_submissions_period ON forecast_submissions USING btree (first_on, last_on, user_id);

CREATE INDEX ix_import_left_along_record ON import_left_along USING btree (record_type, record_id);

CREATE INDEX ix_import_left_along_run ON import_left_along USING btree (run_id, id);

CREATE INDEX ix_import_rows_fingerprint ON import_rows USING btree (fingerprint);

CREATE INDEX ix_import_rows_run ON import_rows USING btree (run_id, outcome, round, number);

CREATE INDEX ix_import_runs_by_id ON import_runs USING btree (by_id);

CREATE INDEX ix_import_runs_digest ON import_runs USING btree (digest);

CREATE INDEX ix_invoice_batch_rows_batch_id ON invoice_batch_rows USING btree (batch_id);

CREATE INDEX ix_invoice_batches_by_id ON invoice_batches USING btree (by_id);

CREATE INDEX ix_invoice_dispatches_invoice_id ON invoice_dispatches USING btree (invoice_id);

CREATE INDEX ix_invoice_disputes_invoice_id ON invoice_disputes USING btree (invoice_id);

CREATE INDEX ix_invoice_instalments_due_on ON invoice_instalments USING btree (due_on);

CREATE INDEX ix_invoice_instalments_invoice_id ON invoice_instalments USING btree (invoice_id);

CREATE INDEX ix_invoice_lines_invoice_id ON invoice_lines USING btree (invoice_id);

CREATE INDEX ix_invoice_lines_order_line_id ON invoice_lines USING btree (order_line_id);

CREATE INDEX ix_invoice_lines_product_id ON invoice_lines USING btree (product_id);

CREATE INDEX ix_invoice_lines_tax_rate_id ON invoice_lines USING btree (tax_rate_id);

CREATE INDEX ix_invoice_links_invoice_id ON invoice_links USING btree (invoice_id);

CREATE INDEX ix_invoice_orders_order_id ON invoice_orders USING btree (order_id);

CREATE INDEX ix_invoice_reminders_invoice_id ON invoice_reminders USING btree (invoice_id);

CREATE INDEX ix_invoices_account_id ON invoices USING btree (account_id);

CREATE INDEX ix_invoices_contact_id ON invoices USING btree (contact_id);

CREATE INDEX ix_invoices_list_changed ON invoices USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_invoices_opportunity_id ON invoices USING btree (opportunity_id);

CREATE INDEX ix_invoices_order_id ON invoices USING btree (order_id);

CREATE INDEX ix_invoices_owner_id ON invoices USING btree (owner_id);

CREATE INDEX ix_invoices_payment_terms_id ON invoices USING btree (payment_terms_id);

CREATE INDEX ix_invoices_price_book_id ON invoices USING btree (price_book_id);

CREATE INDEX ix_invoices_status ON invoices USING btree (status, due_on);

CREATE INDEX ix_issued_papers_digest ON issued_papers USING btree (digest);

CREATE INDEX ix_lead_conversions_lead_id ON lead_conversions USING btree (lead_id);

CREATE INDEX ix_lead_queue_members_user_id ON lead_queue_members USING btree (user_id);

CREATE INDEX ix_leads_account_id ON leads USING btree (account_id);

CREATE INDEX ix_leads_campaign_id ON leads USING btree (campaign_id);

CREATE INDEX ix_leads_contact_id ON leads USING btree (contact_id);

CREATE INDEX ix_leads_external ON leads USING btree (external_id);

CREATE INDEX ix_leads_fair_id ON leads USING btree (fair_id);

CREATE INDEX ix_leads_list_changed ON leads USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_leads_list_name ON leads USING btree (name_sort, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_leads_list_score ON leads USING btree (score, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_leads_named_status ON leads USING btree (status_id, touched_at);

CREATE INDEX ix_leads_opportunity_id ON leads USING btree (opportunity_id);

CREATE INDEX ix_leads_owner_id ON leads USING btree (owner_id);

CREATE INDEX ix_leads_owner_status ON leads USING btree (owner_id, status, changed_at);

CREATE INDEX ix_leads_queue_id ON leads USING btree (queue_id);

CREATE INDEX ix_leads_status ON leads USING btree (status, changed_at);

CREATE INDEX ix_login_sessions_user ON login_sessions USING btree (user_id, ended_at);

CREATE INDEX ix_looks_subject ON looks USING btree (subject_type, subject_id);

CREATE INDEX ix_match_keys_record ON match_keys USING btree (record_type, record_id);

CREATE INDEX ix_match_keys_value ON match_keys USING btree (record_type, kind, value, record_id);

CREATE INDEX ix_merged_records_into ON merged_records USING btree (record_type, into_id);

CREATE INDEX ix_merged_records_merge_id ON merged_records USING btree (merge_id);

CREATE INDEX ix_merges_winner ON merges USING btree (record_type, winner_id);

CREATE INDEX ix_notes_about ON notes USING btree (subject_type, subject_id);

CREATE INDEX ix_notices_event_id ON notices USING btree (event_id);

CREATE INDEX ix_number_formats_series ON number_formats USING btree (series);

CREATE INDEX ix_once_keys_at ON once_keys USING btree (at);

CREATE INDEX ix_opportunities_account_id ON opportunities USING btree (account_id);

CREATE INDEX ix_opportunities_board ON opportunities USING btree (stage_id, stage_entered_at DESC, id DESC) WHERE (((state)::text = 'open'::text) AND (deleted_at IS NULL));

CREATE INDEX ix_opportunities_business_unit_id ON opportunities USING btree (business_unit_id);

CREATE INDEX ix_opportunities_campaign_id ON opportunities USING btree (campaign_id);

CREATE INDEX ix_opportunities_close_on ON opportunities USING btree (close_on);

CREATE INDEX ix_opportunities_close_reason_id ON opportunities USING btree (close_reason_id);

CREATE INDEX ix_opportunities_contact_id ON opportunities USING btree (contact_id);

CREATE INDEX ix_opportunities_external ON opportunities USING btree (external_id);

CREATE INDEX ix_opportunities_lead_id ON opportunities USING btree (lead_id);

CREATE INDEX ix_opportunities_list_changed ON opportunities USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_opportunities_next_step ON opportunities USING btree (owner_id, next_step_on) WHERE (((state)::text = 'open'::text) AND (deleted_at IS NULL) AND (next_step_on IS NOT NULL));

CREATE INDEX ix_opportunities_owner_board ON opportunities USING btree (owner_id, stage_id, stage_entered_at DESC, id DESC) WHERE (((state)::text = 'open'::text) AND (deleted_at IS NULL));

CREATE INDEX ix_opportunities_owner_id ON opportunities USING btree (owner_id);

CREATE INDEX ix_opportunities_price_book_id ON opportunities USING btree (price_book_id);

CREATE INDEX ix_opportunities_process_id ON opportunities USING btree (process_id);

CREATE INDEX ix_opportunities_renewal_of_id ON opportunities USING btree (renewal_of_id);

CREATE INDEX ix_opportunities_state_closed_on ON opportunities USING btree (state, closed_on);

CREATE INDEX ix_opportunity_closes_competitor_id ON opportunity_closes USING btree (competitor_id);

CREATE INDEX ix_opportunity_closes_opportunity_id ON opportunity_closes USING btree (opportunity_id);

CREATE INDEX ix_opportunity_closes_owner_id ON opportunity_closes USING btree (owner_id);

CREATE INDEX ix_opportunity_closes_won ON opportunity_closes USING btree (outcome, closed_on);

CREATE INDEX ix_opportunity_competitors_competitor_id ON opportunity_competitors USING btree (competitor_id);

CREATE INDEX ix_opportunity_competitors_opportunity_id ON opportunity_competitors USING btree (opportunity_id);

CREATE INDEX ix_opportunity_contacts_contact_id ON opportunity_contacts USING btree (contact_id);

CREATE INDEX ix_opportunity_contacts_opportunity_id ON opportunity_contacts USING btree (opportunity_id);

CREATE INDEX ix_opportunity_lines_opportunity_id ON opportunity_lines USING btree (opportunity_id);

CREATE INDEX ix_opportunity_lines_product_id ON opportunity_lines USING btree (product_id);

CREATE INDEX ix_opportunity_members_opportunity_id ON opportunity_members USING btree (opportunity_id);

CREATE INDEX ix_opportunity_members_user_id ON opportunity_members USING btree (user_id);

CREATE INDEX ix_opportunity_ticks_item_id ON opportunity_ticks USING btree (item_id);

CREATE INDEX ix_order_amendments_order_id ON order_amendments USING btree (order_id);

CREATE INDEX ix_order_approvals_document_id ON order_approvals USING btree (document_id);

CREATE UNIQUE INDEX ix_order_approvals_waiting ON order_approvals USING btree (document_id) WHERE (decided_at IS NULL);

CREATE INDEX ix_order_deliveries_order_id ON order_deliveries USING btree (order_id);

CREATE INDEX ix_order_dispatches_order_id ON order_dispatches USING btree (order_id);

CREATE INDEX ix_order_lines_order_id ON order_lines USING btree (order_id);

CREATE INDEX ix_order_lines_product_id ON order_lines USING btree (product_id);

CREATE INDEX ix_order_lines_tax_rate_id ON order_lines USING btree (tax_rate_id);

CREATE INDEX ix_orders_account_id ON orders USING btree (account_id);

CREATE INDEX ix_orders_contact_id ON orders USING btree (contact_id);

CREATE INDEX ix_orders_list_changed ON orders USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_orders_opportunity_id ON orders USING btree (opportunity_id);

CREATE INDEX ix_orders_owner_id ON orders USING btree (owner_id);

CREATE INDEX ix_orders_payment_terms_id ON orders USING btree (payment_terms_id);

CREATE INDEX ix_orders_price_book_id ON orders USING btree (price_book_id);

CREATE INDEX ix_orders_quote_id ON orders USING btree (quote_id);

CREATE INDEX ix_orders_status ON orders USING btree (status, ordered_on);

CREATE INDEX ix_outbox_waiting ON outbox USING btree (done_at, failed_at, due_at);

CREATE INDEX ix_payments_account_id ON payments USING btree (account_id);

CREATE INDEX ix_payments_contact_id ON payments USING btree (contact_id);

CREATE INDEX ix_payments_list_changed ON payments USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_payments_opportunity_id ON payments USING btree (opportunity_id);

CREATE INDEX ix_payments_owner_id ON payments USING btree (owner_id);

CREATE UNIQUE INDEX ix_payments_reverses_id ON payments USING btree (reverses_id);

CREATE INDEX ix_pipeline_spans_begins_at ON pipeline_spans USING btree (begins_at);

CREATE INDEX ix_pipeline_spans_ends_at ON pipeline_spans USING btree (ends_at);

CREATE INDEX ix_pipeline_spans_opportunity_id ON pipeline_spans USING btree (opportunity_id);

CREATE INDEX ix_price_book_entries_product_id ON price_book_entries USING btree (product_id);

CREATE INDEX ix_price_books_currency ON price_books USING btree (currency, is_default);

CREATE INDEX ix_products_code_sort ON products USING btree (code_sort);

CREATE INDEX ix_products_external ON products USING btree (external_id);

CREATE INDEX ix_products_list_changed ON products USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_products_list_name ON products USING btree (name_sort, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_products_tax_rate_id ON products USING btree (tax_rate_id);

CREATE INDEX ix_quota_changes_step ON quota_changes USING btree (step);

CREATE INDEX ix_quota_changes_user_id ON quota_changes USING btree (user_id);

CREATE INDEX ix_quotas_month ON quotas USING btree (month);

CREATE INDEX ix_quote_approvals_document_id ON quote_approvals USING btree (document_id);

CREATE UNIQUE INDEX ix_quote_approvals_waiting ON quote_approvals USING btree (document_id) WHERE (decided_at IS NULL);

CREATE INDEX ix_quote_lines_product_id ON quote_lines USING btree (product_id);

CREATE INDEX ix_quote_lines_quote_id ON quote_lines USING btree (quote_id);

CREATE INDEX ix_quote_lines_tax_rate_id ON quote_lines USING btree (tax_rate_id);

CREATE INDEX ix_quote_links_quote_id ON quote_links USING btree (quote_id);

CREATE INDEX ix_quote_options_product_id ON quote_options USING btree (product_id);

CREATE INDEX ix_quote_options_quote_id ON quote_options USING btree (quote_id);

CREATE INDEX ix_quote_options_tax_rate_id ON quote_options USING btree (tax_rate_id);

CREATE INDEX ix_quote_template_lines_product_id ON quote_template_lines USING btree (product_id);

CREATE INDEX ix_quote_template_lines_tax_rate_id ON quote_template_lines USING btree (tax_rate_id);

CREATE INDEX ix_quote_template_lines_template_id ON quote_template_lines USING btree (template_id);

CREATE INDEX ix_quotes_account_id ON quotes USING btree (account_id);

CREATE INDEX ix_quotes_contact_id ON quotes USING btree (contact_id);

CREATE INDEX ix_quotes_list_changed ON quotes USING btree (changed_at, id) WHERE (deleted_at IS NULL);

CREATE INDEX ix_quotes_opportunity_id ON quotes USING btree (opportunity_id);

CREATE INDEX ix_quotes_owner_id ON quotes USING btree (owner_id);

CREATE INDEX ix_quotes_payment_terms_id ON quotes USING btree (payment_terms_id);

CREATE INDEX ix_quotes_price_book_id ON quotes USING btree (price_book_id);

CREATE INDEX ix_quotes_status ON quotes USING btree (status, valid_until);

CREATE INDEX ix_recovery_codes_user_id ON recovery_codes USING btree (user_id);

CREATE INDEX ix_recurring_dates_recurring_id ON recurring_dates USING btree (recurring_id);

CREATE INDEX ix_recurring_invoices_next ON recurring_invoices USING btree (state, next_on);

CREATE INDEX ix_recurring_invoices_source_id ON recurring_invoices USING btree (source_id);

CREATE INDEX ix_reduction_requests_invoice_id ON reduction_requests USING btree (invoice_id);

CREATE UNIQUE INDEX ix_reduction_requests_waiting ON reduction_requests USING btree (invoice_id) WHERE (decided_at IS NULL);

CREATE INDEX ix_refunds_credit_note_id ON refunds USING btree (credit_note_id);

CREATE INDEX ix_refunds_payment_id ON refunds USING btree (payment_id);

CREATE UNIQUE INDEX ix_refunds_reverses_id ON refunds USING btree (reverses_id);

CREATE INDEX ix_report_files_digest ON report_files USING btree (digest);

CREATE INDEX ix_report_shares_user_id ON report_shares USING btree (user_id);

CREATE INDEX ix_report_subscriptions_subject ON report_subscriptions USING btree (subject);

CREATE INDEX ix_search_words_record ON search_words USING btree (record_type, record_id);

CREATE INDEX ix_specialist_requests_opportunity_id ON specialist_requests USING btree (opportunity_id);

CREATE INDEX ix_specialist_requests_user_id ON specialist_requests USING btree (user_id);

CREATE INDEX ix_specialist_requests_waiting ON specialist_requests USING btree (answered_at, opportunity_id);

CREATE INDEX ix_stage_changes_opportunity ON stage_changes USING btree (opportunity_id, left_at);

CREATE INDEX ix_stage_changes_stage_id ON stage_changes USING btree (stage_id);

CREATE INDEX ix_stage_fields_stage_id ON stage_fields USING btree (stage_id);

CREATE INDEX ix_stage_items_stage_id ON stage_items USING btree (stage_id);

CREATE INDEX ix_stages_process_id ON stages USING btree (process_id);

CREATE INDEX ix_survey_participants_user_id ON survey_participants USING btree (user_id);

CREATE INDEX ix_survey_questions_survey_id ON survey_questions USING btree (survey_id);

CREATE INDEX ix_survey_responses_survey_id ON survey_responses USING btree (survey_id);

CREATE INDEX ix_survey_responses_user_id ON survey_responses USING btree (user_id);

CREATE INDEX ix_undelivered_mails_about ON undelivered_mails USING btree (subject_type, subject_id);

CREATE INDEX ix_undelivered_mails_outbox_id ON undelivered_mails USING btree (outbox_id);

CREATE INDEX ix_undelivered_mails_sender ON undelivered_mails USING btree (sender_id, settled_at);

CREATE INDEX ix_users_business_unit_id ON users USING btree (business_unit_id);

CREATE INDEX ix_users_manager_id ON users USING btree (manager_id);

CREATE INDEX ix_wall_links_board ON wall_links USING btree (board);

CREATE INDEX ix_web_form_answers_form ON web_form_answers USING btree (web_form_id, email, created_at);

CREATE INDEX ix_web_forms_campaign_id ON web_forms USING btree (campaign_id);

CREATE INDEX ix_web_forms_person_id ON web_forms USING btree (person_id);

CREATE INDEX ix_web_forms_queue_id ON web_forms USING btree (queue_id);

CREATE INDEX ix_win_requests_opportunity_id ON win_requests USING btree (opportunity_id);

CREATE UNIQUE INDEX ix_win_requests_waiting ON win_requests USING btree (opportunity_id) WHERE (decided_at IS NULL);

CREATE UNIQUE INDEX uq_invoice_disputes_open ON invoice_disputes USING btree (invoice_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX uq_invoices_draft ON invoices USING btree (order_id) WHERE (((status)::text = 'draft'::text) AND (deleted_at IS NULL));

CREATE UNIQUE INDEX uq_order_amendments_open ON order_amendments USING btree (order_id) WHERE (place IS NULL);

CREATE UNIQUE INDEX uq_orders_quote ON orders USING btree (quote_id) WHERE ((status)::text <> 'cancelled'::text);

CREATE UNIQUE INDEX uq_quotas_company ON quotas USING btree (month) WHERE (user_id IS NULL);

CREATE UNIQUE INDEX uq_quotes_current ON quotes USING btree (number) WHERE ((status)::text <> 'revised'::text);

CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations FOR EACH ROW EXECUTE FUNCTION allocations_fit();

CREATE TRIGGER allocations_kept BEFORE TRUNCATE ON allocations FOR EACH STATEMENT EXECUTE FUNCTION allocations_refuse();

CREATE TRIGGER allocations_no_change BEFORE DELETE OR UPDATE ON allocations FOR EACH ROW EXECUTE FUNCTION allocations_refuse();

CREATE TRIGGER credit_note_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON credit_note_lines FOR EACH ROW EXECUTE FUNCTION credit_note_lines_refuse();

CREATE TRIGGER credit_note_orders_frozen BEFORE INSERT OR DELETE OR UPDATE ON credit_note_orders FOR EACH ROW EXECUTE FUNCTION credit_note_orders_refuse();

CREATE TRIGGER credit_notes_frozen BEFORE DELETE OR UPDATE ON credit_notes FOR EACH ROW EXECUTE FUNCTION credit_notes_refuse();

CREATE TRIGGER credit_notes_kept BEFORE TRUNCATE ON credit_notes FOR EACH STATEMENT EXECUTE FUNCTION credit_notes_refuse();

CREATE TRIGGER discounts_taken_kept BEFORE TRUNCATE ON discounts_taken FOR EACH STATEMENT EXECUTE FUNCTION discounts_taken_refuse();

CREATE TRIGGER discounts_taken_no_change BEFORE DELETE OR UPDATE ON discounts_taken FOR EACH ROW EXECUTE FUNCTION discounts_taken_refuse();

CREATE TRIGGER events_no_change BEFORE DELETE OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_refuse();

CREATE TRIGGER invoice_instalments_kept BEFORE TRUNCATE ON invoice_instalments FOR EACH STATEMENT EXECUTE FUNCTION invoice_instalments_refuse();

CREATE TRIGGER invoice_instalments_no_change BEFORE DELETE OR UPDATE ON invoice_instalments FOR EACH ROW EXECUTE FUNCTION invoice_instalments_refuse();

CREATE TRIGGER invoice_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION invoice_lines_refuse();

CREATE TRIGGER invoice_orders_frozen BEFORE INSERT OR DELETE OR UPDATE ON invoice_orders FOR EACH ROW EXECUTE FUNCTION invoice_orders_refuse();

CREATE TRIGGER invoices_frozen BEFORE DELETE OR UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_refuse();

CREATE TRIGGER invoices_kept BEFORE TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse();

CREATE TRIGGER issued_e_invoices_kept BEFORE TRUNCATE ON issued_e_invoices FOR EACH STATEMENT EXECUTE FUNCTION issued_e_invoices_refuse();

CREATE TRIGGER issued_e_invoices_no_change BEFORE DELETE OR UPDATE ON issued_e_invoices FOR EACH ROW EXECUTE FUNCTION issued_e_invoices_refuse();

CREATE TRIGGER opportunity_totals_changed AFTER UPDATE OF stage_id, owner_id, currency, amount, amount_in_company, weighted, state, deleted_at ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep();

CREATE TRIGGER opportunity_totals_rows AFTER INSERT OR DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep();

CREATE TRIGGER payments_kept BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse();

CREATE TRIGGER payments_no_change BEFORE DELETE OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION payments_refuse();

CREATE TRIGGER quote_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON quote_lines FOR EACH ROW EXECUTE FUNCTION quote_lines_refuse();

CREATE TRIGGER quote_options_frozen BEFORE INSERT OR DELETE OR UPDATE ON quote_options FOR EACH ROW EXECUTE FUNCTION quote_options_refuse();

CREATE TRIGGER quotes_frozen BEFORE UPDATE ON quotes FOR EACH ROW EXECUTE FUNCTION quotes_refuse();

CREATE TRIGGER refunds_fit BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION refunds_fit();

CREATE TRIGGER refunds_kept BEFORE TRUNCATE ON refunds FOR EACH STATEMENT EXECUTE FUNCTION refunds_refuse();

CREATE TRIGGER refunds_no_change BEFORE DELETE OR UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION refunds_refuse();

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_business_unit_id_business_units FOREIGN KEY (business_unit_id) REFERENCES business_units(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_parent_id_accounts FOREIGN KEY (parent_id) REFERENCES accounts(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_payment_terms_id_payment_terms FOREIGN KEY (payment_terms_id) REFERENCES payment_terms(id);

ALTER TABLE ONLY accounts
    ADD CONSTRAINT fk_accounts_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY activities
    ADD CONSTRAINT fk_activities_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY activities
    ADD CONSTRAINT fk_activities_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY activities
    ADD CONSTRAINT fk_activities_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT fk_allocations_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT fk_allocations_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT fk_allocations_discount_id_discounts_taken FOREIGN KEY (discount_id) REFERENCES discounts_taken(id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT fk_allocations_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY allocations
    ADD CONSTRAINT fk_allocations_payment_id_payments FOREIGN KEY (payment_id) REFERENCES payments(id);

ALTER TABLE ONLY assignment_rule_people
    ADD CONSTRAINT fk_assignment_rule_people_rule_id_assignment_rules FOREIGN KEY (rule_id) REFERENCES assignment_rules(id) ON DELETE CASCADE;

ALTER TABLE ONLY assignment_rule_people
    ADD CONSTRAINT fk_assignment_rule_people_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY assignment_rules
    ADD CONSTRAINT fk_assignment_rules_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY assignment_rules
    ADD CONSTRAINT fk_assignment_rules_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY assignment_rules
    ADD CONSTRAINT fk_assignment_rules_queue_id_lead_queues FOREIGN KEY (queue_id) REFERENCES lead_queues(id);

ALTER TABLE ONLY assignment_turns
    ADD CONSTRAINT fk_assignment_turns_rule_id_assignment_rules FOREIGN KEY (rule_id) REFERENCES assignment_rules(id) ON DELETE CASCADE;

ALTER TABLE ONLY assignment_turns
    ADD CONSTRAINT fk_assignment_turns_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY badge_rules
    ADD CONSTRAINT fk_badge_rules_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY badge_rules
    ADD CONSTRAINT fk_badge_rules_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY badges
    ADD CONSTRAINT fk_badges_rule_id_badge_rules FOREIGN KEY (rule_id) REFERENCES badge_rules(id);

ALTER TABLE ONLY badges
    ADD CONSTRAINT fk_badges_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY bank_accounts
    ADD CONSTRAINT fk_bank_accounts_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY bank_accounts
    ADD CONSTRAINT fk_bank_accounts_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT fk_bank_bookings_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT fk_bank_bookings_like_id_bank_bookings FOREIGN KEY (like_id) REFERENCES bank_bookings(id);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT fk_bank_bookings_payment_id_payments FOREIGN KEY (payment_id) REFERENCES payments(id);

ALTER TABLE ONLY bank_bookings
    ADD CONSTRAINT fk_bank_bookings_statement_id_bank_statements FOREIGN KEY (statement_id) REFERENCES bank_statements(id);

ALTER TABLE ONLY bank_statements
    ADD CONSTRAINT fk_bank_statements_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY bank_uploads
    ADD CONSTRAINT fk_bank_uploads_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY boards
    ADD CONSTRAINT fk_boards_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY budget_changes
    ADD CONSTRAINT fk_budget_changes_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY bulk_edits
    ADD CONSTRAINT fk_bulk_edits_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY bulk_edits_kept
    ADD CONSTRAINT fk_bulk_edits_kept_bulk_edit_id_bulk_edits FOREIGN KEY (bulk_edit_id) REFERENCES bulk_edits(id);

ALTER TABLE ONLY business_units
    ADD CONSTRAINT fk_business_units_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY business_units
    ADD CONSTRAINT fk_business_units_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY business_units
    ADD CONSTRAINT fk_business_units_parent_id_business_units FOREIGN KEY (parent_id) REFERENCES business_units(id);

ALTER TABLE ONLY campaigns
    ADD CONSTRAINT fk_campaigns_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY campaigns
    ADD CONSTRAINT fk_campaigns_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY campaigns
    ADD CONSTRAINT fk_campaigns_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT fk_competitors_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY competitors
    ADD CONSTRAINT fk_competitors_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY congratulations
    ADD CONSTRAINT fk_congratulations_close_id_opportunity_closes FOREIGN KEY (close_id) REFERENCES opportunity_closes(id);

ALTER TABLE ONLY congratulations
    ADD CONSTRAINT fk_congratulations_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT fk_contacts_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT fk_contacts_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT fk_contacts_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT fk_contacts_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY contacts
    ADD CONSTRAINT fk_contacts_reports_to_id_contacts FOREIGN KEY (reports_to_id) REFERENCES contacts(id);

ALTER TABLE ONLY credit_note_lines
    ADD CONSTRAINT fk_credit_note_lines_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY credit_note_lines
    ADD CONSTRAINT fk_credit_note_lines_invoice_line_id_invoice_lines FOREIGN KEY (invoice_line_id) REFERENCES invoice_lines(id);

ALTER TABLE ONLY credit_note_lines
    ADD CONSTRAINT fk_credit_note_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY credit_note_lines
    ADD CONSTRAINT fk_credit_note_lines_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY credit_note_orders
    ADD CONSTRAINT fk_credit_note_orders_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY credit_note_orders
    ADD CONSTRAINT fk_credit_note_orders_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_payment_terms_id_payment_terms FOREIGN KEY (payment_terms_id) REFERENCES payment_terms(id);

ALTER TABLE ONLY credit_notes
    ADD CONSTRAINT fk_credit_notes_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY daily_goals
    ADD CONSTRAINT fk_daily_goals_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY dashboards
    ADD CONSTRAINT fk_dashboards_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY datev_files
    ADD CONSTRAINT fk_datev_files_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY deal_reviews
    ADD CONSTRAINT fk_deal_reviews_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY deal_reviews
    ADD CONSTRAINT fk_deal_reviews_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT fk_debtor_numbers_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY debtor_numbers
    ADD CONSTRAINT fk_debtor_numbers_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY default_boards
    ADD CONSTRAINT fk_default_boards_board_id_boards FOREIGN KEY (board_id) REFERENCES boards(id) ON DELETE CASCADE;

ALTER TABLE ONLY default_boards
    ADD CONSTRAINT fk_default_boards_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY delivery_addresses
    ADD CONSTRAINT fk_delivery_addresses_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY delivery_addresses
    ADD CONSTRAINT fk_delivery_addresses_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY delivery_addresses
    ADD CONSTRAINT fk_delivery_addresses_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY dialog_answers
    ADD CONSTRAINT fk_dialog_answers_goes_to_id_dialog_questions FOREIGN KEY (goes_to_id) REFERENCES dialog_questions(id) ON DELETE SET NULL;

ALTER TABLE ONLY dialog_answers
    ADD CONSTRAINT fk_dialog_answers_question_id_dialog_questions FOREIGN KEY (question_id) REFERENCES dialog_questions(id) ON DELETE CASCADE;

ALTER TABLE ONLY dialog_questions
    ADD CONSTRAINT fk_dialog_questions_dialog_id_dialogs FOREIGN KEY (dialog_id) REFERENCES dialogs(id) ON DELETE CASCADE;

ALTER TABLE ONLY dialog_runs
    ADD CONSTRAINT fk_dialog_runs_begun_by_id_users FOREIGN KEY (begun_by_id) REFERENCES users(id);

ALTER TABLE ONLY dialog_runs
    ADD CONSTRAINT fk_dialog_runs_dialog_id_dialogs FOREIGN KEY (dialog_id) REFERENCES dialogs(id);

ALTER TABLE ONLY dialogs
    ADD CONSTRAINT fk_dialogs_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY dialogs
    ADD CONSTRAINT fk_dialogs_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY different_pairs
    ADD CONSTRAINT fk_different_pairs_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY discounts_taken
    ADD CONSTRAINT fk_discounts_taken_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY discounts_taken
    ADD CONSTRAINT fk_discounts_taken_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY discounts_taken
    ADD CONSTRAINT fk_discounts_taken_payment_id_payments FOREIGN KEY (payment_id) REFERENCES payments(id);

ALTER TABLE ONLY event_links
    ADD CONSTRAINT fk_event_links_event_id_events FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY events
    ADD CONSTRAINT fk_events_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY fairs
    ADD CONSTRAINT fk_fairs_campaign_id_campaigns FOREIGN KEY (campaign_id) REFERENCES campaigns(id);

ALTER TABLE ONLY fairs
    ADD CONSTRAINT fk_fairs_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY fapiao
    ADD CONSTRAINT fk_fapiao_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY fapiao
    ADD CONSTRAINT fk_fapiao_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY fapiao
    ADD CONSTRAINT fk_fapiao_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY files
    ADD CONSTRAINT fk_files_author_id_users FOREIGN KEY (author_id) REFERENCES users(id);

ALTER TABLE ONLY files
    ADD CONSTRAINT fk_files_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY files
    ADD CONSTRAINT fk_files_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY forecast_calls
    ADD CONSTRAINT fk_forecast_calls_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY forecast_calls
    ADD CONSTRAINT fk_forecast_calls_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY forecast_dues
    ADD CONSTRAINT fk_forecast_dues_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY forecast_submissions
    ADD CONSTRAINT fk_forecast_submissions_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY hall_places
    ADD CONSTRAINT fk_hall_places_quarter_id_hall_quarters FOREIGN KEY (quarter_id) REFERENCES hall_quarters(id);

ALTER TABLE ONLY hall_places
    ADD CONSTRAINT fk_hall_places_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY import_files
    ADD CONSTRAINT fk_import_files_run_id_import_runs FOREIGN KEY (run_id) REFERENCES import_runs(id);

ALTER TABLE ONLY import_left_along
    ADD CONSTRAINT fk_import_left_along_run_id_import_runs FOREIGN KEY (run_id) REFERENCES import_runs(id);

ALTER TABLE ONLY import_rows
    ADD CONSTRAINT fk_import_rows_run_id_import_runs FOREIGN KEY (run_id) REFERENCES import_runs(id);

ALTER TABLE ONLY import_runs
    ADD CONSTRAINT fk_import_runs_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY invoice_batch_rows
    ADD CONSTRAINT fk_invoice_batch_rows_batch_id_invoice_batches FOREIGN KEY (batch_id) REFERENCES invoice_batches(id);

ALTER TABLE ONLY invoice_batches
    ADD CONSTRAINT fk_invoice_batches_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY invoice_dispatches
    ADD CONSTRAINT fk_invoice_dispatches_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY invoice_dispatches
    ADD CONSTRAINT fk_invoice_dispatches_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_disputes
    ADD CONSTRAINT fk_invoice_disputes_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY invoice_disputes
    ADD CONSTRAINT fk_invoice_disputes_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_instalments
    ADD CONSTRAINT fk_invoice_instalments_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_lines
    ADD CONSTRAINT fk_invoice_lines_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_lines
    ADD CONSTRAINT fk_invoice_lines_order_line_id_order_lines FOREIGN KEY (order_line_id) REFERENCES order_lines(id);

ALTER TABLE ONLY invoice_lines
    ADD CONSTRAINT fk_invoice_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY invoice_lines
    ADD CONSTRAINT fk_invoice_lines_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY invoice_links
    ADD CONSTRAINT fk_invoice_links_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_orders
    ADD CONSTRAINT fk_invoice_orders_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoice_orders
    ADD CONSTRAINT fk_invoice_orders_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY invoice_reminders
    ADD CONSTRAINT fk_invoice_reminders_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY invoice_reminders
    ADD CONSTRAINT fk_invoice_reminders_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_payment_terms_id_payment_terms FOREIGN KEY (payment_terms_id) REFERENCES payment_terms(id);

ALTER TABLE ONLY invoices
    ADD CONSTRAINT fk_invoices_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY lead_conversions
    ADD CONSTRAINT fk_lead_conversions_event_id_events FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY lead_conversions
    ADD CONSTRAINT fk_lead_conversions_lead_id_leads FOREIGN KEY (lead_id) REFERENCES leads(id);

ALTER TABLE ONLY lead_conversions
    ADD CONSTRAINT fk_lead_conversions_undone_by_id_users FOREIGN KEY (undone_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_queue_members
    ADD CONSTRAINT fk_lead_queue_members_queue_id_lead_queues FOREIGN KEY (queue_id) REFERENCES lead_queues(id) ON DELETE CASCADE;

ALTER TABLE ONLY lead_queue_members
    ADD CONSTRAINT fk_lead_queue_members_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY lead_queues
    ADD CONSTRAINT fk_lead_queues_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_queues
    ADD CONSTRAINT fk_lead_queues_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_score_rules
    ADD CONSTRAINT fk_lead_score_rules_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_score_rules
    ADD CONSTRAINT fk_lead_score_rules_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_statuses
    ADD CONSTRAINT fk_lead_statuses_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY lead_statuses
    ADD CONSTRAINT fk_lead_statuses_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_campaign_id_campaigns FOREIGN KEY (campaign_id) REFERENCES campaigns(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_converted_by_id_users FOREIGN KEY (converted_by_id) REFERENCES users(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_fair_id_fairs FOREIGN KEY (fair_id) REFERENCES fairs(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_queue_id_lead_queues FOREIGN KEY (queue_id) REFERENCES lead_queues(id);

ALTER TABLE ONLY leads
    ADD CONSTRAINT fk_leads_status_id_lead_statuses FOREIGN KEY (status_id) REFERENCES lead_statuses(id);

ALTER TABLE ONLY login_sessions
    ADD CONSTRAINT fk_login_sessions_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY looks
    ADD CONSTRAINT fk_looks_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY loss_reasons
    ADD CONSTRAINT fk_loss_reasons_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY loss_reasons
    ADD CONSTRAINT fk_loss_reasons_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY merged_records
    ADD CONSTRAINT fk_merged_records_merge_id_merges FOREIGN KEY (merge_id) REFERENCES merges(id);

ALTER TABLE ONLY merges
    ADD CONSTRAINT fk_merges_event_id_events FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY merges
    ADD CONSTRAINT fk_merges_undo_event_id_events FOREIGN KEY (undo_event_id) REFERENCES events(id);

ALTER TABLE ONLY merges
    ADD CONSTRAINT fk_merges_undone_by_id_users FOREIGN KEY (undone_by_id) REFERENCES users(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT fk_notes_author_id_users FOREIGN KEY (author_id) REFERENCES users(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT fk_notes_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY notes
    ADD CONSTRAINT fk_notes_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT fk_notices_event_id_events FOREIGN KEY (event_id) REFERENCES events(id);

ALTER TABLE ONLY notices
    ADD CONSTRAINT fk_notices_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_business_unit_id_business_units FOREIGN KEY (business_unit_id) REFERENCES business_units(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_campaign_id_campaigns FOREIGN KEY (campaign_id) REFERENCES campaigns(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_close_reason_id_loss_reasons FOREIGN KEY (close_reason_id) REFERENCES loss_reasons(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_process_id_sales_processes FOREIGN KEY (process_id) REFERENCES sales_processes(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_renewal_of_id_opportunities FOREIGN KEY (renewal_of_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunities
    ADD CONSTRAINT fk_opportunities_stage_id_stages FOREIGN KEY (stage_id) REFERENCES stages(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_competitor_id_competitors FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_reason_id_loss_reasons FOREIGN KEY (reason_id) REFERENCES loss_reasons(id);

ALTER TABLE ONLY opportunity_closes
    ADD CONSTRAINT fk_opportunity_closes_reopened_by_id_users FOREIGN KEY (reopened_by_id) REFERENCES users(id);

ALTER TABLE ONLY opportunity_competitors
    ADD CONSTRAINT fk_opportunity_competitors_competitor_id_competitors FOREIGN KEY (competitor_id) REFERENCES competitors(id);

ALTER TABLE ONLY opportunity_competitors
    ADD CONSTRAINT fk_opportunity_competitors_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunity_contacts
    ADD CONSTRAINT fk_opportunity_contacts_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY opportunity_contacts
    ADD CONSTRAINT fk_opportunity_contacts_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunity_lines
    ADD CONSTRAINT fk_opportunity_lines_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunity_lines
    ADD CONSTRAINT fk_opportunity_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY opportunity_members
    ADD CONSTRAINT fk_opportunity_members_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY opportunity_members
    ADD CONSTRAINT fk_opportunity_members_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY opportunity_ticks
    ADD CONSTRAINT fk_opportunity_ticks_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY opportunity_ticks
    ADD CONSTRAINT fk_opportunity_ticks_item_id_stage_items FOREIGN KEY (item_id) REFERENCES stage_items(id) ON DELETE CASCADE;

ALTER TABLE ONLY opportunity_ticks
    ADD CONSTRAINT fk_opportunity_ticks_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT fk_order_amendments_applied_by_id_users FOREIGN KEY (applied_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT fk_order_amendments_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT fk_order_amendments_decided_by_id_users FOREIGN KEY (decided_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_amendments
    ADD CONSTRAINT fk_order_amendments_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY order_approvals
    ADD CONSTRAINT fk_order_approvals_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_approvals
    ADD CONSTRAINT fk_order_approvals_decided_by_id_users FOREIGN KEY (decided_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_approvals
    ADD CONSTRAINT fk_order_approvals_document_id_orders FOREIGN KEY (document_id) REFERENCES orders(id);

ALTER TABLE ONLY order_deliveries
    ADD CONSTRAINT fk_order_deliveries_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY order_deliveries
    ADD CONSTRAINT fk_order_deliveries_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY order_deliveries
    ADD CONSTRAINT fk_order_deliveries_reversed_by_id_users FOREIGN KEY (reversed_by_id) REFERENCES users(id);

ALTER TABLE ONLY order_dispatches
    ADD CONSTRAINT fk_order_dispatches_amendment_id_order_amendments FOREIGN KEY (amendment_id) REFERENCES order_amendments(id);

ALTER TABLE ONLY order_dispatches
    ADD CONSTRAINT fk_order_dispatches_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY order_dispatches
    ADD CONSTRAINT fk_order_dispatches_delivery_id_order_deliveries FOREIGN KEY (delivery_id) REFERENCES order_deliveries(id);

ALTER TABLE ONLY order_dispatches
    ADD CONSTRAINT fk_order_dispatches_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY order_lines
    ADD CONSTRAINT fk_order_lines_order_id_orders FOREIGN KEY (order_id) REFERENCES orders(id);

ALTER TABLE ONLY order_lines
    ADD CONSTRAINT fk_order_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY order_lines
    ADD CONSTRAINT fk_order_lines_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_payment_terms_id_payment_terms FOREIGN KEY (payment_terms_id) REFERENCES payment_terms(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY orders
    ADD CONSTRAINT fk_orders_quote_id_quotes FOREIGN KEY (quote_id) REFERENCES quotes(id);

ALTER TABLE ONLY payment_terms
    ADD CONSTRAINT fk_payment_terms_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY payment_terms
    ADD CONSTRAINT fk_payment_terms_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY payments
    ADD CONSTRAINT fk_payments_reverses_id_payments FOREIGN KEY (reverses_id) REFERENCES payments(id);

ALTER TABLE ONLY picklist_entries
    ADD CONSTRAINT fk_picklist_entries_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY picklist_entries
    ADD CONSTRAINT fk_picklist_entries_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY pinned_reports
    ADD CONSTRAINT fk_pinned_reports_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY pinned_views
    ADD CONSTRAINT fk_pinned_views_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY pipeline_spans
    ADD CONSTRAINT fk_pipeline_spans_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id) ON DELETE CASCADE;

ALTER TABLE ONLY price_book_entries
    ADD CONSTRAINT fk_price_book_entries_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id) ON DELETE CASCADE;

ALTER TABLE ONLY price_book_entries
    ADD CONSTRAINT fk_price_book_entries_product_id_products FOREIGN KEY (product_id) REFERENCES products(id) ON DELETE CASCADE;

ALTER TABLE ONLY price_books
    ADD CONSTRAINT fk_price_books_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY price_books
    ADD CONSTRAINT fk_price_books_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY pro_formas
    ADD CONSTRAINT fk_pro_formas_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY products
    ADD CONSTRAINT fk_products_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY products
    ADD CONSTRAINT fk_products_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY products
    ADD CONSTRAINT fk_products_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY quota_changes
    ADD CONSTRAINT fk_quota_changes_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY quota_changes
    ADD CONSTRAINT fk_quota_changes_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY quotas
    ADD CONSTRAINT fk_quotas_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY quote_approvals
    ADD CONSTRAINT fk_quote_approvals_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY quote_approvals
    ADD CONSTRAINT fk_quote_approvals_decided_by_id_users FOREIGN KEY (decided_by_id) REFERENCES users(id);

ALTER TABLE ONLY quote_approvals
    ADD CONSTRAINT fk_quote_approvals_document_id_quotes FOREIGN KEY (document_id) REFERENCES quotes(id);

ALTER TABLE ONLY quote_lines
    ADD CONSTRAINT fk_quote_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY quote_lines
    ADD CONSTRAINT fk_quote_lines_quote_id_quotes FOREIGN KEY (quote_id) REFERENCES quotes(id);

ALTER TABLE ONLY quote_lines
    ADD CONSTRAINT fk_quote_lines_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY quote_links
    ADD CONSTRAINT fk_quote_links_quote_id_quotes FOREIGN KEY (quote_id) REFERENCES quotes(id);

ALTER TABLE ONLY quote_options
    ADD CONSTRAINT fk_quote_options_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY quote_options
    ADD CONSTRAINT fk_quote_options_quote_id_quotes FOREIGN KEY (quote_id) REFERENCES quotes(id);

ALTER TABLE ONLY quote_options
    ADD CONSTRAINT fk_quote_options_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY quote_signatures
    ADD CONSTRAINT fk_quote_signatures_quote_id_quotes FOREIGN KEY (quote_id) REFERENCES quotes(id);

ALTER TABLE ONLY quote_template_lines
    ADD CONSTRAINT fk_quote_template_lines_product_id_products FOREIGN KEY (product_id) REFERENCES products(id);

ALTER TABLE ONLY quote_template_lines
    ADD CONSTRAINT fk_quote_template_lines_tax_rate_id_tax_rates FOREIGN KEY (tax_rate_id) REFERENCES tax_rates(id);

ALTER TABLE ONLY quote_template_lines
    ADD CONSTRAINT fk_quote_template_lines_template_id_quote_templates FOREIGN KEY (template_id) REFERENCES quote_templates(id);

ALTER TABLE ONLY quote_templates
    ADD CONSTRAINT fk_quote_templates_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_account_id_accounts FOREIGN KEY (account_id) REFERENCES accounts(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_contact_id_contacts FOREIGN KEY (contact_id) REFERENCES contacts(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_payment_terms_id_payment_terms FOREIGN KEY (payment_terms_id) REFERENCES payment_terms(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_price_book_id_price_books FOREIGN KEY (price_book_id) REFERENCES price_books(id);

ALTER TABLE ONLY quotes
    ADD CONSTRAINT fk_quotes_revised_from_id_quotes FOREIGN KEY (revised_from_id) REFERENCES quotes(id);

ALTER TABLE ONLY recovery_codes
    ADD CONSTRAINT fk_recovery_codes_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT fk_recurring_dates_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT fk_recurring_dates_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY recurring_dates
    ADD CONSTRAINT fk_recurring_dates_recurring_id_recurring_invoices FOREIGN KEY (recurring_id) REFERENCES recurring_invoices(id);

ALTER TABLE ONLY recurring_invoices
    ADD CONSTRAINT fk_recurring_invoices_owner_id_users FOREIGN KEY (owner_id) REFERENCES users(id);

ALTER TABLE ONLY recurring_invoices
    ADD CONSTRAINT fk_recurring_invoices_source_id_invoices FOREIGN KEY (source_id) REFERENCES invoices(id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT fk_reduction_requests_allocation_id_allocations FOREIGN KEY (allocation_id) REFERENCES allocations(id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT fk_reduction_requests_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT fk_reduction_requests_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT fk_reduction_requests_decided_by_id_users FOREIGN KEY (decided_by_id) REFERENCES users(id);

ALTER TABLE ONLY reduction_requests
    ADD CONSTRAINT fk_reduction_requests_invoice_id_invoices FOREIGN KEY (invoice_id) REFERENCES invoices(id);

ALTER TABLE ONLY refunds
    ADD CONSTRAINT fk_refunds_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY refunds
    ADD CONSTRAINT fk_refunds_credit_note_id_credit_notes FOREIGN KEY (credit_note_id) REFERENCES credit_notes(id);

ALTER TABLE ONLY refunds
    ADD CONSTRAINT fk_refunds_payment_id_payments FOREIGN KEY (payment_id) REFERENCES payments(id);

ALTER TABLE ONLY refunds
    ADD CONSTRAINT fk_refunds_reverses_id_refunds FOREIGN KEY (reverses_id) REFERENCES refunds(id);

ALTER TABLE ONLY report_shares
    ADD CONSTRAINT fk_report_shares_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY report_subscriptions
    ADD CONSTRAINT fk_report_subscriptions_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY sales_processes
    ADD CONSTRAINT fk_sales_processes_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY sales_processes
    ADD CONSTRAINT fk_sales_processes_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY saved_reports
    ADD CONSTRAINT fk_saved_reports_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY second_factors
    ADD CONSTRAINT fk_second_factors_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY specialist_requests
    ADD CONSTRAINT fk_specialist_requests_answered_by_id_users FOREIGN KEY (answered_by_id) REFERENCES users(id);

ALTER TABLE ONLY specialist_requests
    ADD CONSTRAINT fk_specialist_requests_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY specialist_requests
    ADD CONSTRAINT fk_specialist_requests_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY specialist_requests
    ADD CONSTRAINT fk_specialist_requests_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY stage_changes
    ADD CONSTRAINT fk_stage_changes_by_id_users FOREIGN KEY (by_id) REFERENCES users(id);

ALTER TABLE ONLY stage_changes
    ADD CONSTRAINT fk_stage_changes_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY stage_changes
    ADD CONSTRAINT fk_stage_changes_stage_id_stages FOREIGN KEY (stage_id) REFERENCES stages(id);

ALTER TABLE ONLY stage_fields
    ADD CONSTRAINT fk_stage_fields_stage_id_stages FOREIGN KEY (stage_id) REFERENCES stages(id);

ALTER TABLE ONLY stage_items
    ADD CONSTRAINT fk_stage_items_stage_id_stages FOREIGN KEY (stage_id) REFERENCES stages(id);

ALTER TABLE ONLY stages
    ADD CONSTRAINT fk_stages_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY stages
    ADD CONSTRAINT fk_stages_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY stages
    ADD CONSTRAINT fk_stages_process_id_sales_processes FOREIGN KEY (process_id) REFERENCES sales_processes(id);

ALTER TABLE ONLY survey_participants
    ADD CONSTRAINT fk_survey_participants_survey_id_surveys FOREIGN KEY (survey_id) REFERENCES surveys(id) ON DELETE CASCADE;

ALTER TABLE ONLY survey_participants
    ADD CONSTRAINT fk_survey_participants_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY survey_questions
    ADD CONSTRAINT fk_survey_questions_survey_id_surveys FOREIGN KEY (survey_id) REFERENCES surveys(id) ON DELETE CASCADE;

ALTER TABLE ONLY survey_responses
    ADD CONSTRAINT fk_survey_responses_survey_id_surveys FOREIGN KEY (survey_id) REFERENCES surveys(id) ON DELETE CASCADE;

ALTER TABLE ONLY survey_responses
    ADD CONSTRAINT fk_survey_responses_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY surveys
    ADD CONSTRAINT fk_surveys_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY surveys
    ADD CONSTRAINT fk_surveys_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY tax_rates
    ADD CONSTRAINT fk_tax_rates_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY tax_rates
    ADD CONSTRAINT fk_tax_rates_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY undelivered_mails
    ADD CONSTRAINT fk_undelivered_mails_outbox_id_outbox FOREIGN KEY (outbox_id) REFERENCES outbox(id);

ALTER TABLE ONLY undelivered_mails
    ADD CONSTRAINT fk_undelivered_mails_sender_id_users FOREIGN KEY (sender_id) REFERENCES users(id);

ALTER TABLE ONLY user_days
    ADD CONSTRAINT fk_user_days_user_id_users FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;

ALTER TABLE ONLY users
    ADD CONSTRAINT fk_users_business_unit_id_business_units FOREIGN KEY (business_unit_id) REFERENCES business_units(id);

ALTER TABLE ONLY users
    ADD CONSTRAINT fk_users_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY users
    ADD CONSTRAINT fk_users_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY users
    ADD CONSTRAINT fk_users_manager_id_users FOREIGN KEY (manager_id) REFERENCES users(id);

ALTER TABLE ONLY views
    ADD CONSTRAINT fk_views_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY wall_links
    ADD CONSTRAINT fk_wall_links_user_id_users FOREIGN KEY (user_id) REFERENCES users(id);

ALTER TABLE ONLY web_form_answers
    ADD CONSTRAINT fk_web_form_answers_web_form_id_web_forms FOREIGN KEY (web_form_id) REFERENCES web_forms(id) ON DELETE CASCADE;

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT fk_web_forms_campaign_id_campaigns FOREIGN KEY (campaign_id) REFERENCES campaigns(id);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT fk_web_forms_changed_by_id_users FOREIGN KEY (changed_by_id) REFERENCES users(id);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT fk_web_forms_created_by_id_users FOREIGN KEY (created_by_id) REFERENCES users(id);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT fk_web_forms_person_id_users FOREIGN KEY (person_id) REFERENCES users(id);

ALTER TABLE ONLY web_forms
    ADD CONSTRAINT fk_web_forms_queue_id_lead_queues FOREIGN KEY (queue_id) REFERENCES lead_queues(id);

ALTER TABLE ONLY win_requests
    ADD CONSTRAINT fk_win_requests_asked_by_id_users FOREIGN KEY (asked_by_id) REFERENCES users(id);

ALTER TABLE ONLY win_requests
    ADD CONSTRAINT fk_win_requests_decided_by_id_users FOREIGN KEY (decided_by_id) REFERENCES users(id);

ALTER TABLE ONLY win_requests
    ADD CONSTRAINT fk_win_requests_opportunity_id_opportunities FOREIGN KEY (opportunity_id) REFERENCES opportunities(id);

ALTER TABLE ONLY win_requests
    ADD CONSTRAINT fk_win_requests_reason_id_loss_reasons FOREIGN KEY (reason_id) REFERENCES loss_reasons(id);
