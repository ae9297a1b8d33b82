CREATE TABLE "access_log" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at_ms" bigint NOT NULL,
	"by" text NOT NULL,
	"action" text NOT NULL,
	"session" text,
	"body" text NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "access_log_seq_positive" CHECK ("access_log"."seq" > 0),
	CONSTRAINT "access_log_prev_length" CHECK (length("access_log"."prev") = 64),
	CONSTRAINT "access_log_hash_length" CHECK (length("access_log"."hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "access_log_cases" (
	"case_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"region" text NOT NULL,
	"facility" text,
	CONSTRAINT "access_log_cases_pk" PRIMARY KEY("case_id","seq")
);
--> statement-breakpoint
ALTER TABLE "texts" ADD COLUMN "kind" text DEFAULT 'note' NOT NULL;--> statement-breakpoint
ALTER TABLE "texts" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "access_log_cases" ADD CONSTRAINT "access_log_cases_seq_access_log_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."access_log"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("at_ms");--> statement-breakpoint
CREATE INDEX "access_log_cases_seq" ON "access_log_cases" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "access_log_cases_region" ON "access_log_cases" USING btree ("region","seq");--> statement-breakpoint
CREATE INDEX "access_log_cases_facility" ON "access_log_cases" USING btree ("facility","seq");--> statement-breakpoint
CREATE INDEX "texts_about" ON "texts" USING btree ("about");--> statement-breakpoint
CREATE FUNCTION "access_log_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the access log is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "access_log_stays" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access_log"
	FOR EACH STATEMENT EXECUTE FUNCTION "access_log_stays"();
--> statement-breakpoint
CREATE TRIGGER "access_log_cases_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access_log_cases"
	FOR EACH STATEMENT EXECUTE FUNCTION "access_log_stays"();
--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_stays";
--> statement-breakpoint
ALTER TABLE "access_log_cases" ENABLE ALWAYS TRIGGER "access_log_cases_stay";
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON "access_log", "access_log_cases" FROM PUBLIC;
