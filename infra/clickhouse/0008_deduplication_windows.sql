-- A fleet stores thousands of runs while a service is away; what is inserted again afterwards must still be known. Ten thousand
-- tokens are a megabyte.
ALTER TABLE runs MODIFY SETTING non_replicated_deduplication_window = 10000;
ALTER TABLE trials MODIFY SETTING non_replicated_deduplication_window = 10000;
ALTER TABLE queue_counters MODIFY SETTING non_replicated_deduplication_window = 10000;
