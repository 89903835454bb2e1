-- When each trace began and ended, one row a trace in every part, kept by the engine with the part itself: what belongs to
-- a part that is inserted twice or lost with the process is never counted. Parts from before are read as they are.
ALTER TABLE spans ADD PROJECTION IF NOT EXISTS trace_times (SELECT trace_id, min(start_time), max(start_time) GROUP BY trace_id);

-- By the name and in the shape in which the exporter has it: Grafana asks it first and narrows its question for the spans
-- by the answer.
CREATE OR REPLACE VIEW otel_traces_trace_id_ts AS
SELECT trace_id AS TraceId, min(start_time) AS Start, max(start_time) AS End
FROM spans
GROUP BY trace_id;
