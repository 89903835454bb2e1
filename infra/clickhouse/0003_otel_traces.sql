-- Spans in the shape of the OpenTelemetry Collector's ClickHouse exporter, for Grafana's trace view and other tools.
CREATE OR REPLACE VIEW otel_traces AS
WITH
  JSONExtract(events, 'Array(Tuple(time UInt64, name String, attributes Map(String, String)))') AS event_tuples,
  JSONExtract(links, 'Array(Tuple(trace_id String, span_id String, trace_state String, attributes Map(String, String)))') AS link_tuples
SELECT
  start_time AS Timestamp,
  trace_id AS TraceId,
  span_id AS SpanId,
  parent_span_id AS ParentSpanId,
  trace_state AS TraceState,
  name AS SpanName,
  kind AS SpanKind,
  service AS ServiceName,
  resource_attributes AS ResourceAttributes,
  scope_name AS ScopeName,
  scope_version AS ScopeVersion,
  span_attributes AS SpanAttributes,
  duration_ns AS Duration,
  status AS StatusCode,
  status_message AS StatusMessage,
  arrayMap(event -> fromUnixTimestamp64Nano(toInt64(event.time), 'UTC'), event_tuples) AS `Events.Timestamp`,
  event_tuples.name AS `Events.Name`,
  event_tuples.attributes AS `Events.Attributes`,
  link_tuples.trace_id AS `Links.TraceId`,
  link_tuples.span_id AS `Links.SpanId`,
  link_tuples.trace_state AS `Links.TraceState`,
  link_tuples.attributes AS `Links.Attributes`
FROM spans;
