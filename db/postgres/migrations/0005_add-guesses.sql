CREATE TABLE "guess_counts" (
	"name" text PRIMARY KEY NOT NULL,
	"forgotten_at" bigint NOT NULL,
	"wait_until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "known_places" (
	"account" text NOT NULL,
	"place" text NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "known_places_account_place_pk" PRIMARY KEY("account","place")
);
--> statement-breakpoint
CREATE INDEX "guess_counts_forgotten_at" ON "guess_counts" USING btree ("forgotten_at");--> statement-breakpoint
CREATE INDEX "known_places_seen_at" ON "known_places" USING btree ("seen_at");