CREATE TABLE `guess_counts` (
	`name` text PRIMARY KEY NOT NULL,
	`forgotten_at` integer NOT NULL,
	`wait_until` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `guess_counts_forgotten_at` ON `guess_counts` (`forgotten_at`);--> statement-breakpoint
CREATE TABLE `known_places` (
	`account` text NOT NULL,
	`place` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`account`, `place`)
);
--> statement-breakpoint
CREATE INDEX `known_places_seen_at` ON `known_places` (`seen_at`);