CREATE TABLE `unit_trends` (
	`facility` text NOT NULL,
	`unit_kind` text NOT NULL,
	`at_ms` integer NOT NULL,
	`available` integer,
	`staffed` integer,
	PRIMARY KEY(`facility`, `unit_kind`, `at_ms`)
);
--> statement-breakpoint
CREATE INDEX `unit_trends_at` ON `unit_trends` (`at_ms`);--> statement-breakpoint
ALTER TABLE `stop_log` ADD `reason` text;--> statement-breakpoint
-- Read again from the ledger, so that the stops of late get their reasons.
DELETE FROM `reader_positions` WHERE `reader` = 'stop-log';