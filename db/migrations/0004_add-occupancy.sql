CREATE TABLE `bed_words` (
	`facility` text NOT NULL,
	`place` text NOT NULL,
	`state` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`facility`, `place`)
);
--> statement-breakpoint
CREATE TABLE `feed_connections` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`name` text NOT NULL,
	`application` text NOT NULL,
	`sending_facility` text NOT NULL,
	`certificate` text,
	`ack_mode` text NOT NULL,
	`move_on_update` integer NOT NULL,
	`bed_codes` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE TABLE `feed_places` (
	`facility` text NOT NULL,
	`point_of_care` text NOT NULL,
	`room` text NOT NULL,
	`bed` text NOT NULL,
	`unit` text,
	`ignored` integer NOT NULL,
	`seen` integer NOT NULL,
	`last_at` integer,
	PRIMARY KEY(`facility`, `point_of_care`, `room`, `bed`),
	CONSTRAINT "feed_places_one_thing" CHECK(not ("feed_places"."ignored" and "feed_places"."unit" is not null))
);
--> statement-breakpoint
CREATE TABLE `feed_staffed` (
	`facility` text NOT NULL,
	`unit` text NOT NULL,
	`staffed` integer NOT NULL,
	PRIMARY KEY(`facility`, `unit`),
	CONSTRAINT "feed_staffed_range" CHECK("feed_staffed"."staffed" between 0 and 9999)
);
--> statement-breakpoint
CREATE TABLE `visit_events` (
	`facility` text NOT NULL,
	`visit` text NOT NULL,
	`at` integer NOT NULL,
	`order` integer NOT NULL,
	`kind` text NOT NULL,
	`place` text,
	`flag` integer
);
--> statement-breakpoint
CREATE INDEX `visit_events_visit` ON `visit_events` (`facility`,`visit`,`at`);--> statement-breakpoint
CREATE TABLE `visit_messages` (
	`control` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `visit_messages_at` ON `visit_messages` (`at`);--> statement-breakpoint
CREATE TABLE `visit_secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`facility` text NOT NULL,
	`secret` blob NOT NULL,
	`from` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `visit_secrets_facility` ON `visit_secrets` (`facility`,`from`);