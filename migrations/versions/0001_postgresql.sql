CREATE OR REPLACE FUNCTION allocations_fit()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM invoices WHERE id = NEW.invoice_id FOR UPDATE;
  PERFORM 1 FROM payments WHERE id = NEW.payment_id FOR UPDATE;
  PERFORM 1 FROM credit_notes WHERE id = NEW.credit_note_id FOR UPDATE;
  IF NOT coalesce((
  (SELECT status = 'issued' FROM invoices WHERE id = NEW.invoice_id)
  AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE invoice_id = NEW.invoice_id) + NEW.amount
      BETWEEN 0 AND (SELECT payable FROM invoices WHERE id = NEW.invoice_id)
  AND (NEW.amount > 0 OR NEW.payment_id IS NOT NULL)
  AND (NEW.payment_id IS NULL OR (
    (SELECT currency FROM payments WHERE id = NEW.payment_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE payment_id = NEW.payment_id) + NEW.amount
        BETWEEN 0 AND (SELECT amount FROM payments WHERE id = NEW.payment_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations
         WHERE payment_id = NEW.payment_id AND invoice_id = NEW.invoice_id) + NEW.amount >= 0
    AND (NEW.amount < 0 OR NOT EXISTS (SELECT 1 FROM payments WHERE reverses_id = NEW.payment_id))))
  AND (NEW.credit_note_id IS NULL OR (
    (SELECT currency FROM credit_notes WHERE id = NEW.credit_note_id)
      = (SELECT currency FROM invoices WHERE id = NEW.invoice_id)
    AND (SELECT coalesce(sum(amount), 0) FROM allocations WHERE credit_note_id = NEW.credit_note_id) + NEW.amount
        <= (SELECT payable FROM credit_notes WHERE id = NEW.credit_note_id)))
), false)
  THEN RAISE EXCEPTION 'this allocation is more than what is open'; END IF;
  RETURN NEW;
END $function$

-- next

CREATE OR REPLACE FUNCTION allocations_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'allocations are never changed'; END $function$

-- next

CREATE OR REPLACE FUNCTION credit_note_lines_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = OLD.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM credit_notes WHERE id = NEW.credit_note_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'credit_notes that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$

-- next

CREATE OR REPLACE FUNCTION credit_notes_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status <> 'draft'
  THEN RAISE EXCEPTION 'credit_notes that were issued are never changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$

-- next

CREATE OR REPLACE FUNCTION events_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'events are never changed'; END $function$

-- next

CREATE OR REPLACE FUNCTION invoice_lines_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM invoices WHERE id = OLD.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  IF TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice_id AND status <> 'draft')
  THEN RAISE EXCEPTION 'invoices that were issued keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$

-- next

CREATE OR REPLACE FUNCTION invoices_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status <> 'draft'
  THEN RAISE EXCEPTION 'invoices that were issued are never changed'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$

-- next

