/** Made by npm run generate from openapi.json. */
export interface paths {
    readonly "/api/v1/audit": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Who changed what, and who was refused */
        readonly get: operations["listAudit"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/comparisons": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Which is faster, by how much, and how sure that is */
        readonly get: operations["compareRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every change of all runs
         * @description `run` with a RunSummary: each run that an agent has, as it stands, then at every change of any run. Does not end. What is queued comes first only where `state` asks for it.
         */
        readonly get: operations["followRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getHosts"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getHostsById"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts/{id}/drain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postHostsByIdDrain"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts/{id}/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postHostsByIdPause"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts/{id}/quarantine": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postHostsByIdQuarantine"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/hosts/{id}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postHostsByIdRelease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/openapi.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** This interface as an OpenAPI document */
        readonly get: operations["getOpenapi"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Runs, newest first */
        readonly get: operations["listRuns"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A run in full */
        readonly get: operations["getRun"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End a run before its time */
        readonly post: operations["cancelRun"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}/outliers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The slowest packets of a run */
        readonly get: operations["listOutliers"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}/spans": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Single spans of a run, by name and time */
        readonly get: operations["listSpans"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}/spans/above": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The spans a run lies in */
        readonly get: operations["listSpansAbove"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/runs/{id}/trace": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The spans of a run, doorbells folded */
        readonly get: operations["getTrace"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getSchedules"];
        readonly put?: never;
        readonly post: operations["postSchedules"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedules/{name}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get: operations["getSchedulesByName"];
        readonly put: operations["putSchedulesByName"];
        readonly post?: never;
        readonly delete: operations["deleteSchedulesByName"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedules/{name}/pause": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postSchedulesByNamePause"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedules/{name}/resume": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postSchedulesByNameResume"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/schedules/{name}/run-now": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post: operations["postSchedulesByNameRunNow"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/submissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Submissions, newest first */
        readonly get: operations["listSubmissions"];
        readonly put?: never;
        /**
         * Accept a suite: its runs are queued
         * @description Under an Idempotency-Key the same suite makes the same submission, with the same runs, however often it is sent.
         */
        readonly post: operations["submitSuite"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/submissions/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** A submission with its runs, in the order of the suite */
        readonly get: operations["getSubmission"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/submissions/{id}/cancel": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** End all unfinished runs of a submission */
        readonly post: operations["cancelSubmission"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/submissions/{id}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every change of the runs of a submission
         * @description `run` with a RunSummary: each run as it stands, then at every change. `end` when all runs have ended.
         */
        readonly get: operations["followSubmission"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/submissions/{id}/report": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Everything that was measured, and how the backends compare */
        readonly get: operations["getReport"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** All tokens, without their secrets */
        readonly get: operations["listTokens"];
        readonly put?: never;
        /** Make a token, which is told this once */
        readonly post: operations["createToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/api/v1/tokens/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** End a token, at once */
        readonly delete: operations["revokeToken"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The process lives */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** The controller's figures in Prometheus' text format */
        readonly get: operations["getMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Store and Redis answer, and the tables are up to date */
        readonly get: operations["getReadiness"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description labels and their values, such as 'nic: e810', both names of 1 to 63 letters and digits */
        readonly "a host has to have all of them": {
            readonly [key: string]: string;
        };
        readonly AuditEntry: {
            /** @description Method and route: `DELETE /api/v1/tokens/:id` */
            readonly action: string;
            /** @description Where the request came from */
            readonly address: string;
            /** @description ISO 8601 */
            readonly at: string;
            /** @description Above 1 where the same refusal was repeated within a minute */
            readonly count: number;
            readonly id: string;
            /** @description Of the token; "" without one */
            readonly name: string;
            readonly requestId: string;
            /** @description HTTP status of the answer; 499 where the caller left before there was one */
            readonly status: number;
            /** @description Path of the request, without its query: `/api/v1/tokens/7k2m9q4x1c` */
            readonly target: string;
            /** @description Id of the caller's token, `open` where none is asked for, `nobody` where it was not valid */
            readonly who: string;
        };
        readonly AuditPage: {
            /** @description Newest first */
            readonly entries: readonly components["schemas"]["AuditEntry"][];
            /** @description Where the next page begins; absent on the last one */
            readonly next?: string;
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        readonly "before every trial, not counted": string;
        readonly CancelAnswer: {
            readonly cancelled: number;
        };
        readonly CancelRequest: {
            readonly reason?: string;
        };
        readonly CompareAnswer: {
            readonly comparisons: readonly components["schemas"]["Comparison"][];
            readonly latencies: readonly components["schemas"]["LatencyProfile"][];
        };
        readonly Comparison: {
            readonly a: components["schemas"]["ComparisonSide"];
            readonly b: components["schemas"]["ComparisonSide"];
            /** @enum {unknown} */
            readonly better: "higher" | "lower";
            /** @description Why the two sides should not be trusted together: unlike hosts, generator-bound trials, loss */
            readonly caveats: readonly string[];
            /** @description 95 % bootstrap interval of the ratio */
            readonly interval: readonly [
                number,
                number
            ];
            /** @description `throughput 64 B` */
            readonly label: string;
            readonly metric: components["schemas"]["MetricName"];
            /** @description Whether trials of both sides ran next to each other and were compared as pairs */
            readonly paired: boolean;
            readonly pointId: string;
            /** @description Mann-Whitney U, two-sided. Never shown without the interval */
            readonly pValue: number;
            /** @description Median of a over median of b */
            readonly ratio: number;
            /** @description With "can't tell": about how many trials a side would tell, if the spread stays as it is */
            readonly trialsNeeded?: number;
            readonly unit: string;
            readonly verdict: components["schemas"]["Verdict"];
        };
        readonly ComparisonSide: {
            readonly backend: string;
            readonly median: number;
            readonly runId: string;
            /** @description One value per trial, in trial order */
            readonly samples: readonly number[];
        };
        readonly CreatedToken: {
            readonly info: components["schemas"]["TokenInfo"];
            /** @description Of an agent's token: user of Redis, whose password is the token's SECRET */
            readonly redisUser?: string;
            /** @description The token itself, told this once: `rs_ID_SECRET` */
            readonly token: string;
        };
        readonly CreateTokenRequest: {
            /**
             * @description From now on; 0: it does not expire
             * @default 7776000000
             */
            readonly expiresInMs: number;
            /** @description Id of the host of an agent's token; of no other */
            readonly host?: string;
            /** @description For people, in any script */
            readonly name: string;
            readonly scopes: readonly components["schemas"]["Scope"][];
        };
        /** @description an integer from 0 to 4294967295 */
        readonly "decides a random order: the same seed, the same order": number;
        /** @description an integer from 0 to 4294967295 */
        readonly "decides the order of trials: the same seed, the same order": number;
        /** @description a share with a percent sign, such as '2%' */
        readonly "differences below it are called no difference": string;
        readonly DoorbellCounts: {
            readonly rung: number;
            /** @description Notifications the other side had said it does not want */
            readonly suppressed: number;
            readonly trace?: components["schemas"]["DoorbellTrace"];
        };
        readonly DoorbellKind: {
            readonly method: string;
            readonly name: string;
            readonly parentSpanId: string;
            readonly queue: number;
        };
        readonly DoorbellTrace: {
            /** @description Doorbells by buffers published since the last one: 1, 2 to 3, 4 to 7 and so on */
            readonly batches: readonly number[];
            /** @description HDR histogram of the same in ns, V2 compressed, base64 */
            readonly latencyHistogram: string;
            /** @description From the ring to its observation; all 0 where none was seen */
            readonly latencyNs: {
                readonly max: number;
                readonly p50: number;
                readonly p90: number;
                readonly p99: number;
                readonly p999: number;
            };
            /** @description Seen by the other side */
            readonly observed: number;
            /** @description With those dropped for want of room, as many as were rung */
            readonly recorded: number;
            /** @description Chosen to become spans */
            readonly selected: number;
        };
        /** @description 1 to 16 paths of YAML files, relative to this one */
        readonly "files whose keys hold where this one says nothing; later ones win over earlier ones": readonly string[];
        readonly FoldedDoorbells: {
            readonly batchMean: number;
            readonly count: number;
            /** @description How many were rung in each of densityBuckets equal parts of their parent's time */
            readonly density: readonly number[];
            readonly durationNsMax: number;
            readonly durationNsP50: number;
            readonly durationNsP99: number;
            readonly endUnixNs: string;
            readonly method: string;
            readonly name: string;
            readonly parentSpanId: string;
            readonly queue: number;
            readonly startUnixNs: string;
            /** @description Of `count`, those that the other side was not seen to notice */
            readonly unobserved: number;
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        readonly "from the claim to the result, of each attempt": string;
        readonly FullSpan: {
            readonly attributes: {
                readonly [key: string]: string;
            };
            /**
             * @description Does not pass the filter, and is here because something below it does
             * @constant
             */
            readonly context?: true;
            readonly durationNs: number;
            readonly error: boolean;
            readonly events: readonly components["schemas"]["SpanEvent"][];
            /** @description `Internal`, `Server`, `Client`, `Producer`, `Consumer` or `Unspecified` */
            readonly kind: string;
            /** @description Absent where there are none */
            readonly links?: readonly components["schemas"]["SpanLink"][];
            readonly name: string;
            /** @description Index into SpanPage.origins */
            readonly origin: number;
            readonly parentSpanId: string;
            readonly service: string;
            readonly spanId: string;
            readonly startUnixNs: string;
            /** @description `Unset`, `Ok` or `Error` */
            readonly status: string;
            readonly statusMessage: string;
            readonly traceState: string;
        };
        readonly Health: {
            /** @constant */
            readonly status: "ok";
        };
        readonly HostFacts: {
            readonly arch: string;
            readonly cpuModel: string;
            readonly cpus: number;
            readonly hostname: string;
            readonly id: string;
            readonly kernel: string;
            readonly memoryBytes: number;
            readonly state: {
                readonly clocksource: string | null;
                readonly governor: string | null;
                readonly hugepages2M: number;
                readonly loadAverage1m: number;
            };
        };
        readonly "how backends are compared": {
            readonly minChange?: components["schemas"]["differences below it are called no difference"];
        };
        readonly "how each run measures": {
            readonly duration?: components["schemas"]["the measured phase of every trial"];
            readonly order?: components["schemas"]["in which order the trials of the backends take turns"];
            /** @description how often each run is made, an integer from 1 to 1000 */
            readonly repeat?: number;
            readonly seed?: components["schemas"]["decides the order of trials: the same seed, the same order"];
            /** @description trials per backend, an integer from 1 to 1000 */
            readonly trials?: number;
            readonly warmup?: components["schemas"]["before every trial, not counted"];
        };
        readonly "how long a run may take in each part of its life": {
            readonly heartbeat?: components["schemas"]["since the agent of a run was last heard of"];
            readonly run?: components["schemas"]["from the claim to the result, of each attempt"];
            readonly waiting?: components["schemas"]["in the queue, from the submission"];
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        readonly "in the queue, from the submission": string;
        readonly "in which order the trials of the backends take turns": "interleave" | "random" | "sequential";
        readonly "interleave: every point once, then every point again; random: shuffled by the seed; listed: all repetitions of a point, then the next": "interleave" | "random" | "listed";
        readonly IssuedSpans: {
            /** @description Doorbells that were; with those in `eventsDropped`, all of them */
            readonly doorbellRecorded: number;
            /** @description Doorbells that were to be recorded: 0 where their tracing was off. The trials count all of them */
            readonly doorbellRung: number;
            /** @description Of those: chosen to become spans */
            readonly doorbellSelected: number;
            /** @description Spans that are lost: of those doorbells, and of batches that could not be exported */
            readonly dropped: number;
            /** @description Doorbells that did not fit the event ring */
            readonly eventsDropped: number;
            readonly ioctlIssued: number;
            /** @description Packets late enough to become spans */
            readonly outliersFound: number;
            /** @description Spans that waited on the agent's disk when the run ended: they come when the receiver is back */
            readonly spooled: number;
        };
        readonly LatencyProfile: {
            readonly backend: string;
            readonly count: number;
            /** @description Points of the percentile curve: [percentile 0..100, latency in ns] */
            readonly curve: readonly (readonly [
                number,
                number
            ])[];
            readonly label: string;
            readonly percentiles: {
                readonly max: number;
                readonly p50: number;
                readonly p90: number;
                readonly p99: number;
                readonly p999: number;
            };
            readonly runId: string;
        };
        /** @enum {unknown} */
        readonly MetricName: "throughput_pps" | "throughput_bps" | "latency_ns_min" | "latency_ns_p50" | "latency_ns_p90" | "latency_ns_p99" | "latency_ns_p999" | "latency_ns_max";
        readonly Metrics: {
            readonly latency_ns_max?: number;
            readonly latency_ns_min?: number;
            readonly latency_ns_p50?: number;
            readonly latency_ns_p90?: number;
            readonly latency_ns_p99?: number;
            readonly latency_ns_p999?: number;
            readonly throughput_bps?: number;
            readonly throughput_pps?: number;
        };
        /** @description a governor of the kernel's cpufreq, such as 'performance' */
        readonly "of the CPUs that are measured": string;
        readonly "one of the hosts that have the labels, or the whole suite on each of them": "one" | "each";
        readonly OutlierList: {
            readonly outliers: readonly {
                readonly attributes: {
                    readonly [key: string]: string;
                };
                /**
                 * @description Does not pass the filter, and is here because something below it does
                 * @constant
                 */
                readonly context?: true;
                readonly doorbells: readonly components["schemas"]["TraceSpan"][];
                readonly durationNs: number;
                readonly error: boolean;
                /** @description Absent where there are none */
                readonly links?: readonly components["schemas"]["SpanLink"][];
                readonly name: string;
                readonly parentSpanId: string;
                readonly service: string;
                readonly spanId: string;
                readonly startUnixNs: string;
            }[];
            /** @description How many there are */
            readonly total: number;
        };
        readonly PacketCounts: {
            readonly corrupt: number;
            /** @description Counted by the device: loopback packets for which the driver offered no receive buffer */
            readonly droppedNoBuffer: number;
            readonly duplicate: number;
            /** @description Gaps in the sequence as seen by the receiving end, the tail included */
            readonly lost: number;
            readonly reordered: number;
            /** @description Counted by the driver as it publishes */
            readonly sent: number;
            /** @description Open loop: due, but without room in the ring before the trial ended. Never sent, and as bad as lost */
            readonly unsent: number;
            /** @description Counted by the receiving end: sequence new, checksum right, intended send time sane */
            readonly verified: number;
        };
        /** @description an integer from 0 to 1048576 */
        readonly "pages of 2 MiB that the host has at least": number;
        readonly Passed: {
            readonly of: number;
            readonly shown: number;
        };
        readonly PassedCounts: {
            readonly doorbells: components["schemas"]["Passed"];
            readonly spans: components["schemas"]["Passed"];
        };
        /** @description rules of what is left out, at most 100 */
        readonly "points of the matrix, or backends at points, that are not measured": readonly {
            readonly backend?: components["schemas"]["this backend only; left out: the whole point"];
            readonly frame?: components["schemas"]["this frame of the matrix"];
            readonly queues?: components["schemas"]["this number of queue pairs of the matrix"];
            readonly ring?: components["schemas"]["this ring format of the matrix"];
            readonly ringSize?: components["schemas"]["this ring size of the matrix"];
            readonly workload?: components["schemas"]["workloads of this kind"];
        }[];
        readonly Problem: {
            /** @description For people: what, the actual value, what was expected, the remedy */
            readonly detail: string;
            readonly faults?: readonly {
                readonly expected: string;
                readonly path: string;
                readonly value?: unknown;
            }[];
            readonly status: number;
            readonly title: string;
            readonly type: string;
        };
        readonly QueueCounters: {
            /** @description Rounds of work by how many packets each found or published: 1, 2 to 3, 4 to 7 and so on, batchBuckets of them */
            readonly batches: readonly number[];
            readonly bytes: number;
            readonly drops: components["schemas"]["QueueDrops"];
            /** @description Looks at the ring that found nothing */
            readonly emptyPolls: number;
            /** @description Doorbells rung without room for their event: their spans are missing */
            readonly eventsDropped: number;
            readonly iotlbLookups: number;
            readonly iotlbMisses: number;
            readonly notificationsSent: number;
            /** @description Not sent, because the other end did not want them */
            readonly notificationsSuppressed: number;
            /** @description Doorbells noticed without room for the event: the other end's spans have no observed end */
            readonly observationsDropped: number;
            readonly packets: number;
        };
        readonly QueueDrops: {
            /** @description The queue had broken */
            readonly broken: number;
            /** @description The device's model dropped it */
            readonly fault: number;
            /** @description No receive buffer was there */
            readonly noBuffer: number;
            /** @description The frame was longer than its buffers */
            readonly tooLong: number;
        };
        readonly QueueResult: {
            /** @description Why the device gave the queue up; absent when it did not */
            readonly broken?: string;
            readonly device: components["schemas"]["QueueCounters"];
            readonly driver: components["schemas"]["QueueCounters"];
            /** @description Of the virtqueue: 0 and 1 are the first pair */
            readonly index: number;
            /** @enum {unknown} */
            readonly role: "rx" | "tx";
        };
        readonly Report: {
            readonly comparisons: readonly components["schemas"]["Comparison"][];
            readonly latencies: readonly components["schemas"]["LatencyProfile"][];
            readonly runs: readonly components["schemas"]["RunDetail"][];
            readonly spans: components["schemas"]["SpanCounts"];
            readonly submission: components["schemas"]["Submission"];
        };
        readonly RunAttempt: {
            /** @description 1-based */
            readonly attempt: number;
            readonly endedAt?: string;
            readonly failure?: components["schemas"]["RunFailure"];
            readonly lease?: components["schemas"]["RunLease"];
            /** @description A result that came when the attempt had been given up already: refused, and told here. ISO 8601 */
            readonly refusedAt?: string;
            readonly startedAt?: string;
            readonly state: "queued" | "claimed" | "running" | "succeeded" | "failed";
        };
        readonly RunDetail: {
            /** @description The present attempt, 1-based */
            readonly attempt: number;
            /** @description All tries at it, in their order */
            readonly attempts: readonly components["schemas"]["RunAttempt"][];
            readonly backends: readonly string[];
            /** @description Someone wants it to end, and its agent has not yet confirmed */
            readonly cancelling?: boolean;
            readonly contentId: string;
            readonly endedAt?: string;
            readonly failure?: components["schemas"]["RunFailure"];
            readonly host: string;
            readonly id: string;
            readonly label: string;
            readonly pointId: string;
            readonly priority: number;
            readonly progress?: components["schemas"]["RunProgress"];
            readonly repetition: number;
            readonly result?: components["schemas"]["RunResult"];
            readonly spans?: components["schemas"]["SpanCounts"];
            readonly spec: components["schemas"]["RunSpec"];
            readonly startedAt?: string;
            readonly state: "queued" | "claimed" | "running" | "succeeded" | "failed";
            readonly submissionId: string;
            readonly submittedAt: string;
            readonly suite: string;
            readonly traceId: string;
            readonly traceStatus?: components["schemas"]["TraceStatus"];
        };
        readonly RunFailure: {
            readonly cause: "benchmark" | "infrastructure" | "lost" | "timeout" | "cancelled";
            /** @description What happened, the actual value, what was expected, the remedy */
            readonly message: string;
        };
        readonly RunLease: {
            readonly agentId: string;
            /** @description Fencing token: grows with every lease of a host */
            readonly token: number;
        };
        readonly RunPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            readonly next?: string;
            readonly runs: readonly components["schemas"]["RunSummary"][];
        };
        readonly RunProgress: {
            readonly lease?: components["schemas"]["RunLease"];
            readonly percent: number;
            /** @description The step at hand: `mapped 3/10` */
            readonly phase: string;
            readonly remainingMs: number;
            /**
             * @description `claimed`: waits for the host or prepares it. `running`: from the first trial on
             * @enum {unknown}
             */
            readonly state: "claimed" | "running";
        };
        readonly RunResult: {
            /** @description 1-based */
            readonly attempt: number;
            readonly endedAt: string;
            readonly host: components["schemas"]["HostFacts"];
            readonly lease: components["schemas"]["RunLease"];
            readonly runId: string;
            readonly spans: components["schemas"]["IssuedSpans"];
            /** @description ISO 8601 */
            readonly startedAt: string;
            /** @description In the order they ran */
            readonly trials: readonly components["schemas"]["TrialResult"][];
        };
        readonly RunSpec: {
            readonly artifacts: readonly ("log" | "host")[];
            readonly attempt: number;
            readonly backends: readonly {
                /** @description how a packet to send is described: by one descriptor, by one each for header and frame, or by a table of two */
                readonly descriptors?: "single" | "chained" | "indirect";
                /** @description what the device thread does when idle: spin on the doorbell, or sleep until it is rung */
                readonly device: "polling" | "sleeping";
                /** @description the interface of the device: a VFIO device that takes vhost requests, or its successor in the kernel */
                readonly dialect?: "vhost-mdev" | "vhost-vdpa";
                /** @description how the driver rings: a store to a mapped page, or a write to an eventfd */
                readonly doorbell: "mapped" | "eventfd";
                /** @description at least one feature; leave the key out for none */
                readonly features?: readonly ("in-order" | "event-idx" | "mergeable")[];
                /** @constant */
                readonly kind: "emulated";
                readonly model?: {
                    /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                    readonly doorbellDelay?: string;
                    readonly faults?: {
                        /** @description a share with a percent sign, such as '2%' */
                        readonly corrupt?: string;
                        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                        readonly dieAfter?: string;
                        /** @description a share with a percent sign, such as '2%' */
                        readonly drop?: string;
                        /** @description a share with a percent sign, such as '2%' */
                        readonly duplicate?: string;
                        /** @description a share with a percent sign, such as '2%' */
                        readonly reorder?: string;
                        readonly stall?: {
                            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                            readonly after: string;
                            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                            readonly for: string;
                        };
                    };
                    readonly jitter?: {
                        /** @description how the added time is spread: evenly from 0 to `time`, normally with deviation `time`, or with mean `time` */
                        readonly distribution: "uniform" | "normal" | "exponential";
                        /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                        readonly time: string;
                    };
                    /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                    readonly perByte?: string;
                    /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps' */
                    readonly rateLimit?: string;
                    /** @description an integer from 0 to 4294967295 */
                    readonly seed?: number;
                    /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                    readonly serviceTime?: string;
                };
                /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
                readonly name: string;
            }[];
            readonly contentId: string;
            readonly durationMs: number;
            readonly host: string;
            readonly id: string;
            readonly label: string;
            readonly minChangeRatio: number;
            readonly order: "interleave" | "random" | "sequential";
            readonly point: {
                /** @description a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap } */
                readonly frame: number | "imix" | {
                    /** @description path of a pcap or pcapng file, relative to the suite */
                    readonly capture: string;
                };
                readonly queues: number;
                /** @description the format of the rings: virtio 1.3 section 2.7 or 2.8 */
                readonly ring: "split" | "packed";
                readonly ringSize: number;
                readonly workload: {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    readonly burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    readonly direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    readonly flows?: number;
                    /** @constant */
                    readonly kind: "throughput";
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    readonly verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    readonly burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    readonly direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    readonly flows?: number;
                    /** @constant */
                    readonly kind: "latency";
                    /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x' */
                    readonly rate: string;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    readonly verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    readonly burst?: number;
                    /**
                     * @description packets always go there and back
                     * @constant
                     */
                    readonly direction?: "loopback";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    readonly flows?: number;
                    /** @constant */
                    readonly kind: "pingpong";
                    /** @description packets under way in each pair of queues, an integer from 1 to 32768 */
                    readonly outstanding?: number;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    readonly verify?: "full" | "header" | "off";
                };
            };
            readonly pointId: string;
            readonly priority: number;
            readonly repetition: number;
            readonly retries: number;
            readonly seed: number;
            readonly stopOnFailure: boolean;
            readonly submissionId: string;
            readonly suite: string;
            readonly timeouts: {
                readonly heartbeatMs: number;
                readonly runMs: number;
                readonly waitingMs: number;
            };
            readonly traceparent: string;
            readonly tracing: {
                /** @description all, around-outliers, off, or a sample such as 'sample 1/100' */
                readonly doorbells: string;
                readonly export: "between-trials" | "stream";
                readonly outlierPercentile: number;
                readonly outlierWindowNs: number;
                readonly ringEvents: number;
            };
            readonly trials: number;
            readonly tuning: {
                readonly governor?: components["schemas"]["of the CPUs that are measured"];
                readonly hugepages2M?: components["schemas"]["pages of 2 MiB that the host has at least"];
                readonly irqs?: components["schemas"]["whether interrupts are kept away from the CPUs that are measured"];
            };
            readonly warmupMs: number;
        };
        readonly RunSummary: {
            /** @description The present attempt, 1-based */
            readonly attempt: number;
            readonly backends: readonly string[];
            /** @description Someone wants it to end, and its agent has not yet confirmed */
            readonly cancelling?: boolean;
            readonly contentId: string;
            readonly endedAt?: string;
            readonly failure?: components["schemas"]["RunFailure"];
            readonly host: string;
            readonly id: string;
            readonly label: string;
            readonly pointId: string;
            readonly priority: number;
            readonly progress?: components["schemas"]["RunProgress"];
            readonly repetition: number;
            readonly startedAt?: string;
            readonly state: "queued" | "claimed" | "running" | "succeeded" | "failed";
            readonly submissionId: string;
            readonly submittedAt: string;
            readonly suite: string;
            readonly traceId: string;
        };
        readonly RunTrace: {
            readonly doorbells: readonly components["schemas"]["FoldedDoorbells"][];
            readonly passed?: components["schemas"]["PassedCounts"];
            readonly runId: string;
            /** @description Every span but doorbells, from the submission's root down to this run's ioctls, by start time */
            readonly spans: readonly components["schemas"]["TraceSpan"][];
            readonly traceId: string;
        };
        readonly Scope: "read" | "run" | "agent" | "admin";
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        readonly "since the agent of a run was last heard of": string;
        readonly SpanCounts: {
            /** @description Rung as the datapath counts, below any tracing; recorded by it; selected to become spans. All 0 where doorbells are not traced */
            readonly doorbell: {
                readonly recorded: number;
                readonly rung: number;
                readonly selected: number;
                readonly stored: number;
            };
            /** @description Spans that are lost: those, and what could not be exported */
            readonly dropped: number;
            /** @description Doorbells without room in an event ring */
            readonly eventsDropped: number;
            readonly ioctl: {
                readonly issued: number;
                readonly stored: number;
            };
            /** @description Packets that came late */
            readonly outlier: {
                readonly found: number;
                readonly stored: number;
            };
            /** @description Spans that waited on the agent's disk when the run ended */
            readonly spooled: number;
        };
        readonly SpanEvent: {
            readonly attributes: {
                readonly [key: string]: string;
            };
            readonly name: string;
            readonly unixNs: string;
        };
        readonly SpanLink: {
            readonly attributes: {
                readonly [key: string]: string;
            };
            readonly doorbells?: components["schemas"]["DoorbellKind"];
            readonly spanId: string;
            readonly traceId: string;
        };
        readonly SpanOrigin: {
            readonly resource: {
                readonly [key: string]: string;
            };
            readonly scope: {
                readonly [key: string]: string;
            };
            readonly scopeName: string;
            readonly scopeVersion: string;
        };
        readonly SpanPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            readonly next?: string;
            readonly origins: readonly components["schemas"]["SpanOrigin"][];
            readonly spans: readonly components["schemas"]["FullSpan"][];
            readonly traceId: string;
        };
        readonly Submission: {
            readonly id: string;
            readonly runs: readonly components["schemas"]["RunSummary"][];
            readonly suite: string;
            readonly traceId: string;
        };
        readonly SubmissionPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            readonly next?: string;
            readonly submissions: readonly components["schemas"]["SubmissionSummary"][];
        };
        readonly SubmissionRequest: {
            readonly suite: components["schemas"]["Suite"];
        };
        readonly SubmissionSummary: {
            readonly id: string;
            /** @description How many are in each state that any is in */
            readonly runs: {
                readonly [key: string]: number;
            };
            /** @description ISO 8601 */
            readonly submittedAt: string;
            readonly suite: string;
            readonly traceId: string;
        };
        readonly Suite: {
            readonly apiVersion: components["schemas"]["the version of this format"];
            /** @description what is kept of each run: 'log', 'host', each once */
            readonly artifacts?: readonly ("log" | "host")[];
            readonly backends: components["schemas"]["where packets are processed"];
            readonly description?: components["schemas"]["the question that the suite answers"];
            readonly exclude?: components["schemas"]["points of the matrix, or backends at points, that are not measured"];
            /** @description the id of the host to run on; default: the only one registered */
            readonly host?: string;
            readonly hosts?: components["schemas"]["the hosts to run on, by their labels"];
            readonly include?: components["schemas"]["files whose keys hold where this one says nothing; later ones win over earlier ones"];
            readonly judge?: components["schemas"]["how backends are compared"];
            /** @constant */
            readonly kind: "Suite";
            /** @description the axes to vary: frame, ringSize, queues, ring */
            readonly matrix: {
                /** @description at least one frame size or capture */
                readonly frame: readonly (number | "imix" | {
                    /** @description path of a pcap or pcapng file, relative to the suite */
                    readonly capture: string;
                })[];
                /** @description at least one number of queue pairs */
                readonly queues?: readonly number[];
                /** @description at least one ring format */
                readonly ring?: readonly ("split" | "packed")[];
                /** @description at least one ring size */
                readonly ringSize?: readonly (2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768)[];
            };
            readonly name: components["schemas"]["what people call the suite"];
            readonly onFailure?: components["schemas"]["what happens when a run fails"];
            readonly priority?: components["schemas"]["which runs of a queue go first"];
            readonly run?: components["schemas"]["how each run measures"];
            readonly runs?: components["schemas"]["the order of the runs"];
            readonly schedule?: components["schemas"]["when the suite runs by itself; understood by ringside schedule add"];
            readonly timeouts?: components["schemas"]["how long a run may take in each part of its life"];
            readonly tracing?: components["schemas"]["which doorbells become spans"];
            readonly tuning?: components["schemas"]["what is changed on the host for the time of a run"];
            readonly workloads: components["schemas"]["the load"];
        };
        readonly "the hosts to run on, by their labels": {
            readonly labels: components["schemas"]["a host has to have all of them"];
            readonly use?: components["schemas"]["one of the hosts that have the labels, or the whole suite on each of them"];
        };
        /** @description at least one workload */
        readonly "the load": readonly ({
            /** @description packets published per doorbell, an integer from 1 to 256 */
            readonly burst?: number;
            /** @description to the device, there and back, or both ways at once with the same load each */
            readonly direction?: "oneway" | "loopback" | "bidirectional";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            readonly flows?: number;
            /** @constant */
            readonly kind: "throughput";
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            readonly verify?: "full" | "header" | "off";
        } | {
            /** @description packets published per doorbell, an integer from 1 to 256 */
            readonly burst?: number;
            /** @description to the device, there and back, or both ways at once with the same load each */
            readonly direction?: "oneway" | "loopback" | "bidirectional";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            readonly flows?: number;
            /** @constant */
            readonly kind: "latency";
            /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x' */
            readonly rate: string;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            readonly verify?: "full" | "header" | "off";
        } | {
            /** @description packets published per doorbell, an integer from 1 to 256 */
            readonly burst?: number;
            /**
             * @description packets always go there and back
             * @constant
             */
            readonly direction?: "loopback";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            readonly flows?: number;
            /** @constant */
            readonly kind: "pingpong";
            /** @description packets under way in each pair of queues, an integer from 1 to 32768 */
            readonly outstanding?: number;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            readonly verify?: "full" | "header" | "off";
        })[];
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        readonly "the measured phase of every trial": string;
        readonly "the order of the runs": {
            readonly order?: components["schemas"]["interleave: every point once, then every point again; random: shuffled by the seed; listed: all repetitions of a point, then the next"];
            readonly seed?: components["schemas"]["decides a random order: the same seed, the same order"];
        };
        readonly "the question that the suite answers": string;
        /** @constant */
        readonly "the version of this format": "ringside/v1";
        /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
        readonly "this backend only; left out: the whole point": string;
        /** @description a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap } */
        readonly "this frame of the matrix": number | "imix" | {
            /** @description path of a pcap or pcapng file, relative to the suite */
            readonly capture: string;
        };
        /** @description pairs of queues, an integer from 1 to 64 */
        readonly "this number of queue pairs of the matrix": number;
        /** @description the format of the rings: virtio 1.3 section 2.7 or 2.8 */
        readonly "this ring format of the matrix": "split" | "packed";
        /**
         * @description a power of two from 2 to 32768
         * @enum {unknown}
         */
        readonly "this ring size of the matrix": 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
        readonly TokenInfo: {
            /** @description ISO 8601 */
            readonly createdAt: string;
            /** @description Id of the token it was made with, or `open`, or `bootstrap` */
            readonly createdBy: string;
            /** @description ISO 8601 */
            readonly expiresAt?: string;
            readonly host?: string;
            /** @description 10 characters, the part of the token behind `rs_` */
            readonly id: string;
            /** @description ISO 8601, to the minute */
            readonly lastUsedAt?: string;
            readonly name: string;
            /** @description ISO 8601 */
            readonly revokedAt?: string;
            readonly revokedBy?: string;
            readonly scopes: readonly components["schemas"]["Scope"][];
            readonly state: "valid" | "expired" | "revoked";
        };
        readonly TokenList: {
            /** @description Oldest first */
            readonly tokens: readonly components["schemas"]["TokenInfo"][];
        };
        readonly TraceSpan: {
            readonly attributes: {
                readonly [key: string]: string;
            };
            /**
             * @description Does not pass the filter, and is here because something below it does
             * @constant
             */
            readonly context?: true;
            readonly durationNs: number;
            readonly error: boolean;
            /** @description Absent where there are none */
            readonly links?: readonly components["schemas"]["SpanLink"][];
            readonly name: string;
            readonly parentSpanId: string;
            readonly service: string;
            readonly spanId: string;
            readonly startUnixNs: string;
        };
        /** @enum {unknown} */
        readonly TraceStatus: "complete" | "incomplete" | "mismatch";
        readonly TrialEnvironment: {
            /** @enum {unknown} */
            readonly clock: "tsc" | "monotonic";
            readonly deviceCpu: number | null;
            readonly driverCpu: number | null;
            /** @description Nice value of the measured threads: -20 where the agent may raise them, else 0 */
            readonly nice: number;
            /** @enum {unknown} */
            readonly pages: "hugetlb-2M" | "thp-2M" | "4K";
            /** @description Share of CPU time the hypervisor took from this host during the trial */
            readonly stealRatio: number;
        };
        readonly TrialResult: {
            readonly backend: string;
            /** @description Of the CPU of each thread, for each packet it handled; absent where the processor does not count them */
            readonly cyclesPerPacket?: {
                readonly device: number;
                readonly driver: number;
            };
            readonly doorbells: {
                readonly call: components["schemas"]["DoorbellCounts"];
                readonly kick: components["schemas"]["DoorbellCounts"];
            };
            /** @description Events left the event rings while the trial ran, beside what was measured */
            readonly drainedWhileRunning: boolean;
            /** @description Of the measured phase, from the first intended send to the last packet back */
            readonly durationNs: number;
            readonly environment: components["schemas"]["TrialEnvironment"];
            /** @description Doorbells that did not fit the event ring: their spans are missing */
            readonly eventsDropped: number;
            /** @description The device's model injects faults: loss and corruption are what was asked for, and its speed compares with nothing */
            readonly expectedFaults: boolean;
            /** @description The load fell behind its own schedule: the result measures the generator, not the backend */
            readonly generatorLimited: boolean;
            /** @description Trials of different backends with the same index ran next to each other and form a pair */
            readonly index: number;
            /** @description What the schedule asked for, open loop only; of a recorded schedule its mean */
            readonly intendedRatePps?: number;
            readonly ioctlIssued: number;
            /** @description HDR histogram of latency in ns, V2 compressed, base64; absent where latency is not measured */
            readonly latencyHistogram?: string;
            readonly metrics: components["schemas"]["Metrics"];
            /** @description Observations that did not fit: the spans of their doorbells have no observed end */
            readonly observationsDropped: number;
            /** @description What was handed to the rings, over the planned duration */
            readonly offeredRatePps: number;
            /** @description Packets late enough to become spans */
            readonly outliers: number;
            readonly packets: components["schemas"]["PacketCounts"];
            /** @description Of the measured phase, by virtqueue */
            readonly queues: readonly components["schemas"]["QueueResult"][];
            /** @description Unix time in nanoseconds, as a decimal string (it exceeds 2^53) */
            readonly startedUnixNs: string;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            readonly verify: "full" | "header" | "off";
        };
        /** @enum {unknown} */
        readonly Verdict: "faster" | "slower" | "no difference" | "can't tell";
        readonly "what happens when a run fails": {
            /** @description further attempts at a run that failed by its infrastructure or whose agent was lost, an integer from 0 to 5 */
            readonly retries?: number;
            readonly then?: components["schemas"]["whether the other runs of the submission go on, or are cancelled"];
        };
        readonly "what is changed on the host for the time of a run": {
            readonly governor?: components["schemas"]["of the CPUs that are measured"];
            readonly hugepages2M?: components["schemas"]["pages of 2 MiB that the host has at least"];
            readonly irqs?: components["schemas"]["whether interrupts are kept away from the CPUs that are measured"];
        };
        /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
        readonly "what people call the suite": string;
        readonly "when the suite runs by itself; understood by ringside schedule add": {
            /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
            readonly after?: string;
            /** @description true where the results tell whether a host is healthy */
            readonly canary?: boolean;
            /** @description minute, hour, day, month and weekday as cron has them, such as '0 2 * * *' */
            readonly cron?: string;
            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
            readonly every?: string;
            readonly missed?: "skip" | "latest";
            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
            readonly missedWindow?: string;
            readonly on?: "success" | "end";
            readonly overlap?: "skip" | "queue" | "cancel-previous";
            /** @description a time zone of the IANA database, such as 'Europe/Berlin'; default: UTC */
            readonly tz?: string;
        };
        /** @description at least one backend */
        readonly "where packets are processed": readonly {
            /** @description how a packet to send is described: by one descriptor, by one each for header and frame, or by a table of two */
            readonly descriptors?: "single" | "chained" | "indirect";
            /** @description what the device thread does when idle: spin on the doorbell, or sleep until it is rung */
            readonly device: "polling" | "sleeping";
            /** @description the interface of the device: a VFIO device that takes vhost requests, or its successor in the kernel */
            readonly dialect?: "vhost-mdev" | "vhost-vdpa";
            /** @description how the driver rings: a store to a mapped page, or a write to an eventfd */
            readonly doorbell: "mapped" | "eventfd";
            /** @description at least one feature; leave the key out for none */
            readonly features?: readonly ("in-order" | "event-idx" | "mergeable")[];
            /** @constant */
            readonly kind: "emulated";
            readonly model?: {
                /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                readonly doorbellDelay?: string;
                readonly faults?: {
                    /** @description a share with a percent sign, such as '2%' */
                    readonly corrupt?: string;
                    /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                    readonly dieAfter?: string;
                    /** @description a share with a percent sign, such as '2%' */
                    readonly drop?: string;
                    /** @description a share with a percent sign, such as '2%' */
                    readonly duplicate?: string;
                    /** @description a share with a percent sign, such as '2%' */
                    readonly reorder?: string;
                    readonly stall?: {
                        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                        readonly after: string;
                        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
                        readonly for: string;
                    };
                };
                readonly jitter?: {
                    /** @description how the added time is spread: evenly from 0 to `time`, normally with deviation `time`, or with mean `time` */
                    readonly distribution: "uniform" | "normal" | "exponential";
                    /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                    readonly time: string;
                };
                /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                readonly perByte?: string;
                /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps' */
                readonly rateLimit?: string;
                /** @description an integer from 0 to 4294967295 */
                readonly seed?: number;
                /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                readonly serviceTime?: string;
            };
            /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
            readonly name: string;
        }[];
        readonly "whether interrupts are kept away from the CPUs that are measured": "keep" | "away";
        readonly "whether the other runs of the submission go on, or are cancelled": "continue" | "stop";
        readonly "which doorbells become spans": {
            /** @description all, around-outliers, off, or a sample such as 'sample 1/100' */
            readonly doorbells?: string;
            readonly export?: "between-trials" | "stream";
            readonly outliers?: {
                /** @description a percentile above 0 and below 100, such as 99.9 */
                readonly percentile?: number;
                /** @description a time with a unit of ns, us, ms or s, such as '50us' */
                readonly window?: string;
            };
            /** @description events each thread can hold per trial, an integer from 16 to 67108864 */
            readonly ringEvents?: number;
        };
        readonly "which runs of a queue go first": "high" | "normal" | "low";
        readonly "workloads of this kind": "throughput" | "latency" | "pingpong";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly listAudit: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before */
                readonly cursor?: string;
                /** @description At most so many on a page */
                readonly limit?: number;
                /** @description Only what this caller did */
                readonly who?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Who changed what, and who was refused */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly compareRuns: {
        readonly parameters: {
            readonly query: {
                /** @description RUN or RUN:BACKEND */
                readonly a: string;
                /** @description RUN or RUN:BACKEND */
                readonly b?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Which is faster, by how much, and how sure that is */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CompareAnswer"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly followRuns: {
        readonly parameters: {
            readonly query?: {
                readonly host?: string;
                /** @description States a run may be in; several mean any of them */
                readonly state?: readonly ("queued" | "claimed" | "running" | "succeeded" | "failed")[];
                readonly submission?: string;
                readonly suite?: string;
            };
            readonly header?: {
                /** @description Id of the last event that was seen, to be told what came after it */
                readonly "last-event-id"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Server-sent events */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getHosts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getHostsById: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postHostsByIdDrain: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description why, for whoever wonders later */
                    readonly reason?: string;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postHostsByIdPause: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description why, for whoever wonders later */
                    readonly reason?: string;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postHostsByIdQuarantine: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description why, for whoever wonders later */
                    readonly reason?: string;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postHostsByIdRelease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description why, for whoever wonders later */
                    readonly reason?: string;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getOpenapi: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description OpenAPI 3.1 */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly [key: string]: unknown;
                    };
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listRuns: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before */
                readonly cursor?: string;
                readonly host?: string;
                /** @description Part of the label */
                readonly label?: string;
                /** @description At most so many on a page */
                readonly limit?: number;
                /** @description Submitted at or after this. ISO 8601 */
                readonly since?: string;
                /** @description States a run may be in; several mean any of them */
                readonly state?: readonly ("queued" | "claimed" | "running" | "succeeded" | "failed")[];
                readonly submission?: string;
                readonly suite?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Runs, newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A run in full */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelRun: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CancelRequest"];
            };
        };
        readonly responses: {
            /** @description End a run before its time */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listOutliers: {
        readonly parameters: {
            readonly query?: {
                readonly backend?: string;
                readonly errno?: string;
                readonly failed?: boolean;
                readonly fromUnixNs?: string;
                readonly limit?: number;
                readonly maxDurationNs?: number;
                readonly method?: string;
                readonly minDurationNs?: number;
                readonly name?: readonly string[];
                readonly parent?: string;
                readonly phase?: string;
                readonly queue?: readonly number[];
                readonly trial?: number;
                readonly untilUnixNs?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The slowest packets of a run */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OutlierList"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSpans: {
        readonly parameters: {
            readonly query?: {
                readonly backend?: string;
                readonly cursor?: string;
                readonly errno?: string;
                readonly failed?: boolean;
                readonly fromUnixNs?: string;
                readonly limit?: number;
                readonly maxDurationNs?: number;
                readonly method?: string;
                readonly minDurationNs?: number;
                readonly name?: readonly string[];
                readonly order?: "ascending" | "descending";
                readonly parent?: string;
                readonly phase?: string;
                readonly queue?: readonly number[];
                readonly trial?: number;
                readonly untilUnixNs?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Single spans of a run, by name and time */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SpanPage"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSpansAbove: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The spans a run lies in */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SpanPage"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getTrace: {
        readonly parameters: {
            readonly query?: {
                readonly backend?: string;
                readonly errno?: string;
                readonly failed?: boolean;
                readonly fromUnixNs?: string;
                readonly maxDurationNs?: number;
                readonly method?: string;
                readonly minDurationNs?: number;
                readonly name?: readonly string[];
                readonly parent?: string;
                readonly phase?: string;
                readonly queue?: readonly number[];
                readonly trial?: number;
                readonly untilUnixNs?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The spans of a run, doorbells folded */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["RunTrace"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSchedules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postSchedules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
                    readonly name?: string;
                    readonly suite: unknown;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSchedulesByName: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly putSchedulesByName: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
                    readonly name?: string;
                    readonly suite: unknown;
                };
            };
        };
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly deleteSchedulesByName: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postSchedulesByNamePause: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postSchedulesByNameResume: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly postSchedulesByNameRunNow: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly name: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listSubmissions: {
        readonly parameters: {
            readonly query?: {
                /** @description The `next` of the page before */
                readonly cursor?: string;
                /** @description At most so many on a page */
                readonly limit?: number;
                readonly suite?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Submissions, newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubmissionPage"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly submitSuite: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Anything without spaces: sent again with the same body, the request makes nothing new */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["SubmissionRequest"];
            };
        };
        readonly responses: {
            /** @description Accept a suite: its runs are queued */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Submission"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getSubmission: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A submission with its runs, in the order of the suite */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Submission"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly cancelSubmission: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CancelRequest"];
            };
        };
        readonly responses: {
            /** @description End all unfinished runs of a submission */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly followSubmission: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description Id of the last event that was seen, to be told what came after it */
                readonly "last-event-id"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Server-sent events */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getReport: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Everything that was measured, and how the backends compare */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description All tokens, without their secrets */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly createToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["CreateTokenRequest"];
            };
        };
        readonly responses: {
            /** @description Make a token, which is told this once */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            readonly 409: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            readonly 413: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            readonly 415: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            readonly 422: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly revokeToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description End a token, at once */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TokenInfo"];
                };
            };
            /** @description The request is not as described here */
            readonly 400: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            readonly 429: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The process lives */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readonly getMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Metrics */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            /** @description A token is missing or not valid */
            readonly 401: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            readonly 403: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            readonly 404: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readonly getReadiness: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Store and Redis answer, and the tables are up to date */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
