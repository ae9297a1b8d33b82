CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user_id` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`prefix` text NOT NULL,
	`role` text DEFAULT 'machine' NOT NULL,
	`scope` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`last_used_at` integer,
	`created_by` text NOT NULL,
	CONSTRAINT "api_keys_hash_length" CHECK(length("api_keys"."hash") = 64),
	CONSTRAINT "api_keys_role" CHECK("api_keys"."role" = 'machine'),
	CONSTRAINT "api_keys_scope_json" CHECK(json_valid("api_keys"."scope")),
	CONSTRAINT "api_keys_expires_later" CHECK("api_keys"."expires_at" > "api_keys"."created_at")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user_id` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`role` text NOT NULL,
	`scope` text DEFAULT '{}' NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	CONSTRAINT "user_role" CHECK("user"."role" in ('administrator', 'chair', 'dispatcher', 'hospital', 'viewer')),
	CONSTRAINT "user_scope_json" CHECK(json_valid("user"."scope"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `case_private` (
	`case_id` text PRIMARY KEY NOT NULL,
	`lat` real NOT NULL,
	`lon` real NOT NULL,
	`erase_at` integer NOT NULL,
	CONSTRAINT "case_private_lat" CHECK("case_private"."lat" between -90 and 90),
	CONSTRAINT "case_private_lon" CHECK("case_private"."lon" between -180 and 180)
);
--> statement-breakpoint
CREATE INDEX `case_private_erase_at` ON `case_private` (`erase_at`);--> statement-breakpoint
CREATE TABLE `texts` (
	`id` text PRIMARY KEY NOT NULL,
	`text` text,
	`salt` text,
	`erase_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "texts_erased_whole" CHECK(("texts"."text" is null) = ("texts"."salt" is null))
);
--> statement-breakpoint
CREATE INDEX `texts_erase_at` ON `texts` (`erase_at`);--> statement-breakpoint
CREATE TABLE `decision_log` (
	`decision_id` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`case_id` text NOT NULL,
	`case_number` integer NOT NULL,
	`room` text NOT NULL,
	`case_region` text NOT NULL,
	`facility` text NOT NULL,
	`facility_region` text NOT NULL,
	`told_facilities` text NOT NULL,
	`told_regions` text NOT NULL,
	`overridden` integer NOT NULL,
	`override_reason` text,
	`tie` integer NOT NULL,
	`rank` integer,
	`advised` text,
	`policy_id` text NOT NULL,
	`policy_version` integer NOT NULL,
	`urgency` text,
	`category` text NOT NULL,
	`red` integer NOT NULL,
	`facility_level` integer,
	`facility_designated` integer NOT NULL,
	`replaces` text,
	`note_id` text,
	FOREIGN KEY (`seq`) REFERENCES `entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`note_id`) REFERENCES `texts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "decision_log_told_facilities_json" CHECK(json_valid("decision_log"."told_facilities")),
	CONSTRAINT "decision_log_told_regions_json" CHECK(json_valid("decision_log"."told_regions")),
	CONSTRAINT "decision_log_rank_positive" CHECK("decision_log"."rank" is null or "decision_log"."rank" > 0),
	CONSTRAINT "decision_log_level" CHECK("decision_log"."facility_level" is null or "decision_log"."facility_level" between 1 and 3)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `decision_log_seq` ON `decision_log` (`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_room` ON `decision_log` (`room`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_case` ON `decision_log` (`case_id`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_case_region` ON `decision_log` (`case_region`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_facility` ON `decision_log` (`facility`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_facility_region` ON `decision_log` (`facility_region`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_overridden` ON `decision_log` (`overridden`,`seq`);--> statement-breakpoint
CREATE INDEX `decision_log_at` ON `decision_log` (`at`);--> statement-breakpoint
CREATE TABLE `reader_positions` (
	`reader` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	CONSTRAINT "reader_positions_seq" CHECK("reader_positions"."seq" >= 0)
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`kind` text NOT NULL,
	`by` text NOT NULL,
	`subject` text NOT NULL,
	`version` integer NOT NULL,
	`also` text NOT NULL,
	`v` integer NOT NULL,
	`body` text NOT NULL,
	`prev` text NOT NULL,
	`hash` text NOT NULL,
	CONSTRAINT "entries_seq_positive" CHECK("entries"."seq" > 0),
	CONSTRAINT "entries_version_positive" CHECK("entries"."version" > 0),
	CONSTRAINT "entries_v_positive" CHECK("entries"."v" > 0),
	CONSTRAINT "entries_prev_length" CHECK(length("entries"."prev") = 64),
	CONSTRAINT "entries_hash_length" CHECK(length("entries"."hash") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_subject_version` ON `entries` (`subject`,`version`);--> statement-breakpoint
CREATE INDEX `entries_kind_seq` ON `entries` (`kind`,`seq`) WHERE "entries"."kind" <> 'unit-observed';--> statement-breakpoint
CREATE TABLE `idempotency` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`request` text NOT NULL,
	`first_seq` integer NOT NULL,
	`last_seq` integer NOT NULL,
	`answer` text,
	`at_ms` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`),
	FOREIGN KEY (`first_seq`) REFERENCES `entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`last_seq`) REFERENCES `entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "idempotency_range" CHECK("idempotency"."last_seq" >= "idempotency"."first_seq"),
	CONSTRAINT "idempotency_answer_json" CHECK("idempotency"."answer" is null or json_valid("idempotency"."answer"))
);
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at_ms`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`seq` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`checksum` text NOT NULL,
	`picture` blob NOT NULL,
	`at_ms` integer NOT NULL,
	FOREIGN KEY (`seq`) REFERENCES `entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "snapshots_hash_length" CHECK(length("snapshots"."hash") = 64),
	CONSTRAINT "snapshots_checksum_length" CHECK(length("snapshots"."checksum") = 64)
);
--> statement-breakpoint
CREATE TABLE `subjects` (
	`subject` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	CONSTRAINT "subjects_version_positive" CHECK("subjects"."version" > 0)
);
