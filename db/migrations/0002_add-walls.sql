CREATE TABLE `walls` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`code_hash` text,
	`code_expires_at` integer,
	`created_at` integer NOT NULL,
	`name` text,
	`setup` text,
	`paired_at` integer,
	`paired_by` text,
	`last_seen_at` integer,
	`revoked_at` integer,
	CONSTRAINT "walls_secret_hash_length" CHECK(length("walls"."secret_hash") = 64),
	CONSTRAINT "walls_code_whole" CHECK(("walls"."code_hash" is null) = ("walls"."code_expires_at" is null)),
	CONSTRAINT "walls_paired_whole" CHECK(("walls"."paired_at" is null) = ("walls"."name" is null) and ("walls"."paired_at" is null) = ("walls"."setup" is null) and ("walls"."paired_at" is null or "walls"."code_hash" is null)),
	CONSTRAINT "walls_setup_json" CHECK("walls"."setup" is null or json_valid("walls"."setup"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `walls_secret_hash` ON `walls` (`secret_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `walls_code_hash` ON `walls` (`code_hash`);--> statement-breakpoint
CREATE INDEX `walls_code_expires_at` ON `walls` (`code_expires_at`);