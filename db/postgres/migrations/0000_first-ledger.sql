CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"role" text DEFAULT 'machine' NOT NULL,
	"scope" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"revoked_at" bigint,
	"last_used_at" bigint,
	"created_by" text NOT NULL,
	CONSTRAINT "api_keys_hash" UNIQUE("hash"),
	CONSTRAINT "api_keys_hash_length" CHECK (length("api_keys"."hash") = 64),
	CONSTRAINT "api_keys_role" CHECK ("api_keys"."role" = 'machine'),
	CONSTRAINT "api_keys_scope_json" CHECK (("api_keys"."scope")::json is not null),
	CONSTRAINT "api_keys_expires_later" CHECK ("api_keys"."expires_at" > "api_keys"."created_at")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "session_token" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"role" text NOT NULL,
	"scope" text DEFAULT '{}' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "user_email" UNIQUE("email"),
	CONSTRAINT "user_role" CHECK ("user"."role" in ('administrator', 'chair', 'dispatcher', 'hospital', 'viewer')),
	CONSTRAINT "user_scope_json" CHECK (("user"."scope")::json is not null)
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "case_private" (
	"case_id" text PRIMARY KEY NOT NULL,
	"lat" double precision NOT NULL,
	"lon" double precision NOT NULL,
	"erase_at" bigint NOT NULL,
	CONSTRAINT "case_private_lat" CHECK ("case_private"."lat" between -90 and 90),
	CONSTRAINT "case_private_lon" CHECK ("case_private"."lon" between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "texts" (
	"id" text PRIMARY KEY NOT NULL,
	"text" text,
	"salt" text,
	"erase_at" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "texts_erased_whole" CHECK (("texts"."text" is null) = ("texts"."salt" is null))
);
--> statement-breakpoint
CREATE TABLE "decision_log" (
	"decision_id" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"at" bigint NOT NULL,
	"case_id" text NOT NULL,
	"case_number" bigint NOT NULL,
	"room" text NOT NULL,
	"case_region" text NOT NULL,
	"facility" text NOT NULL,
	"facility_region" text NOT NULL,
	"told_facilities" text NOT NULL,
	"told_regions" text NOT NULL,
	"overridden" boolean NOT NULL,
	"override_reason" text,
	"tie" boolean NOT NULL,
	"rank" bigint,
	"advised" text,
	"policy_id" text NOT NULL,
	"policy_version" bigint NOT NULL,
	"urgency" text,
	"category" text NOT NULL,
	"red" boolean NOT NULL,
	"facility_level" bigint,
	"facility_designated" boolean NOT NULL,
	"replaces" text,
	"note_id" text,
	CONSTRAINT "decision_log_seq" UNIQUE("seq"),
	CONSTRAINT "decision_log_told_facilities_json" CHECK (("decision_log"."told_facilities")::json is not null),
	CONSTRAINT "decision_log_told_regions_json" CHECK (("decision_log"."told_regions")::json is not null),
	CONSTRAINT "decision_log_rank_positive" CHECK ("decision_log"."rank" is null or "decision_log"."rank" > 0),
	CONSTRAINT "decision_log_level" CHECK ("decision_log"."facility_level" is null or "decision_log"."facility_level" between 1 and 3)
);
--> statement-breakpoint
CREATE TABLE "reader_positions" (
	"reader" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "reader_positions_seq" CHECK ("reader_positions"."seq" >= 0)
);
--> statement-breakpoint
CREATE TABLE "feed_health" (
	"feed" text NOT NULL,
	"channel" text NOT NULL,
	"facility" text,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"last_good_at" bigint,
	"messages" bigint NOT NULL,
	"items" bigint NOT NULL,
	"lag_seconds" bigint,
	"errors" text NOT NULL,
	"anomalies" text NOT NULL,
	CONSTRAINT "feed_health_pk" PRIMARY KEY("feed","channel"),
	CONSTRAINT "feed_health_errors_json" CHECK (("feed_health"."errors")::json is not null),
	CONSTRAINT "feed_health_anomalies_json" CHECK (("feed_health"."anomalies")::json is not null)
);
--> statement-breakpoint
CREATE TABLE "feed_quarantine" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"feed" text NOT NULL,
	"channel" text NOT NULL,
	"reason" text NOT NULL,
	"identifiers" text NOT NULL,
	"name" text,
	"message_hash" text NOT NULL,
	"message_id" text,
	"items" text NOT NULL,
	"first_at" bigint NOT NULL,
	"last_at" bigint NOT NULL,
	"count" bigint NOT NULL,
	"settled_at" bigint,
	"settled_to" text,
	CONSTRAINT "feed_quarantine_key" UNIQUE("key"),
	CONSTRAINT "feed_quarantine_identifiers_json" CHECK (("feed_quarantine"."identifiers")::json is not null),
	CONSTRAINT "feed_quarantine_items_json" CHECK (("feed_quarantine"."items")::json is not null),
	CONSTRAINT "feed_quarantine_count" CHECK ("feed_quarantine"."count" > 0),
	CONSTRAINT "feed_quarantine_hash_length" CHECK (length("feed_quarantine"."message_hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "kept_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at_ms" bigint NOT NULL,
	"kind" text NOT NULL,
	"by" text NOT NULL,
	"subject" text NOT NULL,
	"version" bigint NOT NULL,
	"also" text NOT NULL,
	"v" bigint NOT NULL,
	"body" text NOT NULL,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "entries_seq_positive" CHECK ("entries"."seq" > 0),
	CONSTRAINT "entries_version_positive" CHECK ("entries"."version" > 0),
	CONSTRAINT "entries_v_positive" CHECK ("entries"."v" > 0),
	CONSTRAINT "entries_prev_length" CHECK (length("entries"."prev") = 64),
	CONSTRAINT "entries_hash_length" CHECK (length("entries"."hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "idempotency" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"first_seq" bigint NOT NULL,
	"last_seq" bigint NOT NULL,
	"answer" text,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "idempotency_pk" PRIMARY KEY("scope","key"),
	CONSTRAINT "idempotency_range" CHECK ("idempotency"."last_seq" >= "idempotency"."first_seq"),
	CONSTRAINT "idempotency_answer_json" CHECK ("idempotency"."answer" is null or ("idempotency"."answer")::json is not null)
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"checksum" text NOT NULL,
	"picture" "bytea" NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "snapshots_hash_length" CHECK (length("snapshots"."hash") = 64),
	CONSTRAINT "snapshots_checksum_length" CHECK (length("snapshots"."checksum") = 64)
);
--> statement-breakpoint
CREATE TABLE "subjects" (
	"subject" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "subjects_version_positive" CHECK ("subjects"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "bed_words" (
	"facility" text NOT NULL,
	"place" text NOT NULL,
	"state" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "bed_words_pk" PRIMARY KEY("facility","place")
);
--> statement-breakpoint
CREATE TABLE "feed_connections" (
	"id" text PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"name" text NOT NULL,
	"application" text NOT NULL,
	"sending_facility" text NOT NULL,
	"certificate" text,
	"ack_mode" text NOT NULL,
	"move_on_update" boolean NOT NULL,
	"bed_codes" text NOT NULL,
	"created_at" bigint NOT NULL,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "feed_places" (
	"facility" text NOT NULL,
	"point_of_care" text NOT NULL,
	"room" text NOT NULL,
	"bed" text NOT NULL,
	"unit" text,
	"ignored" boolean NOT NULL,
	"seen" bigint NOT NULL,
	"last_at" bigint,
	CONSTRAINT "feed_places_pk" PRIMARY KEY("facility","point_of_care","room","bed"),
	CONSTRAINT "feed_places_one_thing" CHECK (not ("feed_places"."ignored" and "feed_places"."unit" is not null))
);
--> statement-breakpoint
CREATE TABLE "feed_staffed" (
	"facility" text NOT NULL,
	"unit" text NOT NULL,
	"staffed" bigint NOT NULL,
	CONSTRAINT "feed_staffed_pk" PRIMARY KEY("facility","unit"),
	CONSTRAINT "feed_staffed_range" CHECK ("feed_staffed"."staffed" between 0 and 9999)
);
--> statement-breakpoint
CREATE TABLE "visit_events" (
	"facility" text NOT NULL,
	"visit" text NOT NULL,
	"at" bigint NOT NULL,
	"order" bigint NOT NULL,
	"kind" text NOT NULL,
	"place" text,
	"flag" boolean
);
--> statement-breakpoint
CREATE TABLE "visit_messages" (
	"control" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "visit_secrets" (
	"id" text PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"from" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stop_counts" (
	"region" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"stops" bigint NOT NULL,
	"impending" bigint NOT NULL,
	"eds" bigint NOT NULL,
	CONSTRAINT "stop_counts_pk" PRIMARY KEY("region","at_ms"),
	CONSTRAINT "stop_counts_sum" CHECK ("stop_counts"."stops" + "stop_counts"."impending" <= "stop_counts"."eds")
);
--> statement-breakpoint
CREATE TABLE "stop_log" (
	"stop_id" text PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"region" text NOT NULL,
	"scope" text NOT NULL,
	"level" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"end_ms" bigint NOT NULL,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "unit_trends" (
	"facility" text NOT NULL,
	"unit_kind" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"available" bigint,
	"staffed" bigint,
	CONSTRAINT "unit_trends_pk" PRIMARY KEY("facility","unit_kind","at_ms")
);
--> statement-breakpoint
CREATE TABLE "walls" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_hash" text NOT NULL,
	"code_hash" text,
	"code_expires_at" bigint,
	"created_at" bigint NOT NULL,
	"name" text,
	"setup" text,
	"paired_at" bigint,
	"paired_by" text,
	"last_seen_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "walls_secret_hash" UNIQUE("secret_hash"),
	CONSTRAINT "walls_code_hash" UNIQUE("code_hash"),
	CONSTRAINT "walls_secret_hash_length" CHECK (length("walls"."secret_hash") = 64),
	CONSTRAINT "walls_code_whole" CHECK (("walls"."code_hash" is null) = ("walls"."code_expires_at" is null)),
	CONSTRAINT "walls_paired_whole" CHECK (("walls"."paired_at" is null) = ("walls"."name" is null) and ("walls"."paired_at" is null) = ("walls"."setup" is null) and ("walls"."paired_at" is null or "walls"."code_hash" is null)),
	CONSTRAINT "walls_setup_json" CHECK ("walls"."setup" is null or ("walls"."setup")::json is not null)
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_log" ADD CONSTRAINT "decision_log_seq_entries_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_log" ADD CONSTRAINT "decision_log_note_id_texts_id_fk" FOREIGN KEY ("note_id") REFERENCES "public"."texts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_first_seq_entries_seq_fk" FOREIGN KEY ("first_seq") REFERENCES "public"."entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency" ADD CONSTRAINT "idempotency_last_seq_entries_seq_fk" FOREIGN KEY ("last_seq") REFERENCES "public"."entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_seq_entries_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user_id" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "session_user_id" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "case_private_erase_at" ON "case_private" USING btree ("erase_at");--> statement-breakpoint
CREATE INDEX "texts_erase_at" ON "texts" USING btree ("erase_at");--> statement-breakpoint
CREATE INDEX "decision_log_room" ON "decision_log" USING btree ("room","seq");--> statement-breakpoint
CREATE INDEX "decision_log_case" ON "decision_log" USING btree ("case_id","seq");--> statement-breakpoint
CREATE INDEX "decision_log_case_region" ON "decision_log" USING btree ("case_region","seq");--> statement-breakpoint
CREATE INDEX "decision_log_facility" ON "decision_log" USING btree ("facility","seq");--> statement-breakpoint
CREATE INDEX "decision_log_facility_region" ON "decision_log" USING btree ("facility_region","seq");--> statement-breakpoint
CREATE INDEX "decision_log_overridden" ON "decision_log" USING btree ("overridden","seq");--> statement-breakpoint
CREATE INDEX "decision_log_at" ON "decision_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "feed_quarantine_last_at" ON "feed_quarantine" USING btree ("last_at");--> statement-breakpoint
CREATE UNIQUE INDEX "entries_subject_version" ON "entries" USING btree ("subject","version");--> statement-breakpoint
CREATE INDEX "entries_kind_seq" ON "entries" USING btree ("kind","seq") WHERE "entries"."kind" <> 'unit-observed';--> statement-breakpoint
CREATE INDEX "idempotency_at" ON "idempotency" USING btree ("at_ms");--> statement-breakpoint
CREATE INDEX "visit_events_visit" ON "visit_events" USING btree ("facility","visit","at");--> statement-breakpoint
CREATE INDEX "visit_messages_at" ON "visit_messages" USING btree ("at");--> statement-breakpoint
CREATE INDEX "visit_secrets_facility" ON "visit_secrets" USING btree ("facility","from");--> statement-breakpoint
CREATE INDEX "stop_counts_at" ON "stop_counts" USING btree ("at_ms");--> statement-breakpoint
CREATE INDEX "stop_log_end" ON "stop_log" USING btree ("end_ms","from_ms");--> statement-breakpoint
CREATE INDEX "unit_trends_at" ON "unit_trends" USING btree ("at_ms");--> statement-breakpoint
CREATE INDEX "walls_code_expires_at" ON "walls" USING btree ("code_expires_at");