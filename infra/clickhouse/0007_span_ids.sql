-- A run counts its doorbells' ids upwards, so that a granule holds a narrow range of them: the doorbells that a late packet is linked
-- to are found in one or two granules instead of in all of the run. Parts from before are read as they are until they are merged.
ALTER TABLE spans ADD INDEX IF NOT EXISTS span_id_range span_id TYPE minmax GRANULARITY 1;
