ALTER TABLE `session` ADD `provider_sid` text;--> statement-breakpoint
CREATE INDEX `session_provider_sid` ON `session` (`provider_sid`);