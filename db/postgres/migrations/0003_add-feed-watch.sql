ALTER TABLE "feed_health" ADD COLUMN "facilities" text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "feed_health" ADD COLUMN "pulse" text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "feed_quarantine" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "feed_quarantine" ADD COLUMN "dismissed_because" text;--> statement-breakpoint
ALTER TABLE "feed_quarantine" ADD COLUMN "outcomes" text;