CREATE TABLE "webhook_dead_letters" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook" text NOT NULL,
	"seq" bigint NOT NULL,
	"type" text NOT NULL,
	"entry_at" bigint NOT NULL,
	"attempts" bigint NOT NULL,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"last_status" bigint,
	"last_error" text NOT NULL,
	CONSTRAINT "webhook_dead_letters_attempts" CHECK ("webhook_dead_letters"."attempts" > 0)
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"url" text NOT NULL,
	"owner_kind" text NOT NULL,
	"owner" text NOT NULL,
	"filter" text NOT NULL,
	"secret_version" bigint NOT NULL,
	"previous_until" bigint,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"state" text NOT NULL,
	"state_at" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"first_attempt_at" bigint,
	"next_at" bigint,
	"failing_since" bigint,
	"last_attempt_at" bigint,
	"last_delivered_at" bigint,
	"last_status" bigint,
	"last_error" text,
	"delivered" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "webhooks_owner_kind" CHECK ("webhooks"."owner_kind" in ('account', 'key')),
	CONSTRAINT "webhooks_filter_json" CHECK (("webhooks"."filter")::json is not null),
	CONSTRAINT "webhooks_secret_version" CHECK ("webhooks"."secret_version" > 0),
	CONSTRAINT "webhooks_state" CHECK ("webhooks"."state" in ('active', 'paused', 'failing', 'gone', 'ownerless')),
	CONSTRAINT "webhooks_counts" CHECK ("webhooks"."seq" >= 0 and "webhooks"."attempts" >= 0 and "webhooks"."delivered" >= 0)
);
--> statement-breakpoint
ALTER TABLE "webhook_dead_letters" ADD CONSTRAINT "webhook_dead_letters_webhook_webhooks_id_fk" FOREIGN KEY ("webhook") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhook_dead_letters_webhook" ON "webhook_dead_letters" USING btree ("webhook","seq");