CREATE TABLE `access_log` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`by` text NOT NULL,
	`action` text NOT NULL,
	`session` text,
	`body` text NOT NULL,
	`prev` text NOT NULL,
	`hash` text NOT NULL,
	CONSTRAINT "access_log_seq_positive" CHECK("access_log"."seq" > 0),
	CONSTRAINT "access_log_prev_length" CHECK(length("access_log"."prev") = 64),
	CONSTRAINT "access_log_hash_length" CHECK(length("access_log"."hash") = 64)
);
--> statement-breakpoint
CREATE INDEX `access_log_at` ON `access_log` (`at_ms`);--> statement-breakpoint
CREATE TABLE `access_log_cases` (
	`case_id` text NOT NULL,
	`seq` integer NOT NULL,
	`region` text NOT NULL,
	`facility` text,
	PRIMARY KEY(`case_id`, `seq`),
	FOREIGN KEY (`seq`) REFERENCES `access_log`(`seq`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `access_log_cases_seq` ON `access_log_cases` (`seq`);--> statement-breakpoint
CREATE INDEX `access_log_cases_region` ON `access_log_cases` (`region`,`seq`);--> statement-breakpoint
CREATE INDEX `access_log_cases_facility` ON `access_log_cases` (`facility`,`seq`);--> statement-breakpoint
ALTER TABLE `texts` ADD `kind` text DEFAULT 'note' NOT NULL;--> statement-breakpoint
ALTER TABLE `texts` ADD `about` text;--> statement-breakpoint
CREATE INDEX `texts_about` ON `texts` (`about`);--> statement-breakpoint
CREATE TRIGGER `access_log_in_order` BEFORE INSERT ON `access_log`
WHEN NEW.`seq` <> (SELECT coalesce(max(`seq`), 0) + 1 FROM `access_log`)
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_stays` BEFORE UPDATE ON `access_log`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_is_kept` BEFORE DELETE ON `access_log`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cases_once` BEFORE INSERT ON `access_log_cases`
WHEN EXISTS (SELECT 1 FROM `access_log_cases` WHERE `case_id` = NEW.`case_id` AND `seq` = NEW.`seq`)
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cases_stay` BEFORE UPDATE ON `access_log_cases`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cases_are_kept` BEFORE DELETE ON `access_log_cases`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
