-- A trial counts its doorbells' ids upwards, so that a granule holds a narrow range of them: of the doorbells that late packets are
-- linked to, only the granules they lie in are read, not all of the run. Parts from before are read whole until they are merged.
ALTER TABLE spans ADD INDEX IF NOT EXISTS span_id_range span_id TYPE minmax GRANULARITY 1;
