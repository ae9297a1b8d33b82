ALTER TABLE "session" ADD COLUMN "provider_sid" text;--> statement-breakpoint
CREATE INDEX "session_provider_sid" ON "session" USING btree ("provider_sid");