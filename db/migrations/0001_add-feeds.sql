CREATE TABLE `feed_health` (
	`feed` text NOT NULL,
	`channel` text NOT NULL,
	`facility` text,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`last_good_at` integer,
	`messages` integer NOT NULL,
	`items` integer NOT NULL,
	`lag_seconds` integer,
	`errors` text NOT NULL,
	`anomalies` text NOT NULL,
	PRIMARY KEY(`feed`, `channel`),
	CONSTRAINT "feed_health_errors_json" CHECK(json_valid("feed_health"."errors")),
	CONSTRAINT "feed_health_anomalies_json" CHECK(json_valid("feed_health"."anomalies"))
);
--> statement-breakpoint
CREATE TABLE `feed_quarantine` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`feed` text NOT NULL,
	`channel` text NOT NULL,
	`reason` text NOT NULL,
	`identifiers` text NOT NULL,
	`name` text,
	`message_hash` text NOT NULL,
	`message_id` text,
	`items` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`count` integer NOT NULL,
	`settled_at` integer,
	`settled_to` text,
	CONSTRAINT "feed_quarantine_identifiers_json" CHECK(json_valid("feed_quarantine"."identifiers")),
	CONSTRAINT "feed_quarantine_items_json" CHECK(json_valid("feed_quarantine"."items")),
	CONSTRAINT "feed_quarantine_count" CHECK("feed_quarantine"."count" > 0),
	CONSTRAINT "feed_quarantine_hash_length" CHECK(length("feed_quarantine"."message_hash") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feed_quarantine_key` ON `feed_quarantine` (`key`);--> statement-breakpoint
CREATE INDEX `feed_quarantine_last_at` ON `feed_quarantine` (`last_at`);