CREATE TABLE "access_log_cuts" (
	"nr" bigint PRIMARY KEY NOT NULL,
	"at_ms" bigint NOT NULL,
	"up_to" bigint NOT NULL,
	"count" bigint NOT NULL,
	"last_at_ms" bigint NOT NULL,
	"last_hash" text NOT NULL,
	"noted" bigint NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "access_log_cuts_term" CHECK ("access_log_cuts"."at_ms" - "access_log_cuts"."last_at_ms" >= 157766400000),
	CONSTRAINT "access_log_cuts_count" CHECK ("access_log_cuts"."count" > 0)
);
--> statement-breakpoint
CREATE INDEX "access_log_cuts_noted" ON "access_log_cuts" USING btree ("noted");
--> statement-breakpoint
CREATE FUNCTION "access_log_was_cut"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD."seq" > coalesce((SELECT "up_to" FROM "access_log_cuts" ORDER BY "nr" DESC LIMIT 1), 0) THEN
		RAISE EXCEPTION 'the access log is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN OLD;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "access_log_cut_is_true"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW."nr" <> (SELECT coalesce(max("nr"), 0) + 1 FROM "access_log_cuts")
		OR NEW."up_to" - NEW."count" <> coalesce((SELECT "up_to" FROM "access_log_cuts" ORDER BY "nr" DESC LIMIT 1), 0)
		OR (EXISTS (SELECT 1 FROM "access_log" WHERE "seq" <= NEW."up_to") AND (
			NOT EXISTS (SELECT 1 FROM "access_log" WHERE "seq" = NEW."up_to" AND "hash" = NEW."last_hash")
			OR EXISTS (SELECT 1 FROM "access_log" WHERE "seq" <= NEW."up_to" AND "at_ms" > NEW."last_at_ms"))) THEN
		RAISE EXCEPTION 'a cut of the access log says what is not so' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END
$$;
--> statement-breakpoint
DROP TRIGGER "access_log_stays" ON "access_log";
--> statement-breakpoint
CREATE TRIGGER "access_log_stays" BEFORE UPDATE OR TRUNCATE ON "access_log"
	FOR EACH STATEMENT EXECUTE FUNCTION "access_log_stays"();
--> statement-breakpoint
CREATE TRIGGER "access_log_is_kept" BEFORE DELETE ON "access_log"
	FOR EACH ROW EXECUTE FUNCTION "access_log_was_cut"();
--> statement-breakpoint
DROP TRIGGER "access_log_cases_stay" ON "access_log_cases";
--> statement-breakpoint
CREATE TRIGGER "access_log_cases_stay" BEFORE UPDATE OR TRUNCATE ON "access_log_cases"
	FOR EACH STATEMENT EXECUTE FUNCTION "access_log_stays"();
--> statement-breakpoint
CREATE TRIGGER "access_log_cases_are_kept" BEFORE DELETE ON "access_log_cases"
	FOR EACH ROW EXECUTE FUNCTION "access_log_was_cut"();
--> statement-breakpoint
CREATE TRIGGER "access_log_cuts_are_true" BEFORE INSERT ON "access_log_cuts"
	FOR EACH ROW EXECUTE FUNCTION "access_log_cut_is_true"();
--> statement-breakpoint
CREATE TRIGGER "access_log_cuts_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "access_log_cuts"
	FOR EACH STATEMENT EXECUTE FUNCTION "access_log_stays"();
--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_stays";
--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_is_kept";
--> statement-breakpoint
ALTER TABLE "access_log_cases" ENABLE ALWAYS TRIGGER "access_log_cases_stay";
--> statement-breakpoint
ALTER TABLE "access_log_cases" ENABLE ALWAYS TRIGGER "access_log_cases_are_kept";
--> statement-breakpoint
ALTER TABLE "access_log_cuts" ENABLE ALWAYS TRIGGER "access_log_cuts_are_true";
--> statement-breakpoint
ALTER TABLE "access_log_cuts" ENABLE ALWAYS TRIGGER "access_log_cuts_stay";
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON "access_log_cuts" FROM PUBLIC;
