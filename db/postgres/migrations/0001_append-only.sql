CREATE FUNCTION "entries_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "entries_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "entries"
	FOR EACH STATEMENT EXECUTE FUNCTION "entries_stay"();
--> statement-breakpoint
ALTER TABLE "entries" ENABLE ALWAYS TRIGGER "entries_stay";
--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON "entries" FROM PUBLIC;
