-- What a host was when a run ended, as small texts that few runs differ in, so that nobody reads results for it; '' before there
-- is a result. `host_facts`: what its fingerprint is made of, and its memory in GiB. `host_state`: how it was tuned, and what
-- the first trial got. Null for what the agents of then did not tell.
ALTER TABLE runs
  ADD COLUMN IF NOT EXISTS host_facts LowCardinality(String) MATERIALIZED if(result = '', '', toJSONString((
    JSONExtract(result, 'host', 'Tuple(cpuModel Nullable(String), microcode Nullable(String),
      topology Tuple(sockets Nullable(UInt32), cores Nullable(UInt32), threads Nullable(UInt32), numaNodes Nullable(UInt32)),
      arch Nullable(String), kernel Nullable(String), commandLine Nullable(String), virtualization Nullable(String))'),
    toUInt32(round(JSONExtractUInt(result, 'host', 'memoryBytes') / 1073741824))))),
  ADD COLUMN IF NOT EXISTS host_state LowCardinality(String) MATERIALIZED if(result = '', '', toJSONString((
    JSONExtract(result, 'host', 'state', 'Tuple(governor Nullable(String), hugepages2M UInt32, clocksource Nullable(String),
      transparentHugepages Nullable(String), isolatedCpus Nullable(String), smt Nullable(String))'),
    JSONExtract(result, 'trials', 1, 'environment', 'Tuple(pages Nullable(String), clock Nullable(String))'))));
ALTER TABLE runs MATERIALIZE COLUMN host_facts;
ALTER TABLE runs MATERIALIZE COLUMN host_state;
