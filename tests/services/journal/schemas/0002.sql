BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	what TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	storefront TEXT NOT NULL, 
	hold INTEGER, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	true_stock BIGINT, 
	detail TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT audit_pkey PRIMARY KEY (number), 
	CONSTRAINT audit_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id)
);
INSERT INTO "audit" VALUES(1,1795352400000000,'broadcast_started','','',NULL,'lin','desk','LX',NULL,'broadcast=1 host=小美','db0313199b33cac2517caeff960429ef1420eb070f4da81377e6faa7b7f1a0b1');
INSERT INTO "audit" VALUES(2,1795352400000000,'phase','','',NULL,'lin','desk','LX',NULL,'live','7d5b17c09251f810dad8216f25000588c2215562d34f2b108a6a3d8cb480bab9');
INSERT INTO "audit" VALUES(3,1795352400000000,'on_air','EAR-01','',NULL,'lin','desk','LX',NULL,'','0d09fd1d2a193bb1c677c2468f81ddc6e0978c9950702783955a2991a4a83a81');
INSERT INTO "audit" VALUES(4,1795352400000000,'next','EAR-02','',NULL,'lin','desk','LX',NULL,'','327c699d99a6b1da7abb0c45d760f5ec9a651ac564bafca6035f1b6eb2fb3348');
INSERT INTO "audit" VALUES(5,1795352400000000,'hold','EAR-01','shop',1,'lin','desk','LX',182,'reason=stage number=1/3 seconds=300/1800','401b535f14c29f1cc2af146e096d51db223f666d735b2e7153c78f02396f6f6e');
INSERT INTO "audit" VALUES(6,1795352400000000,'restored','','',1,'lin','desk','LX',NULL,'','0be6ba5b1cf81d0bb6fca101212faf9f84ad1a13c60da908f29b39c7fec92a6a');
INSERT INTO "audit" VALUES(7,1795352400000000,'hold','EAR-01','shop',2,'lin','desk','LX',182,'reason=stage number=2/3 seconds=300/1800','0f02d0ccb2d6b8ebe5e5c98c1958dc6b004b6111b5a873dd1d64cffed11770f7');
INSERT INTO "audit" VALUES(8,1795352400000000,'stop','EAR-02','shop',3,'lin','desk','LX',182,'reason=incident','143d78a56d30df3317e8995459eaa2b638ddbf3ca1ec4168b8c995103d8efa33');
INSERT INTO "audit" VALUES(9,1795352400000000,'said_on_sale','EAR-01','shop',1,'lin','desk','LX',NULL,'attempt=1','8f50744d8eba51786c2c5a7400f1d93b36caf590dddedf2fae9aeba86b1c15c9');
INSERT INTO "audit" VALUES(10,1795352400000000,'call','EAR-01','',NULL,'lin','desk','LX',NULL,'call=1 units=200','791cc616b9b1b477f13d3157250b7d1ac23a02161f075845d5dbc7ab543628f0');
CREATE TABLE broadcast (
	id INTEGER NOT NULL, 
	started_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	host TEXT NOT NULL, 
	CONSTRAINT broadcast_pkey PRIMARY KEY (id)
);
INSERT INTO "broadcast" VALUES(1,1795352400000000,NULL,'小美');
CREATE TABLE calibrated_cue (
	broadcast INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	ending TEXT NOT NULL, 
	cues INTEGER NOT NULL, 
	before_minutes DOUBLE NOT NULL, 
	before_units BIGINT NOT NULL, 
	after_minutes DOUBLE NOT NULL, 
	after_units BIGINT NOT NULL, 
	CONSTRAINT calibrated_cue_pkey PRIMARY KEY (broadcast, kind, ending), 
	CONSTRAINT calibrated_cue_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES calibration (broadcast)
);
CREATE TABLE calibrated_product (
	broadcast INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	measure TEXT NOT NULL, 
	seller TEXT NOT NULL, 
	under INTEGER NOT NULL, 
	lower INTEGER NOT NULL, 
	upper INTEGER NOT NULL, 
	over INTEGER NOT NULL, 
	forecasts INTEGER NOT NULL, 
	ours DOUBLE NOT NULL, 
	mean DOUBLE NOT NULL, 
	weighted DOUBLE NOT NULL, 
	CONSTRAINT calibrated_product_pkey PRIMARY KEY (broadcast, sku, measure), 
	CONSTRAINT calibrated_product_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES calibration (broadcast)
);
CREATE TABLE calibration (
	broadcast INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	code TEXT NOT NULL, 
	recorded BOOLEAN NOT NULL, 
	CONSTRAINT calibration_pkey PRIMARY KEY (broadcast), 
	CONSTRAINT calibration_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id)
);
CREATE TABLE click_total (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	clicks BIGINT, 
	impressions BIGINT, 
	CONSTRAINT click_total_pkey PRIMARY KEY (id)
);
INSERT INTO "click_total" VALUES(1,1795352400000000,'cards','EAR-01',120,2400);
CREATE TABLE confirmation (
	id INTEGER NOT NULL, 
	hold INTEGER NOT NULL, 
	attempt INTEGER NOT NULL, 
	sold_out BOOLEAN NOT NULL, 
	at BIGINT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	CONSTRAINT confirmation_pkey PRIMARY KEY (id), 
	CONSTRAINT confirmation_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id)
);
INSERT INTO "confirmation" VALUES(1,1,1,0,1795352400000000,'lin','desk','LX');
CREATE TABLE crowd_told (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	reservations BIGINT, 
	order_value TEXT, 
	repeat_share DOUBLE, 
	CONSTRAINT crowd_told_pkey PRIMARY KEY (id)
);
CREATE TABLE cue_note (
	id INTEGER NOT NULL, 
	broadcast INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	other TEXT NOT NULL, 
	step TEXT NOT NULL, 
	CONSTRAINT cue_note_pkey PRIMARY KEY (id), 
	CONSTRAINT cue_note_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id)
);
CREATE TABLE daily_sales (
	day BIGINT NOT NULL, 
	sku TEXT NOT NULL, 
	units TEXT NOT NULL, 
	CONSTRAINT daily_sales_pkey PRIMARY KEY (day, sku)
);
INSERT INTO "daily_sales" VALUES(1795219200000000,'EAR-01','40.5');
CREATE TABLE draft_order (
	id INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	warehouse TEXT NOT NULL, 
	route TEXT NOT NULL, 
	units BIGINT NOT NULL, 
	unit_cost TEXT, 
	freight TEXT NOT NULL, 
	order_on TEXT NOT NULL, 
	due TEXT NOT NULL, 
	state TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	ready BOOLEAN NOT NULL, 
	proposed BIGINT, 
	CONSTRAINT draft_order_pkey PRIMARY KEY (id), 
	CONSTRAINT draft_order_units CHECK (units > 0), 
	CONSTRAINT draft_order_known_state CHECK (state IN ('draft', 'placed', 'done', 'dropped')), 
	CONSTRAINT draft_order_due CHECK (due >= order_on)
);
CREATE TABLE found_off (
	hold INTEGER NOT NULL, 
	CONSTRAINT found_off_pkey PRIMARY KEY (hold), 
	CONSTRAINT found_off_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id)
);
CREATE TABLE hold (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	broadcast INTEGER, 
	sku TEXT NOT NULL, 
	storefront TEXT NOT NULL, 
	number INTEGER, 
	number_limit INTEGER NOT NULL, 
	seconds_limit BIGINT NOT NULL, 
	override_reason TEXT, 
	state TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	note TEXT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	started_at BIGINT NOT NULL, 
	started_monotonic DOUBLE NOT NULL, 
	boot TEXT NOT NULL, 
	deadline BIGINT, 
	true_stock BIGINT, 
	key_sell_out TEXT NOT NULL, 
	key_restore TEXT NOT NULL, 
	remembered JSON NOT NULL, 
	needs_attention BOOLEAN NOT NULL, 
	sent_at BIGINT, 
	uncertain_until BIGINT, 
	confirmed_at BIGINT, 
	closing_at BIGINT, 
	ended_at BIGINT, 
	restore_attempts INTEGER NOT NULL, 
	restore_sent_at BIGINT, 
	restore_accepted BOOLEAN NOT NULL, 
	contradicted_at BIGINT, 
	error TEXT NOT NULL, 
	CONSTRAINT hold_pkey PRIMARY KEY (id), 
	CONSTRAINT hold_known_kind CHECK (kind IN ('hold', 'stop')), 
	CONSTRAINT hold_known_state CHECK (state IN ('sending', 'active', 'refused', 'unknown', 'closing', 'not_applied', 'restored', 'handed_over')), 
	CONSTRAINT hold_bounded CHECK (kind = 'stop' OR (deadline IS NOT NULL AND (broadcast IS NOT NULL OR reason = 'trial'))), 
	CONSTRAINT hold_stop_uses_nothing CHECK (kind = 'hold' OR (number IS NULL AND deadline IS NULL)), 
	CONSTRAINT hold_given_back CHECK ((number IS NULL) = (kind = 'stop' OR state IN ('refused', 'not_applied'))), 
	CONSTRAINT hold_number CHECK (number BETWEEN 1 AND number_limit), 
	CONSTRAINT hold_number_limit CHECK (number_limit <= 3 OR override_reason IS NOT NULL), 
	CONSTRAINT hold_seconds CHECK (deadline > started_at AND deadline - started_at <= seconds_limit * 1000000), 
	CONSTRAINT hold_seconds_limit CHECK (seconds_limit <= 1800 OR override_reason IS NOT NULL), 
	CONSTRAINT hold_override_reason CHECK (override_reason <> ''), 
	CONSTRAINT hold_once UNIQUE (broadcast, sku, storefront, number), 
	CONSTRAINT hold_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id)
);
INSERT INTO "hold" VALUES(1,'hold',1,'EAR-01','shop',1,3,1800,NULL,'restored','stage','','lin','desk','LX',1795352400000000,0.0,'',1795352700000000,182,'','','{}',0,NULL,NULL,NULL,NULL,1795352460000000,0,NULL,0,NULL,'');
INSERT INTO "hold" VALUES(2,'hold',1,'EAR-01','shop',2,3,1800,NULL,'sending','stage','','lin','desk','LX',1795352400000000,0.0,'',1795352700000000,182,'','','{"qty": 50}',0,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,'');
INSERT INTO "hold" VALUES(3,'stop',NULL,'EAR-02','shop',NULL,3,1800,NULL,'sending','incident','','lin','desk','LX',1795352400000000,0.0,'',NULL,182,'','','{}',0,NULL,NULL,NULL,NULL,NULL,0,NULL,0,NULL,'');
CREATE TABLE hold_plan (
	id INTEGER NOT NULL, 
	skus JSON NOT NULL, 
	storefronts JSON NOT NULL, 
	kind TEXT NOT NULL, 
	at BIGINT, 
	clock TEXT NOT NULL, 
	after_minutes DOUBLE NOT NULL, 
	amount BIGINT NOT NULL, 
	minutes DOUBLE NOT NULL, 
	reason TEXT NOT NULL, 
	note TEXT NOT NULL, 
	announce_minutes DOUBLE, 
	asks BOOLEAN NOT NULL, 
	state TEXT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	broadcast INTEGER, 
	live_at BIGINT, 
	announced_at BIGINT, 
	called_off_at BIGINT, 
	asked_at BIGINT, 
	fired_at BIGINT, 
	ended_at BIGINT, 
	why TEXT NOT NULL, 
	error TEXT NOT NULL, 
	CONSTRAINT hold_plan_pkey PRIMARY KEY (id), 
	CONSTRAINT hold_plan_known_state CHECK (state IN ('disarmed', 'armed', 'asking', 'fired', 'done', 'missed', 'failed', 'removed')), 
	CONSTRAINT hold_plan_minutes CHECK (minutes > 0), 
	CONSTRAINT hold_plan_has_its_time CHECK (kind <> 'at' OR at IS NOT NULL), 
	CONSTRAINT hold_plan_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id)
);
CREATE TABLE hold_state (
	id INTEGER NOT NULL, 
	hold INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	needs_attention BOOLEAN NOT NULL, 
	error TEXT NOT NULL, 
	CONSTRAINT hold_state_pkey PRIMARY KEY (id), 
	CONSTRAINT hold_state_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id)
);
INSERT INTO "hold_state" VALUES(1,1,1795352400000000,'sending',0,'');
INSERT INTO "hold_state" VALUES(2,1,1795352400000000,'restored',0,'');
INSERT INTO "hold_state" VALUES(3,2,1795352400000000,'sending',0,'');
INSERT INTO "hold_state" VALUES(4,3,1795352400000000,'sending',0,'');
CREATE TABLE lease (
	id INTEGER NOT NULL, 
	owner TEXT NOT NULL, 
	fence BIGINT NOT NULL, 
	until BIGINT NOT NULL, 
	CONSTRAINT lease_pkey PRIMARY KEY (id), 
	CONSTRAINT lease_single CHECK (id = 1)
);
INSERT INTO "lease" VALUES(1,'desk',1,1795352410000000);
CREATE TABLE line_up_wish (
	sku TEXT NOT NULL, 
	place INTEGER, 
	CONSTRAINT line_up_wish_pkey PRIMARY KEY (sku), 
	CONSTRAINT line_up_wish_place CHECK (place > 0)
);
CREATE TABLE mark (
	id INTEGER NOT NULL, 
	broadcast INTEGER, 
	kind TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	sku TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT mark_pkey PRIMARY KEY (id), 
	CONSTRAINT mark_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id)
);
INSERT INTO "mark" VALUES(1,1,'hold',1795352400000000,'EAR-01','');
CREATE TABLE opening (
	sku TEXT NOT NULL, 
	units BIGINT NOT NULL, 
	at BIGINT NOT NULL, 
	CONSTRAINT opening_pkey PRIMARY KEY (sku)
);
INSERT INTO "opening" VALUES('EAR-01',182,1795352400000000);
CREATE TABLE orders_told (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	orders BIGINT NOT NULL, 
	value TEXT, 
	repeats BIGINT, 
	CONSTRAINT orders_told_pkey PRIMARY KEY (id)
);
CREATE TABLE plan_template (
	name TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	skus JSON NOT NULL, 
	storefronts JSON NOT NULL, 
	kind TEXT NOT NULL, 
	at BIGINT, 
	clock TEXT NOT NULL, 
	after_minutes DOUBLE NOT NULL, 
	amount BIGINT NOT NULL, 
	minutes DOUBLE NOT NULL, 
	reason TEXT NOT NULL, 
	note TEXT NOT NULL, 
	announce_minutes DOUBLE, 
	asks BOOLEAN NOT NULL, 
	CONSTRAINT plan_template_pkey PRIMARY KEY (name, position)
);
CREATE TABLE planned_hold (
	hold INTEGER NOT NULL, 
	"plan" INTEGER NOT NULL, 
	CONSTRAINT planned_hold_pkey PRIMARY KEY (hold), 
	CONSTRAINT planned_hold_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id), 
	CONSTRAINT planned_hold_plan_fkey FOREIGN KEY("plan") REFERENCES hold_plan (id)
);
CREATE TABLE price_said (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	sku TEXT NOT NULL, 
	price TEXT NOT NULL, 
	CONSTRAINT price_said_pkey PRIMARY KEY (id)
);
CREATE TABLE price_told (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	price TEXT NOT NULL, 
	CONSTRAINT price_told_pkey PRIMARY KEY (id)
);
INSERT INTO "price_told" VALUES(1,1795352400000000,'cards','EAR-01','24.90');
CREATE TABLE proposal_rest (
	sku TEXT NOT NULL, 
	warehouse TEXT NOT NULL, 
	until TEXT NOT NULL, 
	CONSTRAINT proposal_rest_pkey PRIMARY KEY (sku, warehouse)
);
CREATE TABLE room (
	id INTEGER NOT NULL, 
	revision BIGINT NOT NULL, 
	phase TEXT NOT NULL, 
	on_air_sku TEXT, 
	on_air_since BIGINT, 
	next_sku TEXT, 
	thinned_until BIGINT, 
	CONSTRAINT room_pkey PRIMARY KEY (id), 
	CONSTRAINT room_single CHECK (id = 1)
);
INSERT INTO "room" VALUES(1,12,'live','EAR-01',1795352400000000,'EAR-02',NULL);
CREATE TABLE selling_round (
	id INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	broadcast INTEGER, 
	number INTEGER NOT NULL, 
	units BIGINT NOT NULL, 
	trial BOOLEAN NOT NULL, 
	"group" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	kept_at BIGINT NOT NULL, 
	started_at BIGINT, 
	ended_at BIGINT, 
	closed_by INTEGER, 
	sold BIGINT NOT NULL, 
	gone_at BIGINT, 
	viewer_minutes DOUBLE, 
	asked_after BIGINT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	CONSTRAINT selling_round_pkey PRIMARY KEY (id), 
	CONSTRAINT selling_round_units CHECK (units > 0), 
	CONSTRAINT selling_round_known_state CHECK (state IN ('kept', 'on_sale', 'ended')), 
	CONSTRAINT selling_round_of_a_broadcast CHECK (broadcast IS NOT NULL OR trial), 
	CONSTRAINT selling_round_over CHECK ((state = 'ended') = (ended_at IS NOT NULL)), 
	CONSTRAINT selling_round_not_begun CHECK (state <> 'kept' OR started_at IS NULL), 
	CONSTRAINT selling_round_begun CHECK (state <> 'on_sale' OR started_at IS NOT NULL), 
	CONSTRAINT selling_round_broadcast_fkey FOREIGN KEY(broadcast) REFERENCES broadcast (id), 
	CONSTRAINT selling_round_closed_by_fkey FOREIGN KEY(closed_by) REFERENCES hold (id)
);
CREATE TABLE sold_units (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	sku TEXT NOT NULL, 
	units BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	CONSTRAINT sold_units_pkey PRIMARY KEY (id)
);
INSERT INTO "sold_units" VALUES(1,1795352400000000,'EAR-01',3,'orders');
CREATE TABLE stock_call (
	id INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	units BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	CONSTRAINT stock_call_pkey PRIMARY KEY (id), 
	CONSTRAINT stock_call_units CHECK (units > 0)
);
INSERT INTO "stock_call" VALUES(1,'EAR-01',200,'asked',1795352400000000,'','lin','desk','LX');
CREATE TABLE stock_change (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	warehouse TEXT NOT NULL, 
	sku TEXT NOT NULL, 
	available BIGINT, 
	on_hand BIGINT, 
	reserved BIGINT, 
	inbound BIGINT, 
	unsellable BIGINT, 
	oversold BIGINT NOT NULL, 
	as_of BIGINT, 
	CONSTRAINT stock_change_pkey PRIMARY KEY (id)
);
INSERT INTO "stock_change" VALUES(1,1795352400000000,'la','EAR-01',118,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE traffic_sample (
	id INTEGER NOT NULL, 
	at BIGINT NOT NULL, 
	source TEXT NOT NULL, 
	viewers BIGINT, 
	organic BIGINT, 
	paid BIGINT, 
	interactions BIGINT, 
	CONSTRAINT traffic_sample_pkey PRIMARY KEY (id)
);
INSERT INTO "traffic_sample" VALUES(1,1795352400000000,'tiktok',2316,NULL,NULL,NULL);
CREATE TABLE trial (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	skus JSON NOT NULL, 
	variants JSON NOT NULL, 
	marks INTEGER NOT NULL, 
	seed BIGINT NOT NULL, 
	started_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	ending TEXT, 
	winner TEXT NOT NULL, 
	who_account TEXT NOT NULL, 
	who_through TEXT NOT NULL, 
	who_initials TEXT NOT NULL, 
	CONSTRAINT trial_pkey PRIMARY KEY (id), 
	CONSTRAINT trial_marks CHECK (marks > 0), 
	CONSTRAINT trial_over CHECK ((ending IS NULL) = (ended_at IS NULL))
);
CREATE TABLE trial_assignment (
	hold INTEGER NOT NULL, 
	trial INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	variant TEXT NOT NULL, 
	CONSTRAINT trial_assignment_pkey PRIMARY KEY (hold), 
	CONSTRAINT trial_assignment_hold_fkey FOREIGN KEY(hold) REFERENCES hold (id), 
	CONSTRAINT trial_assignment_trial_fkey FOREIGN KEY(trial) REFERENCES trial (id)
);
CREATE TABLE trial_outcome (
	trial INTEGER NOT NULL, 
	sku TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	before_minutes DOUBLE NOT NULL, 
	before_units BIGINT NOT NULL, 
	before_viewer_minutes DOUBLE, 
	before_on_air_minutes DOUBLE NOT NULL, 
	after_minutes DOUBLE NOT NULL, 
	after_units BIGINT NOT NULL, 
	after_viewer_minutes DOUBLE, 
	after_on_air_minutes DOUBLE NOT NULL, 
	CONSTRAINT trial_outcome_pkey PRIMARY KEY (trial, sku, number), 
	CONSTRAINT trial_outcome_trial_fkey FOREIGN KEY(trial) REFERENCES trial (id)
);
CREATE UNIQUE INDEX broadcast_one_running ON broadcast ((ended_at IS NULL)) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX hold_one_open ON hold (storefront, sku) WHERE state IN ('sending', 'active', 'unknown', 'closing');
CREATE INDEX hold_state_hold ON hold_state (hold);
CREATE INDEX mark_broadcast ON mark (broadcast);
CREATE INDEX stock_change_at ON stock_change (at);
CREATE INDEX traffic_sample_at ON traffic_sample (at);
CREATE INDEX sold_units_at ON sold_units (at);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
    WHEN NEW.number <= (SELECT max(number) FROM audit)
    BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE INDEX confirmation_hold ON confirmation (hold);
CREATE UNIQUE INDEX selling_round_one_on_sale ON selling_round (sku) WHERE state = 'on_sale';
CREATE INDEX planned_hold_plan ON planned_hold ("plan");
CREATE UNIQUE INDEX trial_one_of_a_name ON trial (name) WHERE ended_at IS NULL;
CREATE INDEX trial_assignment_trial ON trial_assignment (trial);
CREATE INDEX draft_order_made_at ON draft_order (made_at);
CREATE INDEX cue_note_broadcast ON cue_note (broadcast);
CREATE INDEX price_said_at ON price_said (at);
CREATE INDEX click_total_at ON click_total (at);
CREATE INDEX price_told_at ON price_told (at);
CREATE INDEX crowd_told_at ON crowd_told (at);
CREATE INDEX orders_told_at ON orders_told (at);
COMMIT;