CREATE OR REPLACE FUNCTION opportunity_totals_add(o opportunities, sign integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  INSERT INTO opportunity_totals AS t (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
  VALUES (o.stage_id, coalesce(o.owner_id, 0), o.currency, sign, sign * coalesce(o.amount, 0),
          sign * coalesce(o.amount_in_company, 0), sign * o.weighted)
  ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = t.count + excluded.count, amount = t.amount + excluded.amount,
    amount_in_company = t.amount_in_company + excluded.amount_in_company, weighted = t.weighted + excluded.weighted;
END $function$

-- next

CREATE OR REPLACE FUNCTION opportunity_totals_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
END $function$

-- next

CREATE OR REPLACE FUNCTION payments_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'payments are never changed'; END $function$

-- next

CREATE OR REPLACE FUNCTION quote_lines_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF (SELECT status FROM quotes
      WHERE id = CASE TG_OP WHEN 'INSERT' THEN NEW.quote_id ELSE OLD.quote_id END) <> 'draft'
  THEN RAISE EXCEPTION 'quotes that are no drafts keep their lines'; END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $function$

-- next

CREATE OR REPLACE FUNCTION quotes_refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.status <> 'draft' AND (NEW.status = 'draft' OR OLD.account_id IS DISTINCT FROM NEW.account_id OR OLD.contact_id IS DISTINCT FROM NEW.contact_id OR OLD.currency IS DISTINCT FROM NEW.currency OR OLD.rate IS DISTINCT FROM NEW.rate OR OLD.payment_days IS DISTINCT FROM NEW.payment_days OR OLD.customer_reference IS DISTINCT FROM NEW.customer_reference OR OLD.language IS DISTINCT FROM NEW.language OR OLD.billing_address IS DISTINCT FROM NEW.billing_address OR OLD.shipping_address IS DISTINCT FROM NEW.shipping_address OR OLD.discount IS DISTINCT FROM NEW.discount OR OLD.net IS DISTINCT FROM NEW.net OR OLD.tax IS DISTINCT FROM NEW.tax OR OLD.total IS DISTINCT FROM NEW.total OR OLD.taxes IS DISTINCT FROM NEW.taxes OR OLD.notes IS DISTINCT FROM NEW.notes OR OLD.terms IS DISTINCT FROM NEW.terms OR OLD.number IS DISTINCT FROM NEW.number OR OLD.revision IS DISTINCT FROM NEW.revision OR OLD.valid_until IS DISTINCT FROM NEW.valid_until)
  THEN RAISE EXCEPTION 'quotes that are no drafts keep what they say'; END IF;
  RETURN NEW;
END $function$

-- next

CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations FOR EACH ROW EXECUTE FUNCTION allocations_fit()

-- next

CREATE TRIGGER allocations_kept BEFORE TRUNCATE ON allocations FOR EACH STATEMENT EXECUTE FUNCTION allocations_refuse()

-- next

CREATE TRIGGER allocations_no_change BEFORE DELETE OR UPDATE ON allocations FOR EACH ROW EXECUTE FUNCTION allocations_refuse()

-- next

CREATE TRIGGER credit_note_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON credit_note_lines FOR EACH ROW EXECUTE FUNCTION credit_note_lines_refuse()

-- next

CREATE TRIGGER credit_notes_frozen BEFORE DELETE OR UPDATE ON credit_notes FOR EACH ROW EXECUTE FUNCTION credit_notes_refuse()

-- next

CREATE TRIGGER credit_notes_kept BEFORE TRUNCATE ON credit_notes FOR EACH STATEMENT EXECUTE FUNCTION credit_notes_refuse()

-- next

CREATE TRIGGER events_no_change BEFORE DELETE OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_refuse()

-- next

CREATE TRIGGER invoice_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON invoice_lines FOR EACH ROW EXECUTE FUNCTION invoice_lines_refuse()

-- next

CREATE TRIGGER invoices_frozen BEFORE DELETE OR UPDATE ON invoices FOR EACH ROW EXECUTE FUNCTION invoices_refuse()

-- next

CREATE TRIGGER invoices_kept BEFORE TRUNCATE ON invoices FOR EACH STATEMENT EXECUTE FUNCTION invoices_refuse()

-- next

CREATE TRIGGER opportunity_totals_changed AFTER UPDATE OF stage_id, owner_id, currency, amount, amount_in_company, weighted, state, deleted_at ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep()

-- next

CREATE TRIGGER opportunity_totals_rows AFTER INSERT OR DELETE ON opportunities FOR EACH ROW EXECUTE FUNCTION opportunity_totals_keep()

-- next

CREATE TRIGGER payments_kept BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse()

-- next

CREATE TRIGGER payments_no_change BEFORE DELETE OR UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION payments_refuse()

-- next

CREATE TRIGGER quote_lines_frozen BEFORE INSERT OR DELETE OR UPDATE ON quote_lines FOR EACH ROW EXECUTE FUNCTION quote_lines_refuse()

-- next

CREATE TRIGGER quotes_frozen BEFORE UPDATE ON quotes FOR EACH ROW EXECUTE FUNCTION quotes_refuse()
