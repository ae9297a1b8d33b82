CREATE TABLE "bed_books" (
	"facility" text PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
