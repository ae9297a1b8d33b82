ALTER TABLE `feed_health` ADD `facilities` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `feed_health` ADD `pulse` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `feed_quarantine` ADD `settled_by` text;--> statement-breakpoint
ALTER TABLE `feed_quarantine` ADD `dismissed_because` text;--> statement-breakpoint
ALTER TABLE `feed_quarantine` ADD `outcomes` text;