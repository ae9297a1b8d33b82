CREATE TABLE `access_log_cuts` (
	`nr` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`up_to` integer NOT NULL,
	`count` integer NOT NULL,
	`last_at_ms` integer NOT NULL,
	`last_hash` text NOT NULL,
	`noted` integer NOT NULL,
	`prev` text NOT NULL,
	`hash` text NOT NULL,
	CONSTRAINT "access_log_cuts_term" CHECK("access_log_cuts"."at_ms" - "access_log_cuts"."last_at_ms" >= 157766400000),
	CONSTRAINT "access_log_cuts_count" CHECK("access_log_cuts"."count" > 0)
);
--> statement-breakpoint
CREATE INDEX `access_log_cuts_noted` ON `access_log_cuts` (`noted`);
--> statement-breakpoint
CREATE TRIGGER `access_log_cuts_in_order` BEFORE INSERT ON `access_log_cuts`
WHEN NEW.`nr` <> (SELECT coalesce(max(`nr`), 0) + 1 FROM `access_log_cuts`)
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cuts_are_true` BEFORE INSERT ON `access_log_cuts`
WHEN NEW.`up_to` - NEW.`count` <> coalesce((SELECT `up_to` FROM `access_log_cuts` ORDER BY `nr` DESC LIMIT 1), 0)
	OR (EXISTS (SELECT 1 FROM `access_log` WHERE `seq` <= NEW.`up_to`) AND (
		NOT EXISTS (SELECT 1 FROM `access_log` WHERE `seq` = NEW.`up_to` AND `hash` = NEW.`last_hash`)
		OR EXISTS (SELECT 1 FROM `access_log` WHERE `seq` <= NEW.`up_to` AND +`at_ms` > NEW.`last_at_ms`)))
BEGIN
	SELECT RAISE(ABORT, 'a cut of the access log says what is not so');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cuts_stay` BEFORE UPDATE ON `access_log_cuts`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
CREATE TRIGGER `access_log_cuts_are_kept` BEFORE DELETE ON `access_log_cuts`
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
DROP TRIGGER `access_log_is_kept`;
--> statement-breakpoint
CREATE TRIGGER `access_log_is_kept` BEFORE DELETE ON `access_log`
WHEN OLD.`seq` > coalesce((SELECT `up_to` FROM `access_log_cuts` ORDER BY `nr` DESC LIMIT 1), 0)
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
--> statement-breakpoint
DROP TRIGGER `access_log_cases_are_kept`;
--> statement-breakpoint
CREATE TRIGGER `access_log_cases_are_kept` BEFORE DELETE ON `access_log_cases`
WHEN OLD.`seq` > coalesce((SELECT `up_to` FROM `access_log_cuts` ORDER BY `nr` DESC LIMIT 1), 0)
BEGIN
	SELECT RAISE(ABORT, 'the access log is only ever added to');
END;
