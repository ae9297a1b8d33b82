CREATE TABLE `stop_counts` (
	`region` text NOT NULL,
	`at_ms` integer NOT NULL,
	`stops` integer NOT NULL,
	`impending` integer NOT NULL,
	`eds` integer NOT NULL,
	PRIMARY KEY(`region`, `at_ms`),
	CONSTRAINT "stop_counts_sum" CHECK("stop_counts"."stops" + "stop_counts"."impending" <= "stop_counts"."eds")
);
--> statement-breakpoint
CREATE INDEX `stop_counts_at` ON `stop_counts` (`at_ms`);--> statement-breakpoint
CREATE TABLE `stop_log` (
	`stop_id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`region` text NOT NULL,
	`scope` text NOT NULL,
	`level` text NOT NULL,
	`from_ms` integer NOT NULL,
	`end_ms` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stop_log_end` ON `stop_log` (`end_ms`,`from_ms`);