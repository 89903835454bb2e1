/** What a client of the endpoint may take of the controller's process. */
export interface EndpointLimits {
  /** Of one query. */
  readonly maxExecutionTimeS: number
  /** Of one query; beyond a quarter of it, it sorts and groups on disk. */
  readonly maxMemoryBytes: number
  readonly maxResultRows: number
  /** In memory, as the engine counts them, and in the format of the answer, which waits on the store's disk. */
  readonly maxResultBytes: number
  /** Threads of one query while nothing is measured on this machine; one otherwise. */
  readonly maxThreads: number
  /** Queries at a time, their answers' way to the client included; others wait. */
  readonly maxConcurrentQueries: number
  /** For how long they wait before they are refused. */
  readonly queueTimeoutMs: number
  /** Of the SQL, which is also ClickHouse's own default. */
  readonly maxQueryBytes: number
}

export const defaultLimits: EndpointLimits = {
  maxExecutionTimeS: 30,
  maxMemoryBytes: 1 << 30,
  maxResultRows: 10_000_000,
  maxResultBytes: 1 << 30,
  maxThreads: 2,
  maxConcurrentQueries: 4,
  queueTimeoutMs: 10_000,
  maxQueryBytes: 262_144,
}
