-- What dashboards ask runs by, read from their specs as they are stored: what was measured, in columns. Nobody writes them, so
-- results that are exported and imported do not have them either.
ALTER TABLE runs
  -- throughput, latency or pingpong.
  ADD COLUMN IF NOT EXISTS workload LowCardinality(String) MATERIALIZED JSONExtractString(spec, 'point', 'workload', 'kind'),
  ADD COLUMN IF NOT EXISTS direction LowCardinality(String)
    MATERIALIZED if(JSONHas(spec, 'point', 'workload', 'direction'), JSONExtractString(spec, 'point', 'workload', 'direction'), 'oneway'),
  -- For people: `64 B`, `imix` or the name of a capture.
  ADD COLUMN IF NOT EXISTS frame LowCardinality(String) MATERIALIZED multiIf(
    JSONType(spec, 'point', 'frame') = 'Object', replaceRegexpOne(JSONExtractString(spec, 'point', 'frame', 'capture'), '^.*/', ''),
    JSONType(spec, 'point', 'frame') = 'String', JSONExtractString(spec, 'point', 'frame'),
    concat(JSONExtractRaw(spec, 'point', 'frame'), ' B')),
  -- To sort by; 0 for mixes and captures.
  ADD COLUMN IF NOT EXISTS frame_bytes UInt32 MATERIALIZED JSONExtractUInt(spec, 'point', 'frame'),
  ADD COLUMN IF NOT EXISTS ring_size UInt32 MATERIALIZED JSONExtractUInt(spec, 'point', 'ringSize'),
  ADD COLUMN IF NOT EXISTS min_change_ratio Float64 MATERIALIZED JSONExtractFloat(spec, 'minChangeRatio'),
  -- Everything that tells one point from another, whatever its suite varies: equal texts, equal loads.
  ADD COLUMN IF NOT EXISTS point LowCardinality(String) MATERIALIZED arrayStringConcat(arrayFilter(word -> word != '', [
    JSONExtractString(spec, 'point', 'workload', 'kind'),
    frame,
    JSONExtractString(spec, 'point', 'workload', 'rate'),
    if(direction = 'oneway', '', direction),
    if(JSONHas(spec, 'point', 'workload', 'outstanding'), concat(JSONExtractRaw(spec, 'point', 'workload', 'outstanding'), ' outstanding'), ''),
    if(JSONHas(spec, 'point', 'workload', 'burst'), concat('burst ', JSONExtractRaw(spec, 'point', 'workload', 'burst')), ''),
    if(JSONHas(spec, 'point', 'workload', 'flows'), concat(JSONExtractRaw(spec, 'point', 'workload', 'flows'), ' flows'), ''),
    if(verify = 'full', '', concat('verify ', verify)),
    concat('ring ', toString(ring_size)),
    if(queues = 1, '1 queue', concat(toString(queues), ' queues')),
    toString(ring)
  ]), ' ');
ALTER TABLE runs
  MATERIALIZE COLUMN workload, MATERIALIZE COLUMN direction, MATERIALIZE COLUMN frame, MATERIALIZE COLUMN frame_bytes,
  MATERIALIZE COLUMN ring_size, MATERIALIZE COLUMN min_change_ratio, MATERIALIZE COLUMN point;

-- Latency of a trial as counts that can be added up: middles of buckets, 32 to a doubling, and the packets in each. Rows from
-- before have none.
ALTER TABLE trials
  ADD COLUMN IF NOT EXISTS latency_bucket_ns Array(UInt64) CODEC(ZSTD(1)),
  ADD COLUMN IF NOT EXISTS latency_bucket_packets Array(UInt64) CODEC(ZSTD(1));

-- One row a run, as it is now, without the documents of its spec and result.
CREATE OR REPLACE VIEW run_points AS
SELECT id AS run_id, submission_id, suite, label, point_id, point, workload, direction, frame, frame_bytes, ring_size, ring, queues, verify,
  min_change_ratio, host, backends, state, attempt, trace_id, submitted_at, started_at, ended_at, failure_cause, failure_message
FROM runs FINAL;

-- One row a trial, with what was measured beside what came of it.
CREATE OR REPLACE VIEW point_trials AS
SELECT r.suite AS suite, r.label AS label, r.point_id AS point_id, r.point AS point, r.workload AS workload, r.frame AS frame,
  r.frame_bytes AS frame_bytes, r.ring_size AS ring_size, r.ring AS ring, r.queues AS queues, r.min_change_ratio AS min_change_ratio,
  r.host AS host, r.trace_id AS trace_id, t.run_id AS run_id, t.backend AS backend, t.`index` AS trial_index, t.sequence AS sequence,
  t.started_at AS started_at, t.duration_ns AS duration_ns, t.throughput_pps AS throughput_pps, t.throughput_bps AS throughput_bps,
  t.latency_ns_min AS latency_ns_min, t.latency_ns_p50 AS latency_ns_p50, t.latency_ns_p90 AS latency_ns_p90,
  t.latency_ns_p99 AS latency_ns_p99, t.latency_ns_p999 AS latency_ns_p999, t.latency_ns_max AS latency_ns_max,
  t.latency_bucket_ns AS latency_bucket_ns, t.latency_bucket_packets AS latency_bucket_packets,
  t.packets_sent AS packets_sent, t.packets_unsent AS packets_unsent, t.packets_verified AS packets_verified,
  t.packets_lost AS packets_lost, t.packets_corrupt AS packets_corrupt, t.offered_rate_pps AS offered_rate_pps,
  t.generator_limited AS generator_limited, t.expected_faults AS expected_faults, t.steal_ratio AS steal_ratio, t.pages AS pages,
  t.clock AS clock, t.ioctl_issued AS ioctl_issued, t.kicks_rung AS kicks_rung, t.kicks_suppressed AS kicks_suppressed,
  t.calls_rung AS calls_rung, t.calls_suppressed AS calls_suppressed, t.kick_batches AS kick_batches, t.call_batches AS call_batches,
  t.kick_observed_ns_p50 AS kick_observed_ns_p50, t.kick_observed_ns_p99 AS kick_observed_ns_p99,
  t.kick_observed_ns_max AS kick_observed_ns_max, t.outliers AS outliers, t.events_dropped AS events_dropped,
  t.observations_dropped AS observations_dropped
FROM trials AS t FINAL
INNER JOIN run_points AS r ON t.run_id = r.run_id;
