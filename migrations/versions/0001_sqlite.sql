CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations WHEN NOT coalesce((
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
), 0)
BEGIN SELECT RAISE(ABORT, 'this allocation is more than what is open'); END

-- next

CREATE TRIGGER allocations_no_DELETE BEFORE DELETE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are never changed'); END

-- next

CREATE TRIGGER allocations_no_UPDATE BEFORE UPDATE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are never changed'); END

-- next

CREATE TRIGGER credit_note_lines_frozen_DELETE BEFORE DELETE ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END

-- next

CREATE TRIGGER credit_note_lines_frozen_INSERT BEFORE INSERT ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END

-- next

CREATE TRIGGER credit_note_lines_frozen_UPDATE BEFORE UPDATE ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id, NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END

-- next

CREATE TRIGGER credit_notes_frozen_DELETE BEFORE DELETE ON credit_notes WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued are never changed'); END

-- next

CREATE TRIGGER credit_notes_frozen_UPDATE BEFORE UPDATE ON credit_notes WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued are never changed'); END

-- next

CREATE TRIGGER events_no_DELETE BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END

-- next

CREATE TRIGGER events_no_UPDATE BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END

-- next

CREATE TRIGGER invoice_lines_frozen_DELETE BEFORE DELETE ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END

-- next

CREATE TRIGGER invoice_lines_frozen_INSERT BEFORE INSERT ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END

-- next

CREATE TRIGGER invoice_lines_frozen_UPDATE BEFORE UPDATE ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id, NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END

-- next

CREATE TRIGGER invoices_frozen_DELETE BEFORE DELETE ON invoices WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'invoices that were issued are never changed'); END

-- next

CREATE TRIGGER invoices_frozen_UPDATE BEFORE UPDATE ON invoices WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'invoices that were issued are never changed'); END

-- next

CREATE TRIGGER opportunity_totals_added AFTER INSERT ON opportunities BEGIN 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT NEW.stage_id, coalesce(NEW.owner_id, 0), NEW.currency, 1, coalesce(NEW.amount, 0),
       coalesce(NEW.amount_in_company, 0), NEW.weighted
WHERE NEW.state = 'open' AND NEW.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 END

-- next

CREATE TRIGGER opportunity_totals_changed AFTER UPDATE OF stage_id, owner_id, currency, amount, amount_in_company, weighted, state, deleted_at ON opportunities BEGIN 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT OLD.stage_id, coalesce(OLD.owner_id, 0), OLD.currency, -1, -coalesce(OLD.amount, 0),
       -coalesce(OLD.amount_in_company, 0), -OLD.weighted
WHERE OLD.state = 'open' AND OLD.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT NEW.stage_id, coalesce(NEW.owner_id, 0), NEW.currency, 1, coalesce(NEW.amount, 0),
       coalesce(NEW.amount_in_company, 0), NEW.weighted
WHERE NEW.state = 'open' AND NEW.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 END

-- next

CREATE TRIGGER opportunity_totals_removed AFTER DELETE ON opportunities BEGIN 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT OLD.stage_id, coalesce(OLD.owner_id, 0), OLD.currency, -1, -coalesce(OLD.amount, 0),
       -coalesce(OLD.amount_in_company, 0), -OLD.weighted
WHERE OLD.state = 'open' AND OLD.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 END

-- next

CREATE TRIGGER payments_no_DELETE BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END

-- next

CREATE TRIGGER payments_no_UPDATE BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END

-- next

CREATE TRIGGER quote_lines_frozen_DELETE BEFORE DELETE ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END

-- next

CREATE TRIGGER quote_lines_frozen_INSERT BEFORE INSERT ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = NEW.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END

-- next

CREATE TRIGGER quote_lines_frozen_UPDATE BEFORE UPDATE ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END

-- next

CREATE TRIGGER quotes_frozen BEFORE UPDATE OF status, account_id, contact_id, currency, rate, payment_days, customer_reference, language, billing_address, shipping_address, discount, net, tax, total, taxes, notes, terms, number, revision, valid_until ON quotes
WHEN OLD.status <> 'draft' AND (NEW.status = 'draft' OR OLD.account_id IS NOT NEW.account_id OR OLD.contact_id IS NOT NEW.contact_id OR OLD.currency IS NOT NEW.currency OR OLD.rate IS NOT NEW.rate OR OLD.payment_days IS NOT NEW.payment_days OR OLD.customer_reference IS NOT NEW.customer_reference OR OLD.language IS NOT NEW.language OR OLD.billing_address IS NOT NEW.billing_address OR OLD.shipping_address IS NOT NEW.shipping_address OR OLD.discount IS NOT NEW.discount OR OLD.net IS NOT NEW.net OR OLD.tax IS NOT NEW.tax OR OLD.total IS NOT NEW.total OR OLD.taxes IS NOT NEW.taxes OR OLD.notes IS NOT NEW.notes OR OLD.terms IS NOT NEW.terms OR OLD.number IS NOT NEW.number OR OLD.revision IS NOT NEW.revision OR OLD.valid_until IS NOT NEW.valid_until)
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep what they say'); END
