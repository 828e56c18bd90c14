-- version 0070
CREATE TABLE accounting_settings (
	chart VARCHAR(40) NOT NULL, 
	consultant INTEGER, 
	client INTEGER, 
	digits INTEGER NOT NULL, 
	first_debtor INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_accounting_settings PRIMARY KEY (id)
);
-- next
CREATE TABLE accounts (
	name VARCHAR(255) NOT NULL, 
	type VARCHAR(40) NOT NULL, 
	industry VARCHAR(40), 
	phone VARCHAR(50), 
	website VARCHAR(500), 
	owner_id INTEGER, 
	description TEXT, 
	billing_street VARCHAR(255), 
	billing_city VARCHAR(120), 
	billing_state VARCHAR(120), 
	billing_postal_code VARCHAR(20), 
	billing_country VARCHAR(2), 
	shipping_street VARCHAR(255), 
	shipping_city VARCHAR(120), 
	shipping_state VARCHAR(120), 
	shipping_postal_code VARCHAR(20), 
	shipping_country VARCHAR(2), 
	parent_id INTEGER, 
	employees INTEGER, 
	annual_revenue BIGINT, 
	founded INTEGER, 
	source VARCHAR(40), 
	tax_number VARCHAR(40), 
	currency VARCHAR(3), 
	price_book_id INTEGER, 
	payment_days INTEGER, 
	language VARCHAR(40), 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, invoice_email VARCHAR(254), e_invoice VARCHAR(40), buyer_reference VARCHAR(120), payment_terms_id INTEGER CONSTRAINT fk_accounts_payment_terms_id_payment_terms REFERENCES payment_terms (id), fapiao_title VARCHAR(200), fapiao_kind VARCHAR(40), business_unit_id INTEGER CONSTRAINT fk_accounts_business_unit_id_business_units REFERENCES business_units (id), 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT fk_accounts_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_accounts_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_accounts_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_accounts_parent_id_accounts FOREIGN KEY(parent_id) REFERENCES accounts (id), 
	CONSTRAINT fk_accounts_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id)
);
-- next
CREATE TABLE activities (
	subject VARCHAR(255) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	due_on DATE, 
	starts_at DATETIME, 
	ends_at DATETIME, 
	owner_id INTEGER, 
	body TEXT, 
	outcome VARCHAR(40), 
	done_at DATETIME, 
	subject_type VARCHAR(40), 
	subject_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, subject_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_activities PRIMARY KEY (id), 
	CONSTRAINT fk_activities_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_activities_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_activities_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id)
);
-- next
CREATE TABLE allocations (
	invoice_id INTEGER NOT NULL, 
	payment_id INTEGER, 
	credit_note_id INTEGER, 
	write_off_reason TEXT, 
	amount BIGINT NOT NULL, 
	allocated_on DATE NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, discount_id INTEGER CONSTRAINT fk_allocations_discount_id_discounts_taken REFERENCES discounts_taken (id), author_limit BIGINT, 
	CONSTRAINT pk_allocations PRIMARY KEY (id), 
	CONSTRAINT ck_allocations_source CHECK ((CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN write_off_reason IS NULL THEN 0 ELSE 1 END) = 1), 
	CONSTRAINT ck_allocations_amount CHECK (amount <> 0), 
	CONSTRAINT fk_allocations_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_allocations_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT fk_allocations_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_allocations_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id)
);
-- next
CREATE TABLE assignment_rule_people (
	rule_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	CONSTRAINT pk_assignment_rule_people PRIMARY KEY (rule_id, user_id), 
	CONSTRAINT fk_assignment_rule_people_rule_id_assignment_rules FOREIGN KEY(rule_id) REFERENCES assignment_rules (id) ON DELETE CASCADE, 
	CONSTRAINT fk_assignment_rule_people_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE assignment_rules (
	name VARCHAR(80) NOT NULL, 
	active BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	asked JSON NOT NULL, 
	receiver VARCHAR(40) NOT NULL, 
	team VARCHAR(80), 
	queue_id INTEGER, 
	sharing VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_assignment_rules PRIMARY KEY (id), 
	CONSTRAINT fk_assignment_rules_queue_id_lead_queues FOREIGN KEY(queue_id) REFERENCES lead_queues (id), 
	CONSTRAINT fk_assignment_rules_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_assignment_rules_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE assignment_turns (
	rule_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_assignment_turns PRIMARY KEY (id), 
	CONSTRAINT fk_assignment_turns_rule_id_assignment_rules FOREIGN KEY(rule_id) REFERENCES assignment_rules (id) ON DELETE CASCADE, 
	CONSTRAINT fk_assignment_turns_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_assignment_turns_rule_id UNIQUE (rule_id)
);
-- next
CREATE TABLE badge_rules (
	name VARCHAR(80) NOT NULL, 
	metric VARCHAR(40) NOT NULL, 
	period VARCHAR(40) NOT NULL, 
	threshold INTEGER NOT NULL, 
	active BOOLEAN NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, fewest INTEGER, 
	CONSTRAINT pk_badge_rules PRIMARY KEY (id), 
	CONSTRAINT fk_badge_rules_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_badge_rules_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE badges (
	rule_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	metric VARCHAR(20) NOT NULL, 
	value BIGINT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	awarded_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_badges PRIMARY KEY (id), 
	CONSTRAINT uq_badges_rule_id_user_id_first UNIQUE (rule_id, user_id, first), 
	CONSTRAINT fk_badges_rule_id_badge_rules FOREIGN KEY(rule_id) REFERENCES badge_rules (id), 
	CONSTRAINT fk_badges_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE bank_accounts (
	name VARCHAR(80) NOT NULL, 
	currency VARCHAR(3), 
	account_number VARCHAR(60) NOT NULL, 
	bic VARCHAR(11), 
	bank VARCHAR(255), 
	bank_code VARCHAR(40), 
	is_default BOOLEAN NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_accounts PRIMARY KEY (id), 
	CONSTRAINT fk_bank_accounts_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_bank_accounts_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE "bank_bookings" (
	statement_id INTEGER NOT NULL, 
	"key" VARCHAR(64) NOT NULL, 
	booked_on DATE NOT NULL, 
	valued_on DATE, 
	amount BIGINT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	name VARCHAR(200) NOT NULL, 
	payer_account VARCHAR(60) NOT NULL, 
	text TEXT NOT NULL, 
	reference VARCHAR(200) NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	payment_id INTEGER, 
	recorded BOOLEAN NOT NULL, 
	note TEXT, 
	settled_at DATETIME, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	like_id INTEGER, 
	CONSTRAINT pk_bank_bookings PRIMARY KEY (id), 
	CONSTRAINT fk_bank_bookings_statement_id_bank_statements FOREIGN KEY(statement_id) REFERENCES bank_statements (id), 
	CONSTRAINT fk_bank_bookings_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id), 
	CONSTRAINT uq_bank_bookings_payment_id UNIQUE (payment_id), 
	CONSTRAINT fk_bank_bookings_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT uq_bank_bookings_key UNIQUE ("key"), 
	CONSTRAINT ck_bank_bookings_matched CHECK ((state = 'matched') = (payment_id IS NOT NULL)), 
	CONSTRAINT fk_bank_bookings_like_id_bank_bookings FOREIGN KEY(like_id) REFERENCES bank_bookings (id)
);
-- next
CREATE TABLE bank_layouts (
	account VARCHAR(60) NOT NULL, 
	columns JSON NOT NULL, 
	layout JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_layouts PRIMARY KEY (id), 
	CONSTRAINT uq_bank_layouts_account UNIQUE (account)
);
-- next
CREATE TABLE bank_statements (
	account VARCHAR(60) NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	number VARCHAR(60) NOT NULL, 
	opened_on DATE, 
	closed_on DATE, 
	opening BIGINT, 
	closing BIGINT, 
	difference BIGINT, 
	file_name VARCHAR(255) NOT NULL, 
	known INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_statements PRIMARY KEY (id), 
	CONSTRAINT fk_bank_statements_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE bank_uploads (
	by_id INTEGER NOT NULL, 
	file_name VARCHAR(255) NOT NULL, 
	content BLOB NOT NULL, 
	created_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bank_uploads PRIMARY KEY (id), 
	CONSTRAINT fk_bank_uploads_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE boards (
	user_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	shared BOOLEAN NOT NULL, 
	args JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_boards PRIMARY KEY (id), 
	CONSTRAINT fk_boards_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_boards_user_id_name UNIQUE (user_id, name)
);
-- next
CREATE TABLE budget_changes (
	team VARCHAR(160) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	month DATE NOT NULL, 
	"before" BIGINT, 
	"after" BIGINT, 
	at DATETIME NOT NULL, 
	by_id INTEGER NOT NULL, 
	step VARCHAR(24) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_budget_changes PRIMARY KEY (id), 
	CONSTRAINT fk_budget_changes_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE budgets (
	team VARCHAR(160) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	month DATE NOT NULL, 
	amount BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_budgets PRIMARY KEY (id), 
	CONSTRAINT uq_budgets_team_month UNIQUE (team, month)
);
-- next
CREATE TABLE bulk_edits (
	record_type VARCHAR(40) NOT NULL, 
	field VARCHAR(60) NOT NULL, 
	fields JSON NOT NULL, 
	value JSON, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	changed INTEGER NOT NULL, 
	undone_at DATETIME, 
	undone INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bulk_edits PRIMARY KEY (id), 
	CONSTRAINT fk_bulk_edits_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE bulk_edits_kept (
	bulk_edit_id INTEGER NOT NULL, 
	record_type VARCHAR(40) NOT NULL, 
	record_id INTEGER NOT NULL, 
	why TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_bulk_edits_kept PRIMARY KEY (id), 
	CONSTRAINT fk_bulk_edits_kept_bulk_edit_id_bulk_edits FOREIGN KEY(bulk_edit_id) REFERENCES bulk_edits (id)
);
-- next
CREATE TABLE business_units (
	name VARCHAR(120) NOT NULL, 
	code VARCHAR(20), 
	parent_id INTEGER, 
	active BOOLEAN NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_business_units PRIMARY KEY (id), 
	CONSTRAINT fk_business_units_parent_id_business_units FOREIGN KEY(parent_id) REFERENCES business_units (id), 
	CONSTRAINT fk_business_units_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_business_units_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE campaigns (
	name VARCHAR(120) NOT NULL, 
	type VARCHAR(40), 
	status VARCHAR(40) NOT NULL, 
	begins_on DATE, 
	ends_on DATE, 
	budget BIGINT, 
	actual_cost BIGINT, 
	expected_response BIGINT, 
	owner_id INTEGER, 
	description TEXT, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_campaigns PRIMARY KEY (id), 
	CONSTRAINT fk_campaigns_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_campaigns_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_campaigns_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE companies (
	name VARCHAR(255) NOT NULL, 
	street VARCHAR(255), 
	postal_code VARCHAR(20), 
	city VARCHAR(255), 
	country VARCHAR(2), 
	tax_number VARCHAR(40), 
	email VARCHAR(254), 
	phone VARCHAR(50), 
	website VARCHAR(500), 
	currency VARCHAR(3) NOT NULL, 
	region VARCHAR(2) NOT NULL, 
	zone VARCHAR(60) NOT NULL, 
	language VARCHAR(10) NOT NULL, 
	fiscal_year_start INTEGER NOT NULL, 
	payment_days INTEGER NOT NULL, 
	quote_days INTEGER NOT NULL, 
	discount_limit BIGINT NOT NULL, 
	locked_until DATE, 
	document_footer TEXT, 
	demo BOOLEAN NOT NULL, 
	reach JSON NOT NULL, 
	id INTEGER NOT NULL, duplicate_handling JSON DEFAULT '{}' NOT NULL, document_footer_zh TEXT, accent VARCHAR(7) DEFAULT '#3845bf' NOT NULL, paper_size VARCHAR(40) DEFAULT 'a4' NOT NULL, logo VARCHAR(64), setup_state VARCHAR(24) DEFAULT '' NOT NULL, register_number VARCHAR(60), legal_lines TEXT, leaderboard VARCHAR(40) DEFAULT 'seen' NOT NULL, approval_limits JSON DEFAULT '{}' NOT NULL, user_limit INTEGER, 
	CONSTRAINT pk_companies PRIMARY KEY (id)
);
-- next
CREATE TABLE competitors (
	name VARCHAR(200) NOT NULL, 
	key_product VARCHAR(255), 
	website VARCHAR(500), 
	reported_revenue BIGINT, 
	ticker VARCHAR(20), 
	overview TEXT, 
	products TEXT, 
	strengths TEXT, 
	weaknesses TEXT, 
	opportunities TEXT, 
	threats TEXT, 
	street VARCHAR(255), 
	street2 VARCHAR(255), 
	street3 VARCHAR(255), 
	city VARCHAR(120), 
	state VARCHAR(120), 
	postal_code VARCHAR(20), 
	country VARCHAR(2), 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, key_product_sort VARCHAR(1000), 
	CONSTRAINT pk_competitors PRIMARY KEY (id), 
	CONSTRAINT fk_competitors_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_competitors_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE congratulations (
	close_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_congratulations PRIMARY KEY (id), 
	CONSTRAINT uq_congratulations_close_id_user_id UNIQUE (close_id, user_id), 
	CONSTRAINT fk_congratulations_close_id_opportunity_closes FOREIGN KEY(close_id) REFERENCES opportunity_closes (id), 
	CONSTRAINT fk_congratulations_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE contacts (
	family_name VARCHAR(120) NOT NULL, 
	given_name VARCHAR(120), 
	account_id INTEGER, 
	job_title VARCHAR(120), 
	email VARCHAR(254), 
	phone VARCHAR(50), 
	mobile VARCHAR(50), 
	owner_id INTEGER, 
	description TEXT, 
	department VARCHAR(120), 
	sales_role VARCHAR(40), 
	reports_to_id INTEGER, 
	birthday DATE, 
	do_not_call BOOLEAN NOT NULL, 
	do_not_email BOOLEAN NOT NULL, 
	street VARCHAR(255), 
	city VARCHAR(120), 
	state VARCHAR(120), 
	postal_code VARCHAR(20), 
	country VARCHAR(2), 
	name VARCHAR(250) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, family_name_sort VARCHAR(1000) DEFAULT '' NOT NULL, given_name_sort VARCHAR(1000), job_title_sort VARCHAR(1000), 
	CONSTRAINT pk_contacts PRIMARY KEY (id), 
	CONSTRAINT fk_contacts_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_contacts_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_contacts_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_contacts_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_contacts_reports_to_id_contacts FOREIGN KEY(reports_to_id) REFERENCES contacts (id)
);
-- next
CREATE TABLE conversion_models (
	learned_at DATETIME NOT NULL, 
	won INTEGER NOT NULL, 
	lost INTEGER NOT NULL, 
	learned JSON, 
	measured JSON, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_conversion_models PRIMARY KEY (id)
);
-- next
CREATE TABLE credit_note_lines (
	credit_note_id INTEGER NOT NULL, 
	invoice_line_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	id INTEGER NOT NULL, tax_category VARCHAR(40), supply_from DATE, supply_to DATE, adjustments JSON DEFAULT '[]' NOT NULL, base_quantity BIGINT DEFAULT '1000' NOT NULL, 
	CONSTRAINT pk_credit_note_lines PRIMARY KEY (id), 
	CONSTRAINT fk_credit_note_lines_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT fk_credit_note_lines_invoice_line_id_invoice_lines FOREIGN KEY(invoice_line_id) REFERENCES invoice_lines (id), 
	CONSTRAINT fk_credit_note_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_credit_note_lines_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE credit_note_orders (
	credit_note_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	taxes JSON NOT NULL, 
	deductions JSON NOT NULL, 
	adjustments JSON NOT NULL, 
	order_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_credit_note_orders PRIMARY KEY (id), 
	CONSTRAINT fk_credit_note_orders_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_credit_note_orders_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT uq_credit_note_orders_credit_note_id_order_id UNIQUE (credit_note_id, order_id)
);
-- next
CREATE TABLE credit_notes (
	invoice_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	number VARCHAR(40), 
	status VARCHAR(40) NOT NULL, 
	issued_on DATE, 
	issued_at DATETIME, 
	deducted BIGINT NOT NULL, 
	payable BIGINT NOT NULL, 
	deductions JSON NOT NULL, 
	seller JSON NOT NULL, 
	buyer JSON NOT NULL, 
	position INTEGER, 
	canonical TEXT, 
	previous_hash VARCHAR(64), 
	hash VARCHAR(64), 
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	currency VARCHAR(3) NOT NULL, 
	rate BIGINT NOT NULL, 
	price_book_id INTEGER, 
	payment_days INTEGER, 
	customer_reference VARCHAR(120), 
	language VARCHAR(40), 
	billing_address TEXT, 
	shipping_address TEXT, 
	discount BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	taxes JSON NOT NULL, 
	notes TEXT, 
	terms TEXT, 
	owner_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, supply_from DATE, supply_to DATE, buyer_reference VARCHAR(120), adjustments JSON DEFAULT '[]' NOT NULL, round_to BIGINT, rounding BIGINT DEFAULT '0' NOT NULL, payment_terms_id INTEGER CONSTRAINT fk_credit_notes_payment_terms_id_payment_terms REFERENCES payment_terms (id), payment_plan JSON, by_amount BOOLEAN DEFAULT 0 NOT NULL, shipping_parts JSON, author_limit BIGINT, is_joint BOOLEAN NOT NULL DEFAULT FALSE, 
	CONSTRAINT pk_credit_notes PRIMARY KEY (id), 
	CONSTRAINT fk_credit_notes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_credit_notes_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_credit_notes_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_credit_notes_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_credit_notes_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_credit_notes_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_credit_notes_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_credit_notes_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id), 
	CONSTRAINT uq_credit_notes_hash UNIQUE (hash), 
	CONSTRAINT uq_credit_notes_number UNIQUE (number), 
	CONSTRAINT uq_credit_notes_position UNIQUE (position)
);
-- next
CREATE TABLE currency_decimals (
	id INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	decimals INTEGER NOT NULL, 
	CONSTRAINT pk_currency_decimals PRIMARY KEY (id), 
	CONSTRAINT uq_currency_decimals_currency UNIQUE (currency)
);
-- next
CREATE TABLE currency_rates (
	currency VARCHAR(3) NOT NULL, 
	valid_from DATE NOT NULL, 
	rate BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_currency_rates PRIMARY KEY (id), 
	CONSTRAINT uq_currency_rates_currency_valid_from UNIQUE (currency, valid_from)
);
-- next
CREATE TABLE daily_goals (
	user_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	target INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_daily_goals PRIMARY KEY (id), 
	CONSTRAINT fk_daily_goals_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_daily_goals_user_id_kind UNIQUE (user_id, kind)
);
-- next
CREATE TABLE dashboards (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	audience VARCHAR(40) NOT NULL, 
	tiles JSON NOT NULL, for_role VARCHAR(40), 
	CONSTRAINT pk_dashboards PRIMARY KEY (id), 
	CONSTRAINT fk_dashboards_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE datev_files (
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	content BLOB NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	final BOOLEAN NOT NULL, 
	entries JSON NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_datev_files PRIMARY KEY (id), 
	CONSTRAINT fk_datev_files_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE deal_reviews (
	opportunity_id INTEGER NOT NULL, 
	by_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_deal_reviews PRIMARY KEY (id), 
	CONSTRAINT fk_deal_reviews_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_deal_reviews_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE debtor_numbers (
	account_id INTEGER, 
	contact_id INTEGER, 
	number INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_debtor_numbers PRIMARY KEY (id), 
	CONSTRAINT fk_debtor_numbers_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_debtor_numbers_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT uq_debtor_numbers_account_id UNIQUE (account_id), 
	CONSTRAINT uq_debtor_numbers_contact_id UNIQUE (contact_id), 
	CONSTRAINT uq_debtor_numbers_number UNIQUE (number)
);
-- next
CREATE TABLE default_boards (
	user_id INTEGER NOT NULL, 
	board_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_default_boards PRIMARY KEY (id), 
	CONSTRAINT fk_default_boards_board_id_boards FOREIGN KEY(board_id) REFERENCES boards (id) ON DELETE CASCADE, 
	CONSTRAINT fk_default_boards_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_default_boards_user_id UNIQUE (user_id)
);
-- next
CREATE TABLE delivery_addresses (
	name VARCHAR(80) NOT NULL, 
	account_id INTEGER NOT NULL, 
	recipient VARCHAR(255), 
	street VARCHAR(255), 
	city VARCHAR(120), 
	state VARCHAR(120), 
	postal_code VARCHAR(20), 
	country VARCHAR(2) NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	city_sort VARCHAR(1000), 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_delivery_addresses PRIMARY KEY (id), 
	CONSTRAINT fk_delivery_addresses_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_delivery_addresses_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_delivery_addresses_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE dialog_answers (
	question_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text VARCHAR(120) NOT NULL, 
	value VARCHAR(255), 
	goes_to_id INTEGER, 
	ends BOOLEAN NOT NULL, 
	outcome VARCHAR(40), 
	next_step VARCHAR(255), 
	next_step_in INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_dialog_answers PRIMARY KEY (id), 
	CONSTRAINT fk_dialog_answers_question_id_dialog_questions FOREIGN KEY(question_id) REFERENCES dialog_questions (id) ON DELETE CASCADE, 
	CONSTRAINT fk_dialog_answers_goes_to_id_dialog_questions FOREIGN KEY(goes_to_id) REFERENCES dialog_questions (id) ON DELETE SET NULL
);
-- next
CREATE TABLE dialog_questions (
	dialog_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text VARCHAR(255) NOT NULL, 
	hint TEXT, 
	asking VARCHAR(40) NOT NULL, 
	field_name VARCHAR(60), 
	required BOOLEAN NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_dialog_questions PRIMARY KEY (id), 
	CONSTRAINT fk_dialog_questions_dialog_id_dialogs FOREIGN KEY(dialog_id) REFERENCES dialogs (id) ON DELETE CASCADE
);
-- next
CREATE TABLE dialog_runs (
	dialog_id INTEGER NOT NULL, 
	subject_type VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	begun_by_id INTEGER, 
	begun_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	given JSON NOT NULL, 
	told JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_dialog_runs PRIMARY KEY (id), 
	CONSTRAINT fk_dialog_runs_dialog_id_dialogs FOREIGN KEY(dialog_id) REFERENCES dialogs (id), 
	CONSTRAINT fk_dialog_runs_begun_by_id_users FOREIGN KEY(begun_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE dialogs (
	name VARCHAR(80) NOT NULL, 
	about VARCHAR(40) NOT NULL, 
	active BOOLEAN NOT NULL, 
	description TEXT, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_dialogs PRIMARY KEY (id), 
	CONSTRAINT fk_dialogs_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_dialogs_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE different_pairs (
	record_type VARCHAR(40) NOT NULL, 
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	by_id INTEGER, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_different_pairs PRIMARY KEY (id), 
	CONSTRAINT uq_different_pairs_record_type_one_id_other_id UNIQUE (record_type, one_id, other_id), 
	CONSTRAINT fk_different_pairs_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE discounts_taken (
	invoice_id INTEGER NOT NULL, 
	payment_id INTEGER NOT NULL, 
	percent BIGINT NOT NULL, 
	amount BIGINT NOT NULL, 
	taxes JSON NOT NULL, 
	taken_on DATE NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_discounts_taken PRIMARY KEY (id), 
	CONSTRAINT ck_discounts_taken_amount CHECK (amount <> 0), 
	CONSTRAINT fk_discounts_taken_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_discounts_taken_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id), 
	CONSTRAINT fk_discounts_taken_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE duplicate_pairs (
	record_type VARCHAR(40) NOT NULL, 
	one_id INTEGER NOT NULL, 
	other_id INTEGER NOT NULL, 
	score INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_duplicate_pairs PRIMARY KEY (id), 
	CONSTRAINT uq_duplicate_pairs_record_type_one_id_other_id UNIQUE (record_type, one_id, other_id)
);
-- next
CREATE TABLE duplicate_scans (
	record_type VARCHAR(40) NOT NULL, 
	changed_at DATETIME, 
	last_id INTEGER NOT NULL, 
	looked_at DATETIME, 
	busy BOOLEAN NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_duplicate_scans PRIMARY KEY (id), 
	CONSTRAINT uq_duplicate_scans_record_type UNIQUE (record_type)
);
-- next
CREATE TABLE event_links (
	event_id INTEGER NOT NULL, 
	record_type VARCHAR(40) NOT NULL, 
	record_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_event_links PRIMARY KEY (id), 
	CONSTRAINT fk_event_links_event_id_events FOREIGN KEY(event_id) REFERENCES events (id)
);
-- next
CREATE TABLE events (
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	by_name VARCHAR(200) NOT NULL, 
	kind VARCHAR(60) NOT NULL, 
	subject_type VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	subject_title VARCHAR(300) NOT NULL, 
	subject_version INTEGER NOT NULL, 
	particulars JSON NOT NULL, 
	changes JSON NOT NULL, 
	id INTEGER NOT NULL, made_with JSON, source VARCHAR(40), 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT fk_events_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE failed_sign_ins (
	"key" VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_failed_sign_ins PRIMARY KEY (id)
);
-- next
CREATE TABLE fairs (
	user_id INTEGER NOT NULL, 
	campaign_id INTEGER, 
	source VARCHAR(40), 
	follow_up_days INTEGER, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_fairs PRIMARY KEY (id), 
	CONSTRAINT fk_fairs_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_fairs_campaign_id_campaigns FOREIGN KEY(campaign_id) REFERENCES campaigns (id)
);
-- next
CREATE TABLE fapiao (
	invoice_id INTEGER, 
	credit_note_id INTEGER, 
	number VARCHAR(20) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	issued_on DATE NOT NULL, 
	red_reference VARCHAR(40), 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_fapiao PRIMARY KEY (id), 
	CONSTRAINT ck_fapiao_document CHECK ((CASE WHEN invoice_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1), 
	CONSTRAINT fk_fapiao_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_fapiao_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT fk_fapiao_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT uq_fapiao_number UNIQUE (number)
);
-- next
CREATE TABLE files (
	name VARCHAR(255) NOT NULL, 
	media_type VARCHAR(120) NOT NULL, 
	size INTEGER NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	purpose VARCHAR(20) NOT NULL, 
	author_id INTEGER, 
	subject_type VARCHAR(40), 
	subject_id INTEGER, 
	token VARCHAR(40), 
	thumbnail BLOB, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (id), 
	CONSTRAINT fk_files_author_id_users FOREIGN KEY(author_id) REFERENCES users (id), 
	CONSTRAINT fk_files_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_files_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT uq_files_token UNIQUE (token)
);
-- next
CREATE TABLE forecast_calls (
	user_id INTEGER NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	category VARCHAR(40) NOT NULL, 
	"before" BIGINT, 
	value BIGINT NOT NULL, 
	note TEXT, 
	at DATETIME NOT NULL, 
	by_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_forecast_calls PRIMARY KEY (id), 
	CONSTRAINT fk_forecast_calls_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_forecast_calls_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE forecast_dues (
	user_id INTEGER NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	due_on DATE NOT NULL, 
	set_at DATETIME NOT NULL, 
	reminded_on DATE, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_forecast_dues PRIMARY KEY (id), 
	CONSTRAINT fk_forecast_dues_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_forecast_dues_user_id_first_on_last_on UNIQUE (user_id, first_on, last_on)
);
-- next
CREATE TABLE forecast_submissions (
	user_id INTEGER NOT NULL, 
	first_on DATE NOT NULL, 
	last_on DATE NOT NULL, 
	figures JSON NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, withdrawn_at DATETIME, 
	CONSTRAINT pk_forecast_submissions PRIMARY KEY (id), 
	CONSTRAINT fk_forecast_submissions_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE hall_places (
	quarter_id INTEGER NOT NULL, 
	board VARCHAR(20) NOT NULL, 
	user_id INTEGER NOT NULL, 
	value BIGINT NOT NULL, 
	count INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_hall_places PRIMARY KEY (id), 
	CONSTRAINT uq_hall_places_quarter_id_board_user_id UNIQUE (quarter_id, board, user_id), 
	CONSTRAINT fk_hall_places_quarter_id_hall_quarters FOREIGN KEY(quarter_id) REFERENCES hall_quarters (id), 
	CONSTRAINT fk_hall_places_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE hall_quarters (
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	frozen_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_hall_quarters PRIMARY KEY (id), 
	CONSTRAINT uq_hall_quarters_first UNIQUE (first)
);
-- next
CREATE TABLE import_files (
	run_id INTEGER NOT NULL, 
	content BLOB NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_import_files PRIMARY KEY (id), 
	CONSTRAINT fk_import_files_run_id_import_runs FOREIGN KEY(run_id) REFERENCES import_runs (id), 
	CONSTRAINT uq_import_files_run_id UNIQUE (run_id)
);
-- next
CREATE TABLE import_left_along (
	run_id INTEGER NOT NULL, 
	record_type VARCHAR(40) NOT NULL, 
	record_id INTEGER NOT NULL, 
	left_because TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_import_left_along PRIMARY KEY (id), 
	CONSTRAINT fk_import_left_along_run_id_import_runs FOREIGN KEY(run_id) REFERENCES import_runs (id)
);
-- next
CREATE TABLE import_rows (
	run_id INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	outcome VARCHAR(20) NOT NULL, 
	round INTEGER NOT NULL, 
	record_id INTEGER, 
	fingerprint VARCHAR(32), 
	problems JSON, 
	cells JSON, 
	id INTEGER NOT NULL, is_undone BOOLEAN, left_because TEXT, 
	CONSTRAINT pk_import_rows PRIMARY KEY (id), 
	CONSTRAINT fk_import_rows_run_id_import_runs FOREIGN KEY(run_id) REFERENCES import_runs (id)
);
-- next
CREATE TABLE import_runs (
	record_type VARCHAR(40) NOT NULL, 
	file_name VARCHAR(255) NOT NULL, 
	columns JSON NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	plan_data JSON NOT NULL, 
	by_id INTEGER, 
	state VARCHAR(20) NOT NULL, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	total INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	round INTEGER NOT NULL, 
	"deferred" INTEGER NOT NULL, 
	created INTEGER NOT NULL, 
	updated INTEGER NOT NULL, 
	unchanged INTEGER NOT NULL, 
	refused INTEGER NOT NULL, 
	error TEXT, 
	preview JSON, 
	id INTEGER NOT NULL, duplicates INTEGER DEFAULT 0 NOT NULL, undo_asked_at DATETIME, undone_at DATETIME, undone INTEGER DEFAULT '0' NOT NULL, "left" INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_import_runs PRIMARY KEY (id), 
	CONSTRAINT fk_import_runs_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE invoice_batch_rows (
	batch_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	title VARCHAR(300) NOT NULL, 
	seen BIGINT, 
	outcome VARCHAR(20) NOT NULL, 
	sentence TEXT, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_batch_rows PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_batch_rows_batch_id_invoice_batches FOREIGN KEY(batch_id) REFERENCES invoice_batches (id)
);
-- next
CREATE TABLE invoice_batches (
	act VARCHAR(20) NOT NULL, 
	by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_batches PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_batches_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE invoice_dispatches (
	invoice_id INTEGER NOT NULL, 
	address VARCHAR(320), 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_dispatches PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_dispatches_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_invoice_dispatches_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE invoice_disputes (
	invoice_id INTEGER NOT NULL, 
	reason TEXT NOT NULL, 
	begun_at DATETIME NOT NULL, 
	by_id INTEGER, 
	ended_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_disputes PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_disputes_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_invoice_disputes_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE invoice_instalments (
	invoice_id INTEGER NOT NULL, 
	due_on DATE NOT NULL, 
	amount BIGINT NOT NULL, 
	upto BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_instalments PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_instalments_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id)
);
-- next
CREATE TABLE invoice_lines (
	invoice_id INTEGER NOT NULL, 
	order_line_id INTEGER, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	id INTEGER NOT NULL, tax_category VARCHAR(40), supply_from DATE, supply_to DATE, adjustments JSON DEFAULT '[]' NOT NULL, base_quantity BIGINT DEFAULT '1000' NOT NULL, 
	CONSTRAINT pk_invoice_lines PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_lines_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_invoice_lines_order_line_id_order_lines FOREIGN KEY(order_line_id) REFERENCES order_lines (id), 
	CONSTRAINT fk_invoice_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_invoice_lines_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE invoice_links (
	invoice_id INTEGER NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_links PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_links_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT uq_invoice_links_secret_hash UNIQUE (secret_hash)
);
-- next
CREATE TABLE invoice_orders (
	invoice_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	taxes JSON NOT NULL, 
	deductions JSON NOT NULL, 
	adjustments JSON NOT NULL, 
	order_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_orders PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_orders_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_invoice_orders_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT uq_invoice_orders_invoice_id_order_id UNIQUE (invoice_id, order_id)
);
-- next
CREATE TABLE "invoice_reminders" (
	invoice_id INTEGER NOT NULL, 
	level INTEGER NOT NULL, 
	address VARCHAR(320) NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	due_on DATE NOT NULL, 
	CONSTRAINT pk_invoice_reminders PRIMARY KEY (id), 
	CONSTRAINT fk_invoice_reminders_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_invoice_reminders_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT uq_invoice_reminders_invoice_id_due_on_level UNIQUE (invoice_id, due_on, level)
);
-- next
CREATE TABLE invoices (
	kind VARCHAR(40) NOT NULL, 
	order_id INTEGER, 
	due_on DATE, 
	number VARCHAR(40), 
	status VARCHAR(40) NOT NULL, 
	issued_on DATE, 
	issued_at DATETIME, 
	deducted BIGINT NOT NULL, 
	payable BIGINT NOT NULL, 
	deductions JSON NOT NULL, 
	seller JSON NOT NULL, 
	buyer JSON NOT NULL, 
	position INTEGER, 
	canonical TEXT, 
	previous_hash VARCHAR(64), 
	hash VARCHAR(64), 
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	currency VARCHAR(3) NOT NULL, 
	rate BIGINT NOT NULL, 
	price_book_id INTEGER, 
	payment_days INTEGER, 
	customer_reference VARCHAR(120), 
	language VARCHAR(40), 
	billing_address TEXT, 
	shipping_address TEXT, 
	discount BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	taxes JSON NOT NULL, 
	notes TEXT, 
	terms TEXT, 
	owner_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, supply_from DATE, supply_to DATE, buyer_reference VARCHAR(120), adjustments JSON DEFAULT '[]' NOT NULL, round_to BIGINT, rounding BIGINT DEFAULT '0' NOT NULL, payment_terms_id INTEGER CONSTRAINT fk_invoices_payment_terms_id_payment_terms REFERENCES payment_terms (id), payment_plan JSON, opened_on DATE, shipping_parts JSON, is_joint BOOLEAN NOT NULL DEFAULT FALSE, 
	CONSTRAINT pk_invoices PRIMARY KEY (id), 
	CONSTRAINT fk_invoices_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_invoices_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_invoices_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_invoices_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_invoices_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_invoices_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_invoices_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_invoices_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id), 
	CONSTRAINT uq_invoices_hash UNIQUE (hash), 
	CONSTRAINT uq_invoices_number UNIQUE (number), 
	CONSTRAINT uq_invoices_position UNIQUE (position)
);
-- next
CREATE TABLE issued_e_invoices (
	document_type VARCHAR(40) NOT NULL, 
	document_id INTEGER NOT NULL, 
	ubl TEXT NOT NULL, 
	cii TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_issued_e_invoices PRIMARY KEY (id), 
	CONSTRAINT uq_issued_e_invoices_document_type_document_id UNIQUE (document_type, document_id)
);
-- next
CREATE TABLE issued_papers (
	document_type VARCHAR(40) NOT NULL, 
	document_id INTEGER NOT NULL, 
	number VARCHAR(60) NOT NULL, 
	language VARCHAR(10) NOT NULL, 
	words JSON, 
	digest VARCHAR(64), 
	size INTEGER, 
	fixed_at DATETIME NOT NULL, 
	made_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_issued_papers PRIMARY KEY (id), 
	CONSTRAINT uq_issued_papers_document_type_document_id UNIQUE (document_type, document_id)
);
-- next
CREATE TABLE lead_conversions (
	lead_id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	written JSON NOT NULL, 
	undone_at DATETIME, 
	undone_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_lead_conversions PRIMARY KEY (id), 
	CONSTRAINT fk_lead_conversions_event_id_events FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_lead_conversions_lead_id_leads FOREIGN KEY(lead_id) REFERENCES leads (id), 
	CONSTRAINT fk_lead_conversions_undone_by_id_users FOREIGN KEY(undone_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE lead_limits (
	hot_from INTEGER NOT NULL, 
	warm_from INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_lead_limits PRIMARY KEY (id)
);
-- next
CREATE TABLE lead_mappings (
	lead_field VARCHAR(60) NOT NULL, 
	target_type VARCHAR(40) NOT NULL, 
	target_field VARCHAR(60) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_lead_mappings PRIMARY KEY (id), 
	CONSTRAINT uq_lead_mappings_lead_field_target_type UNIQUE (lead_field, target_type), 
	CONSTRAINT uq_lead_mappings_target_type_target_field UNIQUE (target_type, target_field)
);
-- next
CREATE TABLE lead_queue_members (
	queue_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	CONSTRAINT pk_lead_queue_members PRIMARY KEY (queue_id, user_id), 
	CONSTRAINT fk_lead_queue_members_queue_id_lead_queues FOREIGN KEY(queue_id) REFERENCES lead_queues (id) ON DELETE CASCADE, 
	CONSTRAINT fk_lead_queue_members_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE lead_queues (
	name VARCHAR(80) NOT NULL, 
	description VARCHAR(255), 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, description_sort VARCHAR(1000), 
	CONSTRAINT pk_lead_queues PRIMARY KEY (id), 
	CONSTRAINT fk_lead_queues_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_lead_queues_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE lead_score_rules (
	name VARCHAR(80) NOT NULL, 
	active BOOLEAN NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	points INTEGER NOT NULL, 
	asked JSON NOT NULL, 
	signal VARCHAR(40), 
	least INTEGER NOT NULL, 
	days INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_lead_score_rules PRIMARY KEY (id), 
	CONSTRAINT fk_lead_score_rules_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_lead_score_rules_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE lead_statuses (
	name VARCHAR(40), 
	state VARCHAR(40) NOT NULL, 
	tone VARCHAR(40) NOT NULL, 
	stale_days INTEGER, 
	position INTEGER NOT NULL, 
	in_use BOOLEAN NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000), 
	CONSTRAINT pk_lead_statuses PRIMARY KEY (id), 
	CONSTRAINT fk_lead_statuses_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_lead_statuses_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE leads (
	name VARCHAR(255) NOT NULL, 
	phone VARCHAR(50), 
	email VARCHAR(254), 
	product_interest VARCHAR(255), 
	company VARCHAR(255), 
	job_title VARCHAR(120), 
	mobile VARCHAR(50), 
	website VARCHAR(500), 
	status VARCHAR(40) NOT NULL, 
	rating VARCHAR(40), 
	source VARCHAR(40), 
	estimated_amount BIGINT, 
	currency VARCHAR(3), 
	owner_id INTEGER, 
	description TEXT, 
	disqualify_reason VARCHAR(500), 
	street VARCHAR(255), 
	city VARCHAR(120), 
	state VARCHAR(120), 
	postal_code VARCHAR(20), 
	country VARCHAR(2), 
	converted_at DATETIME, 
	converted_by_id INTEGER, 
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, queue_id INTEGER CONSTRAINT fk_leads_queue_id_lead_queues REFERENCES lead_queues (id), score INTEGER DEFAULT '0' NOT NULL, rating_by_hand BOOLEAN DEFAULT 0 NOT NULL, touched_at DATETIME DEFAULT '1970-01-01 00:00:00.000000' NOT NULL, campaign_id INTEGER CONSTRAINT fk_leads_campaign_id_campaigns REFERENCES campaigns (id), fair_id INTEGER CONSTRAINT fk_leads_fair_id_fairs REFERENCES fairs (id), status_id INTEGER CONSTRAINT fk_leads_status_id_lead_statuses REFERENCES lead_statuses (id), name_sort VARCHAR(1000) DEFAULT '' NOT NULL, company_sort VARCHAR(1000), disqualified_for VARCHAR(40), assigned_at DATETIME, first_answered_at DATETIME, 
	CONSTRAINT pk_leads PRIMARY KEY (id), 
	CONSTRAINT fk_leads_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_leads_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_leads_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_leads_converted_by_id_users FOREIGN KEY(converted_by_id) REFERENCES users (id), 
	CONSTRAINT fk_leads_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_leads_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_leads_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id)
);
-- next
CREATE TABLE ledger_accounts (
	scope_key VARCHAR(80) NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	category VARCHAR(40), 
	percent BIGINT, 
	country VARCHAR(2), 
	method VARCHAR(40), 
	currency VARCHAR(3), 
	number VARCHAR(9) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	automatic BOOLEAN NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_ledger_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_ledger_accounts_scope_key UNIQUE (scope_key)
);
-- next
CREATE TABLE ledger_heads (
	last INTEGER NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_ledger_heads PRIMARY KEY (id)
);
-- next
CREATE TABLE login_sessions (
	user_id INTEGER NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	address VARCHAR(60) NOT NULL, 
	device VARCHAR(200) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_login_sessions PRIMARY KEY (id), 
	CONSTRAINT fk_login_sessions_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_login_sessions_secret_hash UNIQUE (secret_hash)
);
-- next
CREATE TABLE looks (
	user_id INTEGER NOT NULL, 
	subject_type VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	known INTEGER NOT NULL, 
	known_at DATETIME NOT NULL, 
	seen INTEGER NOT NULL, 
	seen_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_looks PRIMARY KEY (id), 
	CONSTRAINT fk_looks_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_looks_user_id_subject_type_subject_id UNIQUE (user_id, subject_type, subject_id)
);
-- next
CREATE TABLE loss_reasons (
	name VARCHAR(120) NOT NULL, 
	for_won BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_loss_reasons PRIMARY KEY (id), 
	CONSTRAINT fk_loss_reasons_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_loss_reasons_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE match_keys (
	record_type VARCHAR(40) NOT NULL, 
	record_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	value VARCHAR(254) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_match_keys PRIMARY KEY (id)
);
-- next
CREATE TABLE merged_records (
	record_type VARCHAR(40) NOT NULL, 
	record_id INTEGER NOT NULL, 
	into_id INTEGER NOT NULL, 
	merge_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_merged_records PRIMARY KEY (id), 
	CONSTRAINT fk_merged_records_merge_id_merges FOREIGN KEY(merge_id) REFERENCES merges (id), 
	CONSTRAINT uq_merged_records_record_type_record_id UNIQUE (record_type, record_id)
);
-- next
CREATE TABLE merges (
	record_type VARCHAR(40) NOT NULL, 
	winner_id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	written JSON NOT NULL, 
	undone_at DATETIME, 
	undone_by_id INTEGER, 
	undo_event_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_merges PRIMARY KEY (id), 
	CONSTRAINT fk_merges_event_id_events FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_merges_undone_by_id_users FOREIGN KEY(undone_by_id) REFERENCES users (id), 
	CONSTRAINT fk_merges_undo_event_id_events FOREIGN KEY(undo_event_id) REFERENCES events (id)
);
-- next
CREATE TABLE notes (
	body TEXT NOT NULL, 
	author_id INTEGER, 
	subject_type VARCHAR(40) NOT NULL, 
	subject_id INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_notes PRIMARY KEY (id), 
	CONSTRAINT fk_notes_author_id_users FOREIGN KEY(author_id) REFERENCES users (id), 
	CONSTRAINT fk_notes_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_notes_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE "notices" (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	act_id INTEGER NOT NULL, 
	CONSTRAINT pk_notices PRIMARY KEY (id), 
	CONSTRAINT fk_notices_event_id_events FOREIGN KEY(event_id) REFERENCES events (id), 
	CONSTRAINT fk_notices_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_notices_user_id_event_id UNIQUE (user_id, event_id)
);
-- next
CREATE TABLE number_formats (
	series VARCHAR(20) NOT NULL, 
	prefix VARCHAR(12) NOT NULL, 
	separator VARCHAR(1) NOT NULL, 
	year_digits INTEGER NOT NULL, 
	digits INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_number_formats PRIMARY KEY (id)
);
-- next
CREATE TABLE number_series (
	series VARCHAR(20) NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	id INTEGER NOT NULL, first INTEGER DEFAULT '1' NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (id), 
	CONSTRAINT uq_number_series_series_year UNIQUE (series, year)
);
-- next
CREATE TABLE once_keys (
	user_id INTEGER NOT NULL, 
	"key" VARCHAR(80) NOT NULL, 
	request_hash VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	status INTEGER NOT NULL, 
	headers JSON NOT NULL, 
	body TEXT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_once_keys PRIMARY KEY (id), 
	CONSTRAINT uq_once_keys_user_id_key UNIQUE (user_id, "key")
);
-- next
CREATE TABLE opportunities (
	name VARCHAR(255) NOT NULL, 
	account_id INTEGER, 
	contact_id INTEGER, 
	amount BIGINT, 
	close_on DATE, 
	stage_id INTEGER NOT NULL, 
	state VARCHAR(40) NOT NULL, 
	next_step VARCHAR(255), 
	next_step_on DATE, 
	process_id INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	probability BIGINT NOT NULL, 
	forecast_category VARCHAR(40), 
	type VARCHAR(40), 
	competitor VARCHAR(200), 
	price_book_id INTEGER, 
	description TEXT, 
	amount_in_company BIGINT, 
	weighted BIGINT NOT NULL, 
	actual_amount BIGINT, 
	closed_on DATE, 
	close_reason_id INTEGER, 
	close_note TEXT, 
	stage_entered_at DATETIME NOT NULL, 
	touched_at DATETIME NOT NULL, 
	amount_follows_lines BOOLEAN NOT NULL, 
	lead_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	owner_id INTEGER, renewal_of_id INTEGER CONSTRAINT fk_opportunities_renewal_of_id_opportunities REFERENCES opportunities (id), campaign_id INTEGER CONSTRAINT fk_opportunities_campaign_id_campaigns REFERENCES campaigns (id), rank BIGINT DEFAULT 0 NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, source VARCHAR(40), typed_amount BIGINT, business_unit_id INTEGER CONSTRAINT fk_opportunities_business_unit_id_business_units REFERENCES business_units (id), 
	CONSTRAINT pk_opportunities PRIMARY KEY (id), 
	CONSTRAINT fk_opportunities_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_opportunities_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_opportunities_close_reason_id_loss_reasons FOREIGN KEY(close_reason_id) REFERENCES loss_reasons (id), 
	CONSTRAINT fk_opportunities_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_opportunities_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_opportunities_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_opportunities_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id), 
	CONSTRAINT fk_opportunities_process_id_sales_processes FOREIGN KEY(process_id) REFERENCES sales_processes (id), 
	CONSTRAINT fk_opportunities_stage_id_stages FOREIGN KEY(stage_id) REFERENCES stages (id)
);
-- next
CREATE TABLE opportunity_closes (
	opportunity_id INTEGER NOT NULL, 
	outcome VARCHAR(10) NOT NULL, 
	closed_on DATE NOT NULL, 
	actual_amount BIGINT, 
	currency VARCHAR(3) NOT NULL, 
	reason_id INTEGER, 
	competitor VARCHAR(200), 
	note TEXT, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	reopened_at DATETIME, 
	reopened_by_id INTEGER, 
	id INTEGER NOT NULL, competitor_id INTEGER CONSTRAINT fk_opportunity_closes_competitor_id_competitors REFERENCES competitors (id), owner_id INTEGER CONSTRAINT fk_opportunity_closes_owner_id_users REFERENCES users (id), 
	CONSTRAINT pk_opportunity_closes PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_closes_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_opportunity_closes_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_opportunity_closes_reason_id_loss_reasons FOREIGN KEY(reason_id) REFERENCES loss_reasons (id), 
	CONSTRAINT fk_opportunity_closes_reopened_by_id_users FOREIGN KEY(reopened_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE opportunity_competitors (
	opportunity_id INTEGER NOT NULL, 
	competitor_id INTEGER NOT NULL, 
	note VARCHAR(255), 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_competitors PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_competitors_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_opportunity_competitors_competitor_id_competitors FOREIGN KEY(competitor_id) REFERENCES competitors (id), 
	CONSTRAINT uq_opportunity_competitors_opportunity_id_competitor_id UNIQUE (opportunity_id, competitor_id)
);
-- next
CREATE TABLE opportunity_contacts (
	opportunity_id INTEGER NOT NULL, 
	contact_id INTEGER NOT NULL, 
	role VARCHAR(20), 
	is_primary BOOLEAN NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_contacts PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_contacts_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_opportunity_contacts_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT uq_opportunity_contacts_opportunity_id_contact_id UNIQUE (opportunity_id, contact_id)
);
-- next
CREATE TABLE opportunity_lines (
	opportunity_id INTEGER NOT NULL, 
	product_id INTEGER NOT NULL, 
	description VARCHAR(500), 
	position INTEGER NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_lines PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_lines_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_opportunity_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id)
);
-- next
CREATE TABLE opportunity_members (
	opportunity_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	role VARCHAR(80), 
	split BIGINT, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_members PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_members_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_opportunity_members_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_opportunity_members_opportunity_id_user_id UNIQUE (opportunity_id, user_id)
);
-- next
CREATE TABLE opportunity_ticks (
	opportunity_id INTEGER NOT NULL, 
	item_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_ticks PRIMARY KEY (id), 
	CONSTRAINT fk_opportunity_ticks_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_opportunity_ticks_item_id_stage_items FOREIGN KEY(item_id) REFERENCES stage_items (id) ON DELETE CASCADE, 
	CONSTRAINT fk_opportunity_ticks_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT uq_opportunity_ticks_opportunity_id_item_id UNIQUE (opportunity_id, item_id)
);
-- next
CREATE TABLE opportunity_totals (
	stage_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	count INTEGER NOT NULL, 
	amount BIGINT NOT NULL, 
	amount_in_company BIGINT NOT NULL, 
	weighted BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_opportunity_totals PRIMARY KEY (id), 
	CONSTRAINT uq_opportunity_totals_stage_id_owner_id_currency UNIQUE (stage_id, owner_id, currency)
);
-- next
CREATE TABLE order_amendments (
	order_id INTEGER NOT NULL, 
	place INTEGER, 
	status VARCHAR(40) NOT NULL, 
	changes JSON NOT NULL, 
	total_before BIGINT, 
	total_after BIGINT, 
	applied_at DATETIME, 
	applied_by_id INTEGER, 
	id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	note TEXT, 
	verdict VARCHAR(20), 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	decision_note TEXT, 
	CONSTRAINT pk_order_amendments PRIMARY KEY (id), 
	CONSTRAINT fk_order_amendments_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_amendments_applied_by_id_users FOREIGN KEY(applied_by_id) REFERENCES users (id), 
	CONSTRAINT fk_order_amendments_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_order_amendments_decided_by_id_users FOREIGN KEY(decided_by_id) REFERENCES users (id), 
	CONSTRAINT uq_order_amendments_order_id_place UNIQUE (order_id, place)
);
-- next
CREATE TABLE order_approvals (
	document_id INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	total BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	list_net BIGINT NOT NULL, 
	discount BIGINT, 
	discount_limit BIGINT NOT NULL, 
	unlisted INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	ended_at DATETIME, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	note TEXT, 
	verdict VARCHAR(20), 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	decision_note TEXT, 
	CONSTRAINT pk_order_approvals PRIMARY KEY (id), 
	CONSTRAINT fk_order_approvals_document_id_orders FOREIGN KEY(document_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_approvals_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_order_approvals_decided_by_id_users FOREIGN KEY(decided_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE order_deliveries (
	order_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	delivered_on DATE NOT NULL, 
	note TEXT, 
	items JSON NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	reversed_at DATETIME, 
	reversed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_order_deliveries PRIMARY KEY (id), 
	CONSTRAINT fk_order_deliveries_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_deliveries_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_order_deliveries_reversed_by_id_users FOREIGN KEY(reversed_by_id) REFERENCES users (id), 
	CONSTRAINT uq_order_deliveries_order_id_place UNIQUE (order_id, place)
);
-- next
CREATE TABLE "order_dispatches" (
	order_id INTEGER NOT NULL, 
	amendment_id INTEGER, 
	address VARCHAR(320) NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	delivery_id INTEGER, 
	CONSTRAINT pk_order_dispatches PRIMARY KEY (id), 
	CONSTRAINT fk_order_dispatches_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_dispatches_amendment_id_order_amendments FOREIGN KEY(amendment_id) REFERENCES order_amendments (id), 
	CONSTRAINT fk_order_dispatches_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_order_dispatches_delivery_id_order_deliveries FOREIGN KEY(delivery_id) REFERENCES order_deliveries (id)
);
-- next
CREATE TABLE order_lines (
	order_id INTEGER NOT NULL, 
	quantity_fulfilled BIGINT NOT NULL, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	id INTEGER NOT NULL, quantity_closed BIGINT DEFAULT '0' NOT NULL, tax_category VARCHAR(40), adjustments JSON DEFAULT '[]' NOT NULL, base_quantity BIGINT DEFAULT '1000' NOT NULL, requested_on DATE, 
	CONSTRAINT pk_order_lines PRIMARY KEY (id), 
	CONSTRAINT fk_order_lines_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT fk_order_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_order_lines_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE orders (
	number VARCHAR(40), 
	status VARCHAR(40) NOT NULL, 
	ordered_on DATE, 
	quote_id INTEGER, 
	confirmed_at DATETIME, 
	cancelled_at DATETIME, 
	cancel_reason TEXT, 
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	currency VARCHAR(3) NOT NULL, 
	rate BIGINT NOT NULL, 
	price_book_id INTEGER, 
	payment_days INTEGER, 
	customer_reference VARCHAR(120), 
	language VARCHAR(40), 
	billing_address TEXT, 
	shipping_address TEXT, 
	discount BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	taxes JSON NOT NULL, 
	notes TEXT, 
	terms TEXT, 
	owner_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, closed_at DATETIME, close_reason TEXT, adjustments JSON DEFAULT '[]' NOT NULL, round_to BIGINT, payment_terms_id INTEGER CONSTRAINT fk_orders_payment_terms_id_payment_terms REFERENCES payment_terms (id), payment_plan JSON, requested_on DATE, shipping_parts JSON, 
	CONSTRAINT pk_orders PRIMARY KEY (id), 
	CONSTRAINT fk_orders_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_orders_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_orders_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_orders_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_orders_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_orders_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_orders_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id), 
	CONSTRAINT fk_orders_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT uq_orders_number UNIQUE (number)
);
-- next
CREATE TABLE outbox (
	kind VARCHAR(40) NOT NULL, 
	payload JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	tries INTEGER NOT NULL, 
	done_at DATETIME, 
	failed_at DATETIME, 
	error TEXT, 
	id INTEGER NOT NULL, taken_by VARCHAR(120), 
	CONSTRAINT pk_outbox PRIMARY KEY (id)
);
-- next
CREATE TABLE payment_terms (
	name VARCHAR(80) NOT NULL, 
	days INTEGER NOT NULL, 
	end_of_month BOOLEAN NOT NULL, 
	then_days INTEGER, 
	is_default BOOLEAN NOT NULL, 
	discounts JSON NOT NULL, 
	parts JSON NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_payment_terms PRIMARY KEY (id), 
	CONSTRAINT fk_payment_terms_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_payment_terms_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE payments (
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	paid_on DATE NOT NULL, 
	amount BIGINT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	method VARCHAR(40) NOT NULL, 
	reference VARCHAR(140), 
	reverses_id INTEGER, 
	owner_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, rate BIGINT DEFAULT '100000000' NOT NULL, value_on DATE, 
	CONSTRAINT pk_payments PRIMARY KEY (id), 
	CONSTRAINT ck_payments_sign CHECK (CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END), 
	CONSTRAINT fk_payments_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_payments_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_payments_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_payments_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_payments_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_payments_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_payments_reverses_id_payments FOREIGN KEY(reverses_id) REFERENCES payments (id)
);
-- next
CREATE TABLE "picklist_entries" (
	picklist VARCHAR(40) NOT NULL, 
	code VARCHAR(40) NOT NULL, 
	name_en VARCHAR(80), 
	name_zh VARCHAR(80), 
	position INTEGER NOT NULL, 
	archived BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_picklist_entries PRIMARY KEY (id), 
	CONSTRAINT fk_picklist_entries_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_picklist_entries_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT uq_picklist_entries_picklist_code UNIQUE (picklist, code)
);
-- next
CREATE TABLE pinned_reports (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	report VARCHAR(40) NOT NULL, 
	CONSTRAINT pk_pinned_reports PRIMARY KEY (id), 
	CONSTRAINT fk_pinned_reports_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_pinned_reports_user_id_report UNIQUE (user_id, report)
);
-- next
CREATE TABLE pinned_views (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	type_key VARCHAR(40) NOT NULL, 
	"view" VARCHAR(40) NOT NULL, 
	pinned BOOLEAN NOT NULL, 
	CONSTRAINT pk_pinned_views PRIMARY KEY (id), 
	CONSTRAINT fk_pinned_views_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_pinned_views_user_id_type_key_view UNIQUE (user_id, type_key, "view")
);
-- next
CREATE TABLE pipeline_mark (
	id INTEGER NOT NULL, 
	event_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_pipeline_mark PRIMARY KEY (id)
);
-- next
CREATE TABLE pipeline_spans (
	id INTEGER NOT NULL, 
	opportunity_id INTEGER NOT NULL, 
	begins_at DATETIME NOT NULL, 
	ends_at DATETIME, 
	state VARCHAR(10) NOT NULL, 
	in_bin BOOLEAN NOT NULL, 
	process_id INTEGER, 
	stage_id INTEGER, 
	owner_id INTEGER, 
	close_on DATE, 
	category VARCHAR(40), 
	amount BIGINT, 
	currency VARCHAR(3) NOT NULL, 
	worth BIGINT NOT NULL, 
	CONSTRAINT pk_pipeline_spans PRIMARY KEY (id), 
	CONSTRAINT fk_pipeline_spans_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id) ON DELETE CASCADE
);
-- next
CREATE TABLE price_book_entries (
	price_book_id INTEGER NOT NULL, 
	product_id INTEGER NOT NULL, 
	from_quantity BIGINT NOT NULL, 
	price BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_price_book_entries PRIMARY KEY (id), 
	CONSTRAINT fk_price_book_entries_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id) ON DELETE CASCADE, 
	CONSTRAINT fk_price_book_entries_product_id_products FOREIGN KEY(product_id) REFERENCES products (id) ON DELETE CASCADE, 
	CONSTRAINT uq_price_book_entries_price_book_id_product_id_from_quantity UNIQUE (price_book_id, product_id, from_quantity)
);
-- next
CREATE TABLE price_books (
	name VARCHAR(120) NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	is_default BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_price_books PRIMARY KEY (id), 
	CONSTRAINT fk_price_books_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_price_books_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE pro_formas (
	document_type VARCHAR(40) NOT NULL, 
	document_id INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	number VARCHAR(60) NOT NULL, 
	address VARCHAR(320) NOT NULL, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_pro_formas PRIMARY KEY (id), 
	CONSTRAINT fk_pro_formas_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT uq_pro_formas_document_type_document_id_place UNIQUE (document_type, document_id, place)
);
-- next
CREATE TABLE products (
	code VARCHAR(60), 
	name VARCHAR(255) NOT NULL, 
	family VARCHAR(120), 
	unit VARCHAR(30), 
	tax_rate_id INTEGER, 
	active BOOLEAN NOT NULL, 
	description TEXT, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, code_sort VARCHAR(1000), family_sort VARCHAR(1000), is_service BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_products PRIMARY KEY (id), 
	CONSTRAINT fk_products_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_products_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_products_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id), 
	CONSTRAINT uq_products_code UNIQUE (code)
);
-- next
CREATE TABLE quota_changes (
	user_id INTEGER, 
	month DATE NOT NULL, 
	"before" BIGINT, 
	"after" BIGINT, 
	at DATETIME NOT NULL, 
	by_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, step VARCHAR(24), 
	CONSTRAINT pk_quota_changes PRIMARY KEY (id), 
	CONSTRAINT fk_quota_changes_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_quota_changes_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE quotas (
	user_id INTEGER, 
	month DATE NOT NULL, 
	amount BIGINT NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quotas PRIMARY KEY (id), 
	CONSTRAINT fk_quotas_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_quotas_user_id_month UNIQUE (user_id, month)
);
-- next
CREATE TABLE quote_approvals (
	document_id INTEGER NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	total BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	list_net BIGINT NOT NULL, 
	discount BIGINT, 
	discount_limit BIGINT NOT NULL, 
	unlisted INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	ended_at DATETIME, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	note TEXT, 
	verdict VARCHAR(20), 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	decision_note TEXT, 
	CONSTRAINT pk_quote_approvals PRIMARY KEY (id), 
	CONSTRAINT fk_quote_approvals_document_id_quotes FOREIGN KEY(document_id) REFERENCES quotes (id), 
	CONSTRAINT fk_quote_approvals_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_quote_approvals_decided_by_id_users FOREIGN KEY(decided_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE quote_lines (
	quote_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	id INTEGER NOT NULL, tax_category VARCHAR(40), adjustments JSON DEFAULT '[]' NOT NULL, base_quantity BIGINT DEFAULT '1000' NOT NULL, 
	CONSTRAINT pk_quote_lines PRIMARY KEY (id), 
	CONSTRAINT fk_quote_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_quote_lines_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT fk_quote_lines_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE quote_links (
	quote_id INTEGER NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, recipient VARCHAR(254), opened INTEGER DEFAULT '0' NOT NULL, first_opened_at DATETIME, last_opened_at DATETIME, answered_at DATETIME, answer VARCHAR(20), 
	CONSTRAINT pk_quote_links PRIMARY KEY (id), 
	CONSTRAINT fk_quote_links_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT uq_quote_links_secret_hash UNIQUE (secret_hash)
);
-- next
CREATE TABLE quote_options (
	quote_id INTEGER NOT NULL, 
	choice VARCHAR(80), 
	preselected BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	tax_category VARCHAR(40), 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	base_quantity BIGINT NOT NULL, 
	adjustments JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quote_options PRIMARY KEY (id), 
	CONSTRAINT fk_quote_options_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT fk_quote_options_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_quote_options_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE quote_signatures (
	quote_id INTEGER NOT NULL, 
	picture BLOB NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quote_signatures PRIMARY KEY (id), 
	CONSTRAINT fk_quote_signatures_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT uq_quote_signatures_quote_id UNIQUE (quote_id)
);
-- next
CREATE TABLE quote_template_lines (
	template_id INTEGER NOT NULL, 
	optional BOOLEAN NOT NULL, 
	choice VARCHAR(80), 
	preselected BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	product_id INTEGER, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	unit VARCHAR(30), 
	unit_price BIGINT NOT NULL, 
	discount BIGINT NOT NULL, 
	tax_rate_id INTEGER, 
	tax BIGINT NOT NULL, 
	tax_category VARCHAR(40), 
	net BIGINT NOT NULL, 
	net_after_discount BIGINT NOT NULL, 
	base_quantity BIGINT NOT NULL, 
	adjustments JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quote_template_lines PRIMARY KEY (id), 
	CONSTRAINT fk_quote_template_lines_template_id_quote_templates FOREIGN KEY(template_id) REFERENCES quote_templates (id), 
	CONSTRAINT fk_quote_template_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id), 
	CONSTRAINT fk_quote_template_lines_tax_rate_id_tax_rates FOREIGN KEY(tax_rate_id) REFERENCES tax_rates (id)
);
-- next
CREATE TABLE quote_templates (
	currency VARCHAR(3) NOT NULL, 
	discount BIGINT NOT NULL, 
	notes TEXT, 
	terms TEXT, 
	user_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	audience VARCHAR(40) NOT NULL, 
	adjustments JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_quote_templates PRIMARY KEY (id), 
	CONSTRAINT fk_quote_templates_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_quote_templates_user_id_name UNIQUE (user_id, name)
);
-- next
CREATE TABLE quotes (
	number VARCHAR(40), 
	revision INTEGER NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	valid_until DATE, 
	sent_at DATETIME, 
	accepted_at DATETIME, 
	accepted_by_name VARCHAR(120), 
	declined_at DATETIME, 
	decline_reason TEXT, 
	revised_from_id INTEGER, 
	account_id INTEGER, 
	contact_id INTEGER, 
	opportunity_id INTEGER, 
	currency VARCHAR(3) NOT NULL, 
	rate BIGINT NOT NULL, 
	price_book_id INTEGER, 
	payment_days INTEGER, 
	customer_reference VARCHAR(120), 
	language VARCHAR(40), 
	billing_address TEXT, 
	shipping_address TEXT, 
	discount BIGINT NOT NULL, 
	net BIGINT NOT NULL, 
	tax BIGINT NOT NULL, 
	total BIGINT NOT NULL, 
	taxes JSON NOT NULL, 
	notes TEXT, 
	terms TEXT, 
	owner_id INTEGER, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, adjustments JSON DEFAULT '[]' NOT NULL, round_to BIGINT, payment_terms_id INTEGER CONSTRAINT fk_quotes_payment_terms_id_payment_terms REFERENCES payment_terms (id), payment_plan JSON, shipping_parts JSON, accepted_options JSON, accepted_net BIGINT, accepted_tax BIGINT, accepted_total BIGINT, accepted_hash VARCHAR(64), offered_net BIGINT, offered_tax BIGINT, offered_total BIGINT, 
	CONSTRAINT pk_quotes PRIMARY KEY (id), 
	CONSTRAINT fk_quotes_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_quotes_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_quotes_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id), 
	CONSTRAINT fk_quotes_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_quotes_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_quotes_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id), 
	CONSTRAINT fk_quotes_price_book_id_price_books FOREIGN KEY(price_book_id) REFERENCES price_books (id), 
	CONSTRAINT fk_quotes_revised_from_id_quotes FOREIGN KEY(revised_from_id) REFERENCES quotes (id), 
	CONSTRAINT uq_quotes_number_revision UNIQUE (number, revision)
);
-- next
CREATE TABLE recovery_codes (
	user_id INTEGER NOT NULL, 
	code_hash VARCHAR(64) NOT NULL, 
	used_at DATETIME, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_recovery_codes PRIMARY KEY (id), 
	CONSTRAINT fk_recovery_codes_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE recurring_dates (
	recurring_id INTEGER NOT NULL, 
	due_on DATE NOT NULL, 
	invoice_id INTEGER, 
	note TEXT, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_recurring_dates PRIMARY KEY (id), 
	CONSTRAINT ck_recurring_dates_reason CHECK (invoice_id IS NOT NULL OR note IS NOT NULL), 
	CONSTRAINT fk_recurring_dates_recurring_id_recurring_invoices FOREIGN KEY(recurring_id) REFERENCES recurring_invoices (id), 
	CONSTRAINT fk_recurring_dates_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_recurring_dates_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT uq_recurring_dates_invoice_id UNIQUE (invoice_id), 
	CONSTRAINT uq_recurring_dates_recurring_id_due_on UNIQUE (recurring_id, due_on)
);
-- next
CREATE TABLE recurring_invoices (
	source_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	every INTEGER NOT NULL, 
	unit VARCHAR(40) NOT NULL, 
	starts_on DATE NOT NULL, 
	month_end BOOLEAN NOT NULL, 
	until DATE, 
	times INTEGER, 
	covers VARCHAR(40) NOT NULL, 
	issues BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	next_on DATE, 
	state VARCHAR(40) NOT NULL, 
	problem TEXT, 
	created_at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_recurring_invoices PRIMARY KEY (id), 
	CONSTRAINT ck_recurring_invoices_every CHECK (every > 0), 
	CONSTRAINT fk_recurring_invoices_source_id_invoices FOREIGN KEY(source_id) REFERENCES invoices (id), 
	CONSTRAINT fk_recurring_invoices_owner_id_users FOREIGN KEY(owner_id) REFERENCES users (id)
);
-- next
CREATE TABLE reduction_requests (
	invoice_id INTEGER NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	amount BIGINT NOT NULL, 
	wanted JSON NOT NULL, 
	standing VARCHAR(60) NOT NULL, 
	credit_note_id INTEGER, 
	allocation_id INTEGER, 
	id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	note TEXT, 
	verdict VARCHAR(20), 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	decision_note TEXT, net BIGINT, author_limit BIGINT, 
	CONSTRAINT pk_reduction_requests PRIMARY KEY (id), 
	CONSTRAINT fk_reduction_requests_invoice_id_invoices FOREIGN KEY(invoice_id) REFERENCES invoices (id), 
	CONSTRAINT fk_reduction_requests_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT fk_reduction_requests_allocation_id_allocations FOREIGN KEY(allocation_id) REFERENCES allocations (id), 
	CONSTRAINT fk_reduction_requests_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_reduction_requests_decided_by_id_users FOREIGN KEY(decided_by_id) REFERENCES users (id), 
	CONSTRAINT uq_reduction_requests_credit_note_id UNIQUE (credit_note_id), 
	CONSTRAINT uq_reduction_requests_allocation_id UNIQUE (allocation_id)
);
-- next
CREATE TABLE refunds (
	payment_id INTEGER, 
	credit_note_id INTEGER, 
	amount BIGINT NOT NULL, 
	refunded_on DATE NOT NULL, 
	method VARCHAR(40) NOT NULL, 
	reference VARCHAR(140), 
	reason TEXT, 
	reverses_id INTEGER, 
	at DATETIME NOT NULL, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_refunds PRIMARY KEY (id), 
	CONSTRAINT ck_refunds_sign CHECK (CASE WHEN reverses_id IS NULL THEN amount > 0 ELSE amount < 0 END), 
	CONSTRAINT ck_refunds_source CHECK ((CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END) = 1), 
	CONSTRAINT fk_refunds_payment_id_payments FOREIGN KEY(payment_id) REFERENCES payments (id), 
	CONSTRAINT fk_refunds_credit_note_id_credit_notes FOREIGN KEY(credit_note_id) REFERENCES credit_notes (id), 
	CONSTRAINT fk_refunds_reverses_id_refunds FOREIGN KEY(reverses_id) REFERENCES refunds (id), 
	CONSTRAINT fk_refunds_by_id_users FOREIGN KEY(by_id) REFERENCES users (id)
);
-- next
CREATE TABLE reminder_levels (
	level INTEGER NOT NULL, 
	days INTEGER NOT NULL, 
	words JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_reminder_levels PRIMARY KEY (id), 
	CONSTRAINT ck_reminder_levels_positive CHECK (level > 0 AND days > 0), 
	CONSTRAINT uq_reminder_levels_level UNIQUE (level)
);
-- next
CREATE TABLE report_files (
	id INTEGER NOT NULL, 
	name VARCHAR(120) NOT NULL, 
	media_type VARCHAR(100) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_report_files PRIMARY KEY (id)
);
-- next
CREATE TABLE report_shares (
	what VARCHAR(20) NOT NULL, 
	"key" INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_report_shares PRIMARY KEY (id), 
	CONSTRAINT fk_report_shares_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_report_shares_what_key_user_id UNIQUE (what, "key", user_id)
);
-- next
CREATE TABLE report_subscriptions (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	subject VARCHAR(60) NOT NULL, 
	days VARCHAR(10) NOT NULL, 
	minutes INTEGER NOT NULL, 
	files JSON NOT NULL, 
	next_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	CONSTRAINT pk_report_subscriptions PRIMARY KEY (id), 
	CONSTRAINT fk_report_subscriptions_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_report_subscriptions_user_id_subject UNIQUE (user_id, subject)
);
-- next
CREATE TABLE sales_processes (
	name VARCHAR(80) NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, approval_required BOOLEAN DEFAULT 0 NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_sales_processes PRIMARY KEY (id), 
	CONSTRAINT fk_sales_processes_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_sales_processes_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE saved_reports (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	audience VARCHAR(40) NOT NULL, 
	type_key VARCHAR(40) NOT NULL, 
	args JSON NOT NULL, 
	CONSTRAINT pk_saved_reports PRIMARY KEY (id), 
	CONSTRAINT fk_saved_reports_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_saved_reports_user_id_name UNIQUE (user_id, name)
);
-- next
CREATE TABLE search_words (
	record_type VARCHAR(40) NOT NULL, 
	word VARCHAR(32) NOT NULL, 
	record_id INTEGER NOT NULL, 
	CONSTRAINT pk_search_words PRIMARY KEY (record_type, word, record_id)
)
 WITHOUT ROWID

;
-- next
CREATE TABLE second_factors (
	user_id INTEGER NOT NULL, 
	secret VARCHAR(64) NOT NULL, 
	confirmed_at DATETIME, 
	last_step INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_second_factors PRIMARY KEY (id), 
	CONSTRAINT fk_second_factors_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_second_factors_user_id UNIQUE (user_id)
);
-- next
CREATE TABLE specialist_requests (
	opportunity_id INTEGER NOT NULL, 
	user_id INTEGER, 
	team VARCHAR(80), 
	skill VARCHAR(80), 
	need TEXT NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered VARCHAR(20), 
	answered_at DATETIME, 
	answered_by_id INTEGER, 
	reply TEXT, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_specialist_requests PRIMARY KEY (id), 
	CONSTRAINT fk_specialist_requests_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_specialist_requests_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT fk_specialist_requests_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_specialist_requests_answered_by_id_users FOREIGN KEY(answered_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE stage_changes (
	opportunity_id INTEGER NOT NULL, 
	stage_id INTEGER NOT NULL, 
	entered_at DATETIME NOT NULL, 
	left_at DATETIME, 
	by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_stage_changes PRIMARY KEY (id), 
	CONSTRAINT fk_stage_changes_by_id_users FOREIGN KEY(by_id) REFERENCES users (id), 
	CONSTRAINT fk_stage_changes_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_stage_changes_stage_id_stages FOREIGN KEY(stage_id) REFERENCES stages (id)
);
-- next
CREATE TABLE stage_fields (
	stage_id INTEGER NOT NULL, 
	field VARCHAR(60) NOT NULL, 
	must BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_stage_fields PRIMARY KEY (id), 
	CONSTRAINT fk_stage_fields_stage_id_stages FOREIGN KEY(stage_id) REFERENCES stages (id), 
	CONSTRAINT uq_stage_fields_stage_id_field UNIQUE (stage_id, field)
);
-- next
CREATE TABLE stage_items (
	stage_id INTEGER NOT NULL, 
	text VARCHAR(200) NOT NULL, 
	must BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_stage_items PRIMARY KEY (id), 
	CONSTRAINT fk_stage_items_stage_id_stages FOREIGN KEY(stage_id) REFERENCES stages (id)
);
-- next
CREATE TABLE stages (
	process_id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	position INTEGER NOT NULL, 
	probability BIGINT NOT NULL, 
	forecast_category VARCHAR(40) NOT NULL, 
	warm_days INTEGER, 
	rotten_days INTEGER, 
	guidance TEXT, 
	product_required BOOLEAN NOT NULL, 
	active BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, decider_required BOOLEAN DEFAULT 0 NOT NULL, next_step_required BOOLEAN DEFAULT 0 NOT NULL, exit_checks JSON DEFAULT '[]' NOT NULL, celebrated BOOLEAN DEFAULT 0 NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, hue VARCHAR(40), 
	CONSTRAINT pk_stages PRIMARY KEY (id), 
	CONSTRAINT fk_stages_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_stages_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_stages_process_id_sales_processes FOREIGN KEY(process_id) REFERENCES sales_processes (id)
);
-- next
CREATE TABLE survey_participants (
	survey_id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_survey_participants PRIMARY KEY (id), 
	CONSTRAINT uq_survey_participants_survey_id_user_id UNIQUE (survey_id, user_id), 
	CONSTRAINT fk_survey_participants_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id) ON DELETE CASCADE, 
	CONSTRAINT fk_survey_participants_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE survey_questions (
	survey_id INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	text VARCHAR(255) NOT NULL, 
	kind VARCHAR(40) NOT NULL, 
	required BOOLEAN NOT NULL, 
	options JSON NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_survey_questions PRIMARY KEY (id), 
	CONSTRAINT fk_survey_questions_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id) ON DELETE CASCADE
);
-- next
CREATE TABLE survey_responses (
	id INTEGER NOT NULL, 
	survey_id INTEGER NOT NULL, 
	user_id INTEGER, 
	given JSON NOT NULL, 
	CONSTRAINT pk_survey_responses PRIMARY KEY (id), 
	CONSTRAINT fk_survey_responses_survey_id_surveys FOREIGN KEY(survey_id) REFERENCES surveys (id) ON DELETE CASCADE, 
	CONSTRAINT fk_survey_responses_user_id_users FOREIGN KEY(user_id) REFERENCES users (id)
);
-- next
CREATE TABLE surveys (
	name VARCHAR(120) NOT NULL, 
	introduction TEXT, 
	due_on DATE NOT NULL, 
	anonymous BOOLEAN NOT NULL, 
	status VARCHAR(40) NOT NULL, 
	roles JSON NOT NULL, 
	teams JSON NOT NULL, 
	name_sort VARCHAR(1000) NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_surveys PRIMARY KEY (id), 
	CONSTRAINT fk_surveys_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_surveys_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE tax_rates (
	name VARCHAR(80) NOT NULL, 
	percent BIGINT NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, name_sort VARCHAR(1000) DEFAULT '' NOT NULL, category VARCHAR(40), exemption_reason VARCHAR(255), exemption_code VARCHAR(40), valid_from DATE, valid_to DATE, exemption_reason_zh VARCHAR(255), 
	CONSTRAINT pk_tax_rates PRIMARY KEY (id), 
	CONSTRAINT fk_tax_rates_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_tax_rates_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id)
);
-- next
CREATE TABLE undelivered_mails (
	outbox_id INTEGER NOT NULL, 
	sender_id INTEGER, 
	address VARCHAR(254) NOT NULL, 
	mail_subject VARCHAR(255) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	settled_at DATETIME, 
	subject_type VARCHAR(40), 
	subject_id INTEGER, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_undelivered_mails PRIMARY KEY (id), 
	CONSTRAINT fk_undelivered_mails_outbox_id_outbox FOREIGN KEY(outbox_id) REFERENCES outbox (id), 
	CONSTRAINT fk_undelivered_mails_sender_id_users FOREIGN KEY(sender_id) REFERENCES users (id)
);
-- next
CREATE TABLE user_days (
	user_id INTEGER NOT NULL, 
	day DATE NOT NULL, 
	what VARCHAR(60) NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_user_days PRIMARY KEY (id), 
	CONSTRAINT uq_user_days_user_id_what_day UNIQUE (user_id, what, day), 
	CONSTRAINT fk_user_days_user_id_users FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
);
-- next
CREATE TABLE users (
	name VARCHAR(120) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	role VARCHAR(40) NOT NULL, 
	manager_id INTEGER, 
	team VARCHAR(80), 
	phone VARCHAR(50), 
	locale VARCHAR(40) NOT NULL, 
	zone VARCHAR(60), 
	theme VARCHAR(40) NOT NULL, 
	active BOOLEAN NOT NULL, 
	password_hash VARCHAR(200), 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, away_until DATE, lead_capacity INTEGER, skills VARCHAR(255), name_sort VARCHAR(1000) DEFAULT '' NOT NULL, team_sort VARCHAR(1000), roomy_lists BOOLEAN DEFAULT 0 NOT NULL, invited_at DATETIME, on_leaderboard BOOLEAN DEFAULT 1 NOT NULL, business_unit_id INTEGER CONSTRAINT fk_users_business_unit_id_business_units REFERENCES business_units (id), 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT fk_users_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT fk_users_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_users_manager_id_users FOREIGN KEY(manager_id) REFERENCES users (id), 
	CONSTRAINT uq_users_email UNIQUE (email)
);
-- next
CREATE TABLE views (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	type_key VARCHAR(40) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	audience VARCHAR(40) NOT NULL, 
	args JSON NOT NULL, 
	CONSTRAINT pk_views PRIMARY KEY (id), 
	CONSTRAINT fk_views_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_views_user_id_type_key_name UNIQUE (user_id, type_key, name)
);
-- next
CREATE TABLE wall_links (
	id INTEGER NOT NULL, 
	user_id INTEGER NOT NULL, 
	board VARCHAR(60) NOT NULL, 
	lens JSON NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_wall_links PRIMARY KEY (id), 
	CONSTRAINT fk_wall_links_user_id_users FOREIGN KEY(user_id) REFERENCES users (id), 
	CONSTRAINT uq_wall_links_secret_hash UNIQUE (secret_hash)
);
-- next
CREATE TABLE "web_form_answers" (
	web_form_id INTEGER NOT NULL, 
	secret_hash VARCHAR(64) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	"values" JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	confirmed_at DATETIME, 
	id INTEGER NOT NULL, 
	further JSON NOT NULL, 
	CONSTRAINT pk_web_form_answers PRIMARY KEY (id), 
	CONSTRAINT uq_web_form_answers_secret_hash UNIQUE (secret_hash), 
	CONSTRAINT fk_web_form_answers_web_form_id_web_forms FOREIGN KEY(web_form_id) REFERENCES web_forms (id) ON DELETE CASCADE
);
-- next
CREATE TABLE web_forms (
	name VARCHAR(80) NOT NULL, 
	active BOOLEAN NOT NULL, 
	secret VARCHAR(43) NOT NULL, 
	asked JSON NOT NULL, 
	required JSON NOT NULL, 
	source VARCHAR(40), 
	destination VARCHAR(40) NOT NULL, 
	person_id INTEGER, 
	queue_id INTEGER, 
	thanks TEXT, 
	sites TEXT, 
	confirmed BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	deleted_at DATETIME, 
	external_id VARCHAR(120), 
	custom JSON NOT NULL, 
	created_by_id INTEGER, 
	changed_by_id INTEGER, 
	id INTEGER NOT NULL, campaign_id INTEGER CONSTRAINT fk_web_forms_campaign_id_campaigns REFERENCES campaigns (id), name_sort VARCHAR(1000) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_web_forms PRIMARY KEY (id), 
	CONSTRAINT fk_web_forms_person_id_users FOREIGN KEY(person_id) REFERENCES users (id), 
	CONSTRAINT fk_web_forms_queue_id_lead_queues FOREIGN KEY(queue_id) REFERENCES lead_queues (id), 
	CONSTRAINT fk_web_forms_created_by_id_users FOREIGN KEY(created_by_id) REFERENCES users (id), 
	CONSTRAINT fk_web_forms_changed_by_id_users FOREIGN KEY(changed_by_id) REFERENCES users (id), 
	CONSTRAINT uq_web_forms_secret UNIQUE (secret)
);
-- next
CREATE TABLE win_requests (
	opportunity_id INTEGER NOT NULL, 
	asked_by_id INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	closed_on DATE NOT NULL, 
	actual_amount BIGINT NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	reason_id INTEGER, 
	note TEXT, 
	verdict VARCHAR(20), 
	decided_at DATETIME, 
	decided_by_id INTEGER, 
	decision_note TEXT, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_win_requests PRIMARY KEY (id), 
	CONSTRAINT fk_win_requests_asked_by_id_users FOREIGN KEY(asked_by_id) REFERENCES users (id), 
	CONSTRAINT fk_win_requests_decided_by_id_users FOREIGN KEY(decided_by_id) REFERENCES users (id), 
	CONSTRAINT fk_win_requests_opportunity_id_opportunities FOREIGN KEY(opportunity_id) REFERENCES opportunities (id), 
	CONSTRAINT fk_win_requests_reason_id_loss_reasons FOREIGN KEY(reason_id) REFERENCES loss_reasons (id)
);
-- next
CREATE TABLE worker_beats (
	at DATETIME NOT NULL, 
	id INTEGER NOT NULL, 
	CONSTRAINT pk_worker_beats PRIMARY KEY (id)
);
-- next
INSERT INTO "lead_mappings" VALUES('phone','account','phone',1);
-- next
INSERT INTO "lead_mappings" VALUES('website','account','website',2);
-- next
INSERT INTO "lead_mappings" VALUES('street','account','billing_street',3);
-- next
INSERT INTO "lead_mappings" VALUES('city','account','billing_city',4);
-- next
INSERT INTO "lead_mappings" VALUES('state','account','billing_state',5);
-- next
INSERT INTO "lead_mappings" VALUES('postal_code','account','billing_postal_code',6);
-- next
INSERT INTO "lead_mappings" VALUES('country','account','billing_country',7);
-- next
INSERT INTO "lead_mappings" VALUES('source','account','source',8);
-- next
INSERT INTO "lead_mappings" VALUES('job_title','contact','job_title',9);
-- next
INSERT INTO "lead_mappings" VALUES('email','contact','email',10);
-- next
INSERT INTO "lead_mappings" VALUES('phone','contact','phone',11);
-- next
INSERT INTO "lead_mappings" VALUES('mobile','contact','mobile',12);
-- next
INSERT INTO "lead_mappings" VALUES('street','contact','street',13);
-- next
INSERT INTO "lead_mappings" VALUES('city','contact','city',14);
-- next
INSERT INTO "lead_mappings" VALUES('state','contact','state',15);
-- next
INSERT INTO "lead_mappings" VALUES('postal_code','contact','postal_code',16);
-- next
INSERT INTO "lead_mappings" VALUES('country','contact','country',17);
-- next
INSERT INTO "lead_mappings" VALUES('estimated_amount','opportunity','amount',18);
-- next
INSERT INTO "lead_mappings" VALUES('description','opportunity','description',19);
-- next
INSERT INTO "lead_mappings" VALUES('source','opportunity','source',20);
-- next
INSERT INTO "lead_mappings" VALUES('campaign','opportunity','campaign',21);
-- next
INSERT INTO "lead_statuses" VALUES(NULL,'new','accent',3,1,1,1,1,strftime('%Y-%m-%d %H:%M:%f000', 'now'),strftime('%Y-%m-%d %H:%M:%f000', 'now'),NULL,NULL,'{}',NULL,NULL,1,NULL);
-- next
INSERT INTO "lead_statuses" VALUES(NULL,'working','warn',7,2,1,1,1,strftime('%Y-%m-%d %H:%M:%f000', 'now'),strftime('%Y-%m-%d %H:%M:%f000', 'now'),NULL,NULL,'{}',NULL,NULL,2,NULL);
-- next
INSERT INTO "lead_statuses" VALUES(NULL,'nurturing','neutral',30,3,1,1,1,strftime('%Y-%m-%d %H:%M:%f000', 'now'),strftime('%Y-%m-%d %H:%M:%f000', 'now'),NULL,NULL,'{}',NULL,NULL,3,NULL);
-- next
INSERT INTO "lead_statuses" VALUES(NULL,'converted','good',NULL,4,1,1,1,strftime('%Y-%m-%d %H:%M:%f000', 'now'),strftime('%Y-%m-%d %H:%M:%f000', 'now'),NULL,NULL,'{}',NULL,NULL,4,NULL);
-- next
INSERT INTO "lead_statuses" VALUES(NULL,'disqualified','bad',NULL,5,1,1,1,strftime('%Y-%m-%d %H:%M:%f000', 'now'),strftime('%Y-%m-%d %H:%M:%f000', 'now'),NULL,NULL,'{}',NULL,NULL,5,NULL);
-- next
CREATE INDEX ix_match_keys_record ON match_keys (record_type, record_id);
-- next
CREATE INDEX ix_match_keys_value ON match_keys (record_type, kind, value, record_id);
-- next
CREATE INDEX ix_once_keys_at ON once_keys (at);
-- next
CREATE INDEX ix_outbox_waiting ON outbox (done_at, failed_at, due_at);
-- next
CREATE INDEX ix_search_words_record ON search_words (record_type, record_id);
-- next
CREATE INDEX ix_users_manager_id ON users (manager_id);
-- next
CREATE INDEX ix_activities_about ON activities (subject_type, subject_id, status, due_on);
-- next
CREATE INDEX ix_activities_due ON activities (owner_id, status, due_on);
-- next
CREATE INDEX ix_activities_owner_id ON activities (owner_id);
-- next
CREATE INDEX ix_events_at ON events (at);
-- next
CREATE INDEX ix_events_kind ON events (kind);
-- next
CREATE INDEX ix_events_subject ON events (subject_type, subject_id, at);
-- next
CREATE INDEX ix_import_runs_by_id ON import_runs (by_id);
-- next
CREATE INDEX ix_import_runs_digest ON import_runs (digest);
-- next
CREATE INDEX ix_login_sessions_user ON login_sessions (user_id, ended_at);
-- next
CREATE INDEX ix_notes_about ON notes (subject_type, subject_id);
-- next
CREATE INDEX ix_price_books_currency ON price_books (currency, is_default);
-- next
CREATE INDEX ix_accounts_external ON accounts (external_id);
-- next
CREATE INDEX ix_accounts_list_changed ON accounts (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_accounts_owner_id ON accounts (owner_id);
-- next
CREATE INDEX ix_accounts_parent_id ON accounts (parent_id);
-- next
CREATE INDEX ix_accounts_price_book_id ON accounts (price_book_id);
-- next
CREATE INDEX ix_event_links_event_id ON event_links (event_id);
-- next
CREATE INDEX ix_event_links_record ON event_links (record_type, record_id);
-- next
CREATE INDEX ix_import_rows_fingerprint ON import_rows (fingerprint);
-- next
CREATE INDEX ix_import_rows_run ON import_rows (run_id, outcome, round, number);
-- next
CREATE INDEX ix_products_external ON products (external_id);
-- next
CREATE INDEX ix_products_list_changed ON products (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_products_tax_rate_id ON products (tax_rate_id);
-- next
CREATE INDEX ix_stages_process_id ON stages (process_id);
-- next
CREATE INDEX ix_contacts_account_id ON contacts (account_id);
-- next
CREATE INDEX ix_contacts_external ON contacts (external_id);
-- next
CREATE INDEX ix_contacts_list_changed ON contacts (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_contacts_name ON contacts (name);
-- next
CREATE INDEX ix_contacts_owner_id ON contacts (owner_id);
-- next
CREATE INDEX ix_contacts_reports_to_id ON contacts (reports_to_id);
-- next
CREATE INDEX ix_price_book_entries_product_id ON price_book_entries (product_id);
-- next
CREATE INDEX ix_stage_fields_stage_id ON stage_fields (stage_id);
-- next
CREATE INDEX ix_opportunities_account_id ON opportunities (account_id);
-- next
CREATE INDEX ix_opportunities_close_on ON opportunities (close_on);
-- next
CREATE INDEX ix_opportunities_close_reason_id ON opportunities (close_reason_id);
-- next
CREATE INDEX ix_opportunities_contact_id ON opportunities (contact_id);
-- next
CREATE INDEX ix_opportunities_external ON opportunities (external_id);
-- next
CREATE INDEX ix_opportunities_lead_id ON opportunities (lead_id);
-- next
CREATE INDEX ix_opportunities_list_changed ON opportunities (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_opportunities_owner_id ON opportunities (owner_id);
-- next
CREATE INDEX ix_opportunities_price_book_id ON opportunities (price_book_id);
-- next
CREATE INDEX ix_opportunities_process_id ON opportunities (process_id);
-- next
CREATE INDEX ix_opportunities_state_closed_on ON opportunities (state, closed_on);
-- next
CREATE INDEX ix_leads_account_id ON leads (account_id);
-- next
CREATE INDEX ix_leads_contact_id ON leads (contact_id);
-- next
CREATE INDEX ix_leads_external ON leads (external_id);
-- next
CREATE INDEX ix_leads_list_changed ON leads (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_leads_opportunity_id ON leads (opportunity_id);
-- next
CREATE INDEX ix_leads_owner_id ON leads (owner_id);
-- next
CREATE INDEX ix_leads_owner_status ON leads (owner_id, status, changed_at);
-- next
CREATE INDEX ix_leads_status ON leads (status, changed_at);
-- next
CREATE INDEX ix_opportunity_closes_opportunity_id ON opportunity_closes (opportunity_id);
-- next
CREATE INDEX ix_opportunity_contacts_contact_id ON opportunity_contacts (contact_id);
-- next
CREATE INDEX ix_opportunity_contacts_opportunity_id ON opportunity_contacts (opportunity_id);
-- next
CREATE INDEX ix_opportunity_lines_opportunity_id ON opportunity_lines (opportunity_id);
-- next
CREATE INDEX ix_opportunity_lines_product_id ON opportunity_lines (product_id);
-- next
CREATE INDEX ix_opportunity_members_opportunity_id ON opportunity_members (opportunity_id);
-- next
CREATE INDEX ix_opportunity_members_user_id ON opportunity_members (user_id);
-- next
CREATE INDEX ix_payments_account_id ON payments (account_id);
-- next
CREATE INDEX ix_payments_contact_id ON payments (contact_id);
-- next
CREATE INDEX ix_payments_list_changed ON payments (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_payments_opportunity_id ON payments (opportunity_id);
-- next
CREATE INDEX ix_payments_owner_id ON payments (owner_id);
-- next
CREATE UNIQUE INDEX ix_payments_reverses_id ON payments (reverses_id);
-- next
CREATE INDEX ix_quotes_account_id ON quotes (account_id);
-- next
CREATE INDEX ix_quotes_contact_id ON quotes (contact_id);
-- next
CREATE INDEX ix_quotes_list_changed ON quotes (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_quotes_opportunity_id ON quotes (opportunity_id);
-- next
CREATE INDEX ix_quotes_owner_id ON quotes (owner_id);
-- next
CREATE INDEX ix_quotes_price_book_id ON quotes (price_book_id);
-- next
CREATE INDEX ix_quotes_status ON quotes (status, valid_until);
-- next
CREATE UNIQUE INDEX uq_quotes_current ON quotes (number) WHERE status <> 'revised';
-- next
CREATE INDEX ix_stage_changes_opportunity ON stage_changes (opportunity_id, left_at);
-- next
CREATE INDEX ix_stage_changes_stage_id ON stage_changes (stage_id);
-- next
CREATE INDEX ix_orders_account_id ON orders (account_id);
-- next
CREATE INDEX ix_orders_contact_id ON orders (contact_id);
-- next
CREATE INDEX ix_orders_list_changed ON orders (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_orders_opportunity_id ON orders (opportunity_id);
-- next
CREATE INDEX ix_orders_owner_id ON orders (owner_id);
-- next
CREATE INDEX ix_orders_price_book_id ON orders (price_book_id);
-- next
CREATE INDEX ix_orders_quote_id ON orders (quote_id);
-- next
CREATE INDEX ix_orders_status ON orders (status, ordered_on);
-- next
CREATE UNIQUE INDEX uq_orders_quote ON orders (quote_id) WHERE status <> 'cancelled';
-- next
CREATE INDEX ix_quote_lines_product_id ON quote_lines (product_id);
-- next
CREATE INDEX ix_quote_lines_quote_id ON quote_lines (quote_id);
-- next
CREATE INDEX ix_quote_lines_tax_rate_id ON quote_lines (tax_rate_id);
-- next
CREATE INDEX ix_quote_links_quote_id ON quote_links (quote_id);
-- next
CREATE INDEX ix_invoices_account_id ON invoices (account_id);
-- next
CREATE INDEX ix_invoices_contact_id ON invoices (contact_id);
-- next
CREATE INDEX ix_invoices_list_changed ON invoices (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_invoices_opportunity_id ON invoices (opportunity_id);
-- next
CREATE INDEX ix_invoices_order_id ON invoices (order_id);
-- next
CREATE INDEX ix_invoices_owner_id ON invoices (owner_id);
-- next
CREATE INDEX ix_invoices_price_book_id ON invoices (price_book_id);
-- next
CREATE INDEX ix_invoices_status ON invoices (status, due_on);
-- next
CREATE UNIQUE INDEX uq_invoices_draft ON invoices (order_id) WHERE status = 'draft' AND deleted_at IS NULL;
-- next
CREATE INDEX ix_order_lines_order_id ON order_lines (order_id);
-- next
CREATE INDEX ix_order_lines_product_id ON order_lines (product_id);
-- next
CREATE INDEX ix_order_lines_tax_rate_id ON order_lines (tax_rate_id);
-- next
CREATE INDEX ix_credit_notes_account_id ON credit_notes (account_id);
-- next
CREATE INDEX ix_credit_notes_contact_id ON credit_notes (contact_id);
-- next
CREATE INDEX ix_credit_notes_invoice_id ON credit_notes (invoice_id);
-- next
CREATE INDEX ix_credit_notes_list_changed ON credit_notes (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_credit_notes_opportunity_id ON credit_notes (opportunity_id);
-- next
CREATE INDEX ix_credit_notes_owner_id ON credit_notes (owner_id);
-- next
CREATE INDEX ix_credit_notes_price_book_id ON credit_notes (price_book_id);
-- next
CREATE INDEX ix_invoice_lines_invoice_id ON invoice_lines (invoice_id);
-- next
CREATE INDEX ix_invoice_lines_order_line_id ON invoice_lines (order_line_id);
-- next
CREATE INDEX ix_invoice_lines_product_id ON invoice_lines (product_id);
-- next
CREATE INDEX ix_invoice_lines_tax_rate_id ON invoice_lines (tax_rate_id);
-- next
CREATE INDEX ix_invoice_links_invoice_id ON invoice_links (invoice_id);
-- next
CREATE INDEX ix_allocations_credit_note_id ON allocations (credit_note_id);
-- next
CREATE INDEX ix_allocations_invoice_id ON allocations (invoice_id);
-- next
CREATE INDEX ix_allocations_payment_id ON allocations (payment_id);
-- next
CREATE INDEX ix_credit_note_lines_credit_note_id ON credit_note_lines (credit_note_id);
-- next
CREATE INDEX ix_credit_note_lines_invoice_line_id ON credit_note_lines (invoice_line_id);
-- next
CREATE INDEX ix_credit_note_lines_product_id ON credit_note_lines (product_id);
-- next
CREATE INDEX ix_credit_note_lines_tax_rate_id ON credit_note_lines (tax_rate_id);
-- next
CREATE INDEX ix_opportunities_board ON opportunities (stage_id, stage_entered_at DESC, id DESC) WHERE state = 'open' AND deleted_at IS NULL;
-- next
CREATE INDEX ix_opportunities_owner_board ON opportunities (owner_id, stage_id, stage_entered_at DESC, id DESC) WHERE state = 'open' AND deleted_at IS NULL;
-- next
CREATE TRIGGER allocations_no_DELETE BEFORE DELETE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are never changed'); END;
-- next
CREATE TRIGGER allocations_no_UPDATE BEFORE UPDATE ON allocations
BEGIN SELECT RAISE(ABORT, 'allocations are never changed'); END;
-- next
CREATE TRIGGER credit_note_lines_frozen_DELETE BEFORE DELETE ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE TRIGGER credit_note_lines_frozen_INSERT BEFORE INSERT ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE TRIGGER credit_note_lines_frozen_UPDATE BEFORE UPDATE ON credit_note_lines
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id, NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE TRIGGER events_no_DELETE BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
-- next
CREATE TRIGGER invoice_lines_frozen_DELETE BEFORE DELETE ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE TRIGGER invoice_lines_frozen_INSERT BEFORE INSERT ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE TRIGGER invoice_lines_frozen_UPDATE BEFORE UPDATE ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id, NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE TRIGGER opportunity_totals_added AFTER INSERT ON opportunities BEGIN 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT NEW.stage_id, coalesce(NEW.owner_id, 0), NEW.currency, 1, coalesce(NEW.amount, 0),
       coalesce(NEW.amount_in_company, 0), NEW.weighted
WHERE NEW.state = 'open' AND NEW.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 END;
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
 END;
-- next
CREATE TRIGGER opportunity_totals_removed AFTER DELETE ON opportunities BEGIN 
INSERT INTO opportunity_totals (stage_id, owner_id, currency, count, amount, amount_in_company, weighted)
SELECT OLD.stage_id, coalesce(OLD.owner_id, 0), OLD.currency, -1, -coalesce(OLD.amount, 0),
       -coalesce(OLD.amount_in_company, 0), -OLD.weighted
WHERE OLD.state = 'open' AND OLD.deleted_at IS NULL
ON CONFLICT (stage_id, owner_id, currency) DO UPDATE SET
    count = count + excluded.count, amount = amount + excluded.amount,
    amount_in_company = amount_in_company + excluded.amount_in_company, weighted = weighted + excluded.weighted;
 END;
-- next
CREATE TRIGGER quote_lines_frozen_DELETE BEFORE DELETE ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE TRIGGER quote_lines_frozen_INSERT BEFORE INSERT ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = NEW.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE TRIGGER quote_lines_frozen_UPDATE BEFORE UPDATE ON quote_lines
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE INDEX ix_lead_conversions_lead_id ON lead_conversions (lead_id);
-- next
CREATE INDEX ix_lead_queue_members_user_id ON lead_queue_members (user_id);
-- next
CREATE INDEX ix_leads_queue_id ON leads (queue_id);
-- next
CREATE INDEX ix_assignment_rules_queue_id ON assignment_rules (queue_id);
-- next
CREATE INDEX ix_assignment_rule_people_user_id ON assignment_rule_people (user_id);
-- next
CREATE INDEX ix_web_forms_person_id ON web_forms (person_id);
-- next
CREATE INDEX ix_web_forms_queue_id ON web_forms (queue_id);
-- next
CREATE INDEX ix_stage_items_stage_id ON stage_items (stage_id);
-- next
CREATE INDEX ix_opportunity_ticks_item_id ON opportunity_ticks (item_id);
-- next
CREATE INDEX ix_win_requests_opportunity_id ON win_requests (opportunity_id);
-- next
CREATE UNIQUE INDEX ix_win_requests_waiting ON win_requests (opportunity_id) WHERE decided_at IS NULL;
-- next
CREATE INDEX ix_opportunities_renewal_of_id ON opportunities (renewal_of_id);
-- next
CREATE INDEX ix_leads_list_score ON leads (score, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_merges_winner ON merges (record_type, winner_id);
-- next
CREATE INDEX ix_merged_records_into ON merged_records (record_type, into_id);
-- next
CREATE INDEX ix_merged_records_merge_id ON merged_records (merge_id);
-- next
CREATE INDEX ix_different_pairs_other_id ON different_pairs (other_id);
-- next
CREATE INDEX ix_default_boards_board_id ON default_boards (board_id);
-- next
CREATE INDEX ix_dialog_questions_dialog_id ON dialog_questions (dialog_id);
-- next
CREATE INDEX ix_dialog_answers_question_id ON dialog_answers (question_id);
-- next
CREATE INDEX ix_dialog_answers_goes_to_id ON dialog_answers (goes_to_id);
-- next
CREATE INDEX ix_dialog_runs_dialog_id ON dialog_runs (dialog_id);
-- next
CREATE INDEX ix_dialog_runs_subject ON dialog_runs (subject_type, subject_id);
-- next
CREATE INDEX ix_specialist_requests_opportunity_id ON specialist_requests (opportunity_id);
-- next
CREATE INDEX ix_specialist_requests_user_id ON specialist_requests (user_id);
-- next
CREATE INDEX ix_specialist_requests_waiting ON specialist_requests (answered_at, opportunity_id);
-- next
CREATE INDEX ix_campaigns_owner_id ON campaigns (owner_id);
-- next
CREATE INDEX ix_campaigns_external ON campaigns (external_id);
-- next
CREATE INDEX ix_campaigns_list_begins ON campaigns (begins_on, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_campaigns_list_changed ON campaigns (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_leads_campaign_id ON leads (campaign_id);
-- next
CREATE INDEX ix_opportunities_campaign_id ON opportunities (campaign_id);
-- next
CREATE INDEX ix_web_forms_campaign_id ON web_forms (campaign_id);
-- next
CREATE INDEX ix_fairs_user_id ON fairs (user_id);
-- next
CREATE INDEX ix_fairs_campaign_id ON fairs (campaign_id);
-- next
CREATE UNIQUE INDEX ix_fairs_going_on ON fairs (user_id) WHERE ended_at IS NULL;
-- next
CREATE INDEX ix_leads_fair_id ON leads (fair_id);
-- next
CREATE INDEX ix_files_about ON files (subject_type, subject_id);
-- next
CREATE INDEX ix_files_digest ON files (digest);
-- next
CREATE INDEX ix_looks_subject ON looks (subject_type, subject_id);
-- next
CREATE INDEX ix_competitors_external ON competitors (external_id);
-- next
CREATE INDEX ix_competitors_list_changed ON competitors (changed_at, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_opportunity_competitors_opportunity_id ON opportunity_competitors (opportunity_id);
-- next
CREATE INDEX ix_opportunity_competitors_competitor_id ON opportunity_competitors (competitor_id);
-- next
CREATE INDEX ix_opportunity_closes_competitor_id ON opportunity_closes (competitor_id);
-- next
CREATE INDEX ix_leads_named_status ON leads (status_id, touched_at);
-- next
CREATE INDEX ix_undelivered_mails_outbox_id ON undelivered_mails (outbox_id);
-- next
CREATE INDEX ix_undelivered_mails_sender ON undelivered_mails (sender_id, settled_at);
-- next
CREATE INDEX ix_undelivered_mails_about ON undelivered_mails (subject_type, subject_id);
-- next
CREATE INDEX ix_failed_sign_ins_key ON failed_sign_ins ("key", at);
-- next
CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id);
-- next
CREATE INDEX ix_accounts_list_name ON accounts (name_sort, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_contacts_list_name ON contacts (family_name_sort, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_competitors_list_name ON competitors (name_sort, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_leads_list_name ON leads (name_sort, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_products_list_name ON products (name_sort, id) WHERE deleted_at IS NULL;
-- next
CREATE INDEX ix_issued_papers_digest ON issued_papers (digest);
-- next
CREATE INDEX ix_products_code_sort ON products (code_sort);
-- next
CREATE INDEX ix_web_form_answers_form ON web_form_answers (web_form_id, email, created_at);
-- next
CREATE INDEX ix_quote_approvals_document_id ON quote_approvals (document_id);
-- next
CREATE UNIQUE INDEX ix_quote_approvals_waiting ON quote_approvals (document_id) WHERE decided_at IS NULL;
-- next
CREATE INDEX ix_order_approvals_document_id ON order_approvals (document_id);
-- next
CREATE UNIQUE INDEX ix_order_approvals_waiting ON order_approvals (document_id) WHERE decided_at IS NULL;
-- next
CREATE INDEX ix_refunds_payment_id ON refunds (payment_id);
-- next
CREATE INDEX ix_refunds_credit_note_id ON refunds (credit_note_id);
-- next
CREATE UNIQUE INDEX ix_refunds_reverses_id ON refunds (reverses_id);
-- next
CREATE TRIGGER allocations_fit BEFORE INSERT ON allocations WHEN NOT coalesce((
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
), 0)
BEGIN SELECT RAISE(ABORT, 'this allocation is more than what is open'); END;
-- next
CREATE TRIGGER refunds_fit BEFORE INSERT ON refunds WHEN NOT coalesce((
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
), 0)
BEGIN SELECT RAISE(ABORT, 'this refund is more than what is free'); END;
-- next
CREATE TRIGGER refunds_no_UPDATE BEFORE UPDATE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END;
-- next
CREATE TRIGGER refunds_no_DELETE BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds are never changed'); END;
-- next
CREATE INDEX ix_duplicate_pairs_score ON duplicate_pairs (record_type, score, id);
-- next
CREATE INDEX ix_duplicate_pairs_other_id ON duplicate_pairs (other_id);
-- next
CREATE INDEX ix_invoice_dispatches_invoice_id ON invoice_dispatches (invoice_id);
-- next
CREATE INDEX ix_invoice_batches_by_id ON invoice_batches (by_id);
-- next
CREATE INDEX ix_invoice_batch_rows_batch_id ON invoice_batch_rows (batch_id);
-- next
CREATE INDEX ix_bank_uploads_by_id ON bank_uploads (by_id);
-- next
CREATE TRIGGER issued_e_invoices_no_UPDATE BEFORE UPDATE ON issued_e_invoices BEGIN SELECT RAISE(ABORT, 'issued_e_invoices are never changed'); END;
-- next
CREATE TRIGGER issued_e_invoices_no_DELETE BEFORE DELETE ON issued_e_invoices BEGIN SELECT RAISE(ABORT, 'issued_e_invoices are never changed'); END;
-- next
CREATE INDEX ix_notices_event_id ON notices (event_id);
-- next
CREATE INDEX ix_invoice_disputes_invoice_id ON invoice_disputes (invoice_id);
-- next
CREATE UNIQUE INDEX uq_invoice_disputes_open ON invoice_disputes (invoice_id) WHERE ended_at IS NULL;
-- next
CREATE INDEX ix_bank_bookings_payer_account ON bank_bookings (payer_account);
-- next
CREATE INDEX ix_bank_bookings_statement_id ON bank_bookings (statement_id);
-- next
CREATE INDEX ix_bank_bookings_state ON bank_bookings (state, booked_on);
-- next
CREATE INDEX ix_bank_bookings_like_id ON bank_bookings (like_id);
-- next
CREATE INDEX ix_invoice_instalments_due_on ON invoice_instalments (due_on);
-- next
CREATE INDEX ix_invoice_instalments_invoice_id ON invoice_instalments (invoice_id);
-- next
CREATE TRIGGER invoice_instalments_no_UPDATE BEFORE UPDATE ON invoice_instalments
BEGIN SELECT RAISE(ABORT, 'invoice_instalments are never changed'); END;
-- next
CREATE TRIGGER invoice_instalments_no_DELETE BEFORE DELETE ON invoice_instalments
BEGIN SELECT RAISE(ABORT, 'invoice_instalments are never changed'); END;
-- next
CREATE INDEX ix_quotes_payment_terms_id ON quotes (payment_terms_id);
-- next
CREATE INDEX ix_orders_payment_terms_id ON orders (payment_terms_id);
-- next
CREATE INDEX ix_invoices_payment_terms_id ON invoices (payment_terms_id);
-- next
CREATE INDEX ix_credit_notes_payment_terms_id ON credit_notes (payment_terms_id);
-- next
CREATE INDEX ix_accounts_payment_terms_id ON accounts (payment_terms_id);
-- next
CREATE INDEX ix_opportunities_next_step ON opportunities (owner_id, next_step_on) WHERE state = 'open' AND deleted_at IS NULL AND next_step_on IS NOT NULL;
-- next
CREATE INDEX ix_datev_files_last ON datev_files (last);
-- next
CREATE INDEX ix_forecast_calls_period ON forecast_calls (first_on, last_on, user_id);
-- next
CREATE INDEX ix_forecast_submissions_period ON forecast_submissions (first_on, last_on, user_id);
-- next
CREATE INDEX ix_quotas_month ON quotas (month);
-- next
CREATE UNIQUE INDEX uq_quotas_company ON quotas (month) WHERE user_id IS NULL;
-- next
CREATE INDEX ix_quota_changes_user_id ON quota_changes (user_id);
-- next
CREATE INDEX ix_discounts_taken_invoice_id ON discounts_taken (invoice_id);
-- next
CREATE INDEX ix_discounts_taken_payment_id ON discounts_taken (payment_id);
-- next
CREATE INDEX ix_allocations_discount_id ON allocations (discount_id);
-- next
CREATE TRIGGER discounts_taken_no_UPDATE BEFORE UPDATE ON discounts_taken
BEGIN SELECT RAISE(ABORT, 'discounts_taken are never changed'); END;
-- next
CREATE TRIGGER discounts_taken_no_DELETE BEFORE DELETE ON discounts_taken
BEGIN SELECT RAISE(ABORT, 'discounts_taken are never changed'); END;
-- next
CREATE INDEX ix_deal_reviews_by ON deal_reviews (by_id, opportunity_id, at);
-- next
CREATE INDEX ix_fapiao_invoice_id ON fapiao (invoice_id);
-- next
CREATE INDEX ix_fapiao_credit_note_id ON fapiao (credit_note_id);
-- next
CREATE INDEX ix_pipeline_spans_opportunity_id ON pipeline_spans (opportunity_id);
-- next
CREATE INDEX ix_pipeline_spans_begins_at ON pipeline_spans (begins_at);
-- next
CREATE INDEX ix_pipeline_spans_ends_at ON pipeline_spans (ends_at);
-- next
CREATE INDEX ix_invoice_reminders_invoice_id ON invoice_reminders (invoice_id);
-- next
CREATE INDEX ix_report_subscriptions_subject ON report_subscriptions (subject);
-- next
CREATE INDEX ix_report_files_digest ON report_files (digest);
-- next
CREATE INDEX ix_order_amendments_order_id ON order_amendments (order_id);
-- next
CREATE UNIQUE INDEX uq_order_amendments_open ON order_amendments (order_id) WHERE place IS NULL;
-- next
CREATE INDEX ix_order_deliveries_order_id ON order_deliveries (order_id);
-- next
CREATE TRIGGER events_no_UPDATE BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
-- next
CREATE INDEX ix_events_source ON events (source, subject_type, id) WHERE source IS NOT NULL;
-- next
CREATE INDEX ix_bulk_edits_by_id ON bulk_edits (by_id);
-- next
CREATE INDEX ix_bulk_edits_kept_bulk_edit_id ON bulk_edits_kept (bulk_edit_id);
-- next
CREATE INDEX ix_number_formats_series ON number_formats (series);
-- next
CREATE INDEX ix_wall_links_board ON wall_links (board);
-- next
CREATE INDEX ix_import_left_along_record ON import_left_along (record_type, record_id);
-- next
CREATE INDEX ix_import_left_along_run ON import_left_along (run_id, id);
-- next
CREATE INDEX ix_order_dispatches_order_id ON order_dispatches (order_id);
-- next
CREATE INDEX ix_delivery_addresses_account_id ON delivery_addresses (account_id);
-- next
CREATE INDEX ix_reduction_requests_invoice_id ON reduction_requests (invoice_id);
-- next
CREATE UNIQUE INDEX ix_reduction_requests_waiting ON reduction_requests (invoice_id) WHERE decided_at IS NULL;
-- next
CREATE INDEX ix_quota_changes_step ON quota_changes (step);
-- next
CREATE INDEX ix_survey_questions_survey_id ON survey_questions (survey_id);
-- next
CREATE INDEX ix_survey_participants_user_id ON survey_participants (user_id);
-- next
CREATE INDEX ix_survey_responses_survey_id ON survey_responses (survey_id);
-- next
CREATE INDEX ix_survey_responses_user_id ON survey_responses (user_id);
-- next
CREATE TRIGGER payments_no_DELETE BEFORE DELETE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
-- next
CREATE TRIGGER payments_no_UPDATE BEFORE UPDATE ON payments
BEGIN SELECT RAISE(ABORT, 'payments are never changed'); END;
-- next
CREATE TRIGGER invoices_frozen_DELETE BEFORE DELETE ON invoices WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'invoices that were issued are never changed'); END;
-- next
CREATE TRIGGER invoices_frozen_UPDATE BEFORE UPDATE ON invoices WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'invoices that were issued are never changed'); END;
-- next
CREATE TRIGGER credit_notes_frozen_DELETE BEFORE DELETE ON credit_notes WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued are never changed'); END;
-- next
CREATE TRIGGER credit_notes_frozen_UPDATE BEFORE UPDATE ON credit_notes WHEN OLD.status <> 'draft'
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued are never changed'); END;
-- next
CREATE INDEX ix_recurring_invoices_source_id ON recurring_invoices (source_id);
-- next
CREATE INDEX ix_recurring_invoices_next ON recurring_invoices (state, next_on);
-- next
CREATE INDEX ix_recurring_dates_recurring_id ON recurring_dates (recurring_id);
-- next
CREATE INDEX ix_opportunity_closes_owner_id ON opportunity_closes (owner_id);
-- next
CREATE INDEX ix_quote_options_quote_id ON quote_options (quote_id);
-- next
CREATE INDEX ix_quote_options_product_id ON quote_options (product_id);
-- next
CREATE INDEX ix_quote_options_tax_rate_id ON quote_options (tax_rate_id);
-- next
CREATE TRIGGER quote_options_frozen_INSERT BEFORE INSERT ON quote_options
WHEN (SELECT status FROM quotes WHERE id = NEW.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE TRIGGER quote_options_frozen_UPDATE BEFORE UPDATE ON quote_options
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE TRIGGER quote_options_frozen_DELETE BEFORE DELETE ON quote_options
WHEN (SELECT status FROM quotes WHERE id = OLD.quote_id) <> 'draft'
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep their lines'); END;
-- next
CREATE TRIGGER quotes_frozen BEFORE UPDATE OF status, account_id, contact_id, currency, rate, payment_days, customer_reference, language, billing_address, shipping_address, discount, net, tax, total, taxes, notes, terms, number, revision, valid_until, adjustments, round_to, payment_plan, shipping_parts, offered_net, offered_tax, offered_total, accepted_options, accepted_net, accepted_tax, accepted_total, accepted_hash ON quotes
WHEN OLD.status NOT IN ('draft', 'in_approval') AND (NEW.status IN ('draft', 'in_approval') OR OLD.account_id IS NOT NEW.account_id OR OLD.contact_id IS NOT NEW.contact_id OR OLD.currency IS NOT NEW.currency OR OLD.rate IS NOT NEW.rate OR OLD.payment_days IS NOT NEW.payment_days OR OLD.customer_reference IS NOT NEW.customer_reference OR OLD.language IS NOT NEW.language OR OLD.billing_address IS NOT NEW.billing_address OR OLD.shipping_address IS NOT NEW.shipping_address OR OLD.discount IS NOT NEW.discount OR OLD.net IS NOT NEW.net OR OLD.tax IS NOT NEW.tax OR OLD.total IS NOT NEW.total OR OLD.taxes IS NOT NEW.taxes OR OLD.notes IS NOT NEW.notes OR OLD.terms IS NOT NEW.terms OR OLD.number IS NOT NEW.number OR OLD.revision IS NOT NEW.revision OR OLD.valid_until IS NOT NEW.valid_until OR OLD.adjustments IS NOT NEW.adjustments OR OLD.round_to IS NOT NEW.round_to OR OLD.payment_plan IS NOT NEW.payment_plan OR OLD.shipping_parts IS NOT NEW.shipping_parts OR OLD.offered_net IS NOT NEW.offered_net OR OLD.offered_tax IS NOT NEW.offered_tax OR OLD.offered_total IS NOT NEW.offered_total OR OLD.accepted_options IS NOT NULL AND OLD.accepted_options IS NOT NEW.accepted_options OR OLD.accepted_net IS NOT NULL AND OLD.accepted_net IS NOT NEW.accepted_net OR OLD.accepted_tax IS NOT NULL AND OLD.accepted_tax IS NOT NEW.accepted_tax OR OLD.accepted_total IS NOT NULL AND OLD.accepted_total IS NOT NEW.accepted_total OR OLD.accepted_hash IS NOT NULL AND OLD.accepted_hash IS NOT NEW.accepted_hash)
  OR OLD.status = 'in_approval' AND (OLD.currency IS NOT NEW.currency OR OLD.discount IS NOT NEW.discount OR OLD.total IS NOT NEW.total)
BEGIN SELECT RAISE(ABORT, 'quotes that are no drafts keep what they say'); END;
-- next
CREATE INDEX ix_invoice_orders_order_id ON invoice_orders (order_id);
-- next
CREATE TRIGGER invoice_orders_frozen_INSERT BEFORE INSERT ON invoice_orders
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE TRIGGER invoice_orders_frozen_UPDATE BEFORE UPDATE ON invoice_orders
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id, NEW.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE TRIGGER invoice_orders_frozen_DELETE BEFORE DELETE ON invoice_orders
WHEN EXISTS (SELECT 1 FROM invoices WHERE status <> 'draft' AND id IN (OLD.invoice_id))
BEGIN SELECT RAISE(ABORT, 'invoices that were issued keep their lines'); END;
-- next
CREATE INDEX ix_credit_note_orders_order_id ON credit_note_orders (order_id);
-- next
CREATE TRIGGER credit_note_orders_frozen_INSERT BEFORE INSERT ON credit_note_orders
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE TRIGGER credit_note_orders_frozen_UPDATE BEFORE UPDATE ON credit_note_orders
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id, NEW.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE TRIGGER credit_note_orders_frozen_DELETE BEFORE DELETE ON credit_note_orders
WHEN EXISTS (SELECT 1 FROM credit_notes WHERE status <> 'draft' AND id IN (OLD.credit_note_id))
BEGIN SELECT RAISE(ABORT, 'credit_notes that were issued keep their lines'); END;
-- next
CREATE INDEX ix_congratulations_close_id ON congratulations (close_id);
-- next
CREATE INDEX ix_opportunity_closes_won ON opportunity_closes (outcome, closed_on);
-- next
CREATE INDEX ix_badges_user_id ON badges (user_id);
-- next
CREATE INDEX ix_budgets_month ON budgets (month);
-- next
CREATE INDEX ix_budget_changes_team ON budget_changes (team);
-- next
CREATE INDEX ix_budget_changes_step ON budget_changes (step);
-- next
CREATE INDEX ix_report_shares_user_id ON report_shares (user_id);
-- next
CREATE INDEX ix_quote_template_lines_template_id ON quote_template_lines (template_id);
-- next
CREATE INDEX ix_quote_template_lines_product_id ON quote_template_lines (product_id);
-- next
CREATE INDEX ix_quote_template_lines_tax_rate_id ON quote_template_lines (tax_rate_id);
-- next
CREATE INDEX ix_business_units_parent_id ON business_units (parent_id);
-- next
CREATE INDEX ix_users_business_unit_id ON users (business_unit_id);
-- next
CREATE INDEX ix_accounts_business_unit_id ON accounts (business_unit_id);
-- next
CREATE INDEX ix_opportunities_business_unit_id ON opportunities (business_unit_id);
