/** Made by npm run generate from openapi.json. */
export interface paths {
    "/api/v1/alert-receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is told of alerts */
        get: operations["listAlertReceivers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules, by name */
        get: operations["listAlertRules"];
        put?: never;
        /** Watch a metric of all runs that the rule fits */
        post: operations["addAlertRule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alert-rules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Add a rule, or replace the one of that name */
        put: operations["replaceAlertRule"];
        post?: never;
        /** Forget a rule; alerts that it opened last until they are resolved */
        delete: operations["removeAlertRule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alerts, newest first */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An alert with its history, and who was told of it */
        get: operations["getAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that someone looks after it */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/alerts/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End it by hand; with `expected` the new level is the one to go by */
        post: operations["resolveAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, and who was refused */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backups that are complete, newest first */
        get: operations["listBackups"];
        put?: never;
        /** A backup of the whole store, made while it works */
        post: operations["createBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{name}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The store as a backup has it */
        post: operations["restoreBackup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which is faster, by how much, and how sure that is */
        get: operations["compareRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons/sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Two sets of runs side by side, or the backends of one among each other: a row for each point and metric */
        get: operations["compareSets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comparisons/sets/row": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands behind a row: trials, percentiles, environments */
        get: operations["compareSetsRow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of all runs
         * @description `run` with a RunSummary: each run that an agent has, as it stands, then at every change of any run. Does not end. What is queued comes first only where `state` asks for it.
         */
        get: operations["followRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs as a file: everything to be imported elsewhere, tables, or latencies */
        get: operations["exportRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hosts, whether or not their agents are alive */
        get: operations["listHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A host and what happened to it */
        get: operations["getHost"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/drain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a host end what is queued, and send nothing new there */
        post: operations["drainHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the queue of a host stand still, after the run at hand */
        post: operations["pauseHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a host out of use whose results are not trusted */
        post: operations["quarantineHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/hosts/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a host back into use */
        post: operations["releaseHost"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Runs from a file of another controller; what is there already stays */
        post: operations["importRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/noise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much trials of the last runs of each host differ */
        get: operations["listNoise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This interface as an OpenAPI document */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs, newest first */
        get: operations["listRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run in full */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a run has left behind besides figures and spans */
        get: operations["listArtifacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/artifacts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, as it was written */
        get: operations["getArtifact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a run before its time */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/doorbells": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Doorbells of a stretch of a run, counted in equal parts of it */
        get: operations["countDoorbells"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/doorbells/single": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Single doorbells of a run from a time on, as columns */
        get: operations["listDoorbells"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/judgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was found of the metrics of a run that are watched; empty before it was judged */
        get: operations["listJudgements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/outliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The slowest packets of a run */
        get: operations["listOutliers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Single spans of a run, by name and time */
        get: operations["listSpans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/spans/{span}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One span of a run's trace */
        get: operations["getSpan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/spans/above": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The spans a run lies in */
        get: operations["listSpansAbove"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/suite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A suite that makes a run again */
        get: operations["getRunSuite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/trace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The spans of a run, doorbells folded */
        get: operations["getTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules with their next slots, by name */
        get: operations["listSchedules"];
        put?: never;
        /** Submit a suite by itself from now on */
        post: operations["addSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A schedule, and what became of its slots */
        get: operations["getSchedule"];
        /** Add a schedule, or replace the one of that name, which keeps its history */
        put: operations["replaceSchedule"];
        post?: never;
        /** Forget a schedule; what it submitted goes on */
        delete: operations["removeSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let its slots pass */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Meet its slots again */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{name}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit its suite at once */
        post: operations["runScheduleNow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/store": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the store holds, and for how long */
        get: operations["getStore"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Submissions, newest first */
        get: operations["listSubmissions"];
        put?: never;
        /**
         * Accept a suite: its runs are queued
         * @description Under an Idempotency-Key the same suite makes the same submission, with the same runs, however often it is sent.
         */
        post: operations["submitSuite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A submission with its runs, in the order of the suite */
        get: operations["getSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all unfinished runs of a submission */
        post: operations["cancelSubmission"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of the runs of a submission
         * @description `run` with a RunSummary: each run as it stands, then at every change. `end` when all runs have ended.
         */
        get: operations["followSubmission"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that was measured, and how the backends compare */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/submissions/{id}/suite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A suite that makes the runs of a submission again */
        get: operations["getSubmissionSuite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suites/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Every fault of a suite with its place, or what it would cost */
        post: operations["validateSuite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All tokens, without their secrets */
        get: operations["listTokens"];
        put?: never;
        /** Make a token, which is told this once */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a token, at once */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trends": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each run measured of a metric, series by series, and what changed of the hosts meanwhile */
        get: operations["listTrends"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process lives */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The controller's figures in Prometheus' text format */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Store and Redis answer, and the tables are up to date */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description labels and their values, such as 'nic: e810', both names of 1 to 63 letters and digits */
        "a host has to have all of them": {
            [key: string]: string;
        };
        AcknowledgeRequest: {
            /** @description why, for whoever wonders later */
            reason: string;
        };
        /** @description a time with a unit of ns, us, ms or s, such as '50us' */
        "added to the service time for each byte of the frame": string;
        "after a time in which no slot could be met: nothing, or the newest of those missed": "skip" | "latest";
        Alert: {
            /** @description ISO 8601, UTC */
            changedAt: string;
            /** @description Oldest first */
            deliveries: components["schemas"]["AlertDelivery"][];
            /** @description Resolved by hand as the new level: baselines begin with it */
            expected?: boolean;
            /** @description Oldest first */
            history: components["schemas"]["AlertHistoryEntry"][];
            host: string;
            id: string;
            links: {
                alert: string;
                compare: string;
                trace: string;
            };
            /** @description ISO 8601, UTC */
            openedAt: string;
            /** @description Those that moved together, in the order they were found */
            points: components["schemas"]["AlertPoint"][];
            /** @description ISO 8601, UTC */
            resolvedAt?: string;
            state: components["schemas"]["AlertState"];
            suite: string;
            /** @description `latency p99 of emu, latency 64 B: 1.21 x [1.19, 1.22]` */
            title: string;
        };
        AlertDelivery: {
            /** @description ISO 8601, UTC */
            at: string;
            attempts: number;
            event: components["schemas"]["AlertEvent"];
            /** @description The same for every attempt: receivers tell repetitions by it */
            id: string;
            lastError?: string;
            /** @description ISO 8601, UTC */
            nextAt?: string;
            receiver: string;
            /** @enum {unknown} */
            state: "pending" | "delivered" | "dropped";
        };
        /** @enum {unknown} */
        AlertEvent: "opened" | "changed" | "acknowledged" | "resolved";
        /** @enum {unknown} */
        AlertHappening: "opened" | "joined" | "recovered" | "worse again" | "acknowledged" | "resolved";
        AlertHistoryEntry: {
            /** @description ISO 8601, UTC */
            at: string;
            /** @description Who, or 'alert' */
            by: string;
            reason: string;
            what: components["schemas"]["AlertHappening"];
        };
        /** @enum {unknown} */
        AlertMetric: "throughput_pps" | "throughput_bps" | "latency_ns_min" | "latency_ns_p50" | "latency_ns_p90" | "latency_ns_p99" | "latency_ns_p999" | "latency_ns_max" | "loss_ratio";
        /**
         * @description a metric: p50, p99, p99.9, throughput, loss, or one of throughput_pps, throughput_bps, latency_ns_min, latency_ns_p50, latency_ns_p90, latency_ns_p99, latency_ns_p999, latency_ns_max, loss_ratio
         * @enum {unknown}
         */
        AlertMetricWord: "p50" | "p99" | "p99.9" | "throughput" | "loss" | "throughput_pps" | "throughput_bps" | "latency_ns_min" | "latency_ns_p50" | "latency_ns_p90" | "latency_ns_p99" | "latency_ns_p999" | "latency_ns_max" | "loss_ratio";
        AlertPage: {
            /** @description Newest first */
            alerts: components["schemas"]["AlertSummary"][];
            /** @description The `cursor` that asks for what follows; absent on the last page */
            next?: string;
        };
        AlertPoint: {
            backend: string;
            /** @description Median of the medians of the baseline runs */
            baselineMedian: number;
            /** @description Newest first; they stay its baseline as long as the alert lasts */
            baselineRunIds: string[];
            /** @description The run that was made to confirm it */
            confirmationRunId: string;
            /** @description 95 % interval of the ratio */
            interval: [
                number,
                number
            ];
            /** @description `latency 64 B` */
            label: string;
            latestRatio: number;
            /** @description The last run that was looked at */
            latestRunId: string;
            links: {
                /** @description The confirmation beside the newest baseline run */
                compare: string;
                /** @description Of the slowest doorbell, or of the run */
                trace: string;
            };
            metric: components["schemas"]["AlertMetric"];
            minChangeRatio: number;
            pointId: string;
            /** @description Of the run that confirmed it, to the baseline; of loss: of the share of packets that arrived */
            ratio: number;
            /** @description ISO 8601, UTC */
            recoveredAt?: string;
            /** @description Name of the rule, or 'suite' where it is the suite's own */
            rule: string;
            /** @description ISO 8601, UTC */
            runEndedAt: string;
            /** @description The first run that was worse */
            runId: string;
            /** @description Id of the series */
            series: string;
            /** @description Of `confirmationRunId`, slowest first */
            slowestDoorbells: components["schemas"]["SlowDoorbell"][];
            /** @description Of `value` and `baselineMedian`: 'ns', 'pps', 'bit/s', or 'ratio' */
            unit: string;
            /** @description Median of the trials of `runId` */
            value: number;
            worse: components["schemas"]["Worse"];
        };
        AlertReceiver: {
            /** @enum {unknown} */
            kind: "webhook" | "alertmanager";
            name: string;
            /** @description Deliveries that wait */
            pending: number;
            /** @description Whether requests carry a signature */
            signed: boolean;
            /** @description Without what may be secret in it */
            url: string;
        };
        AlertReceiverList: {
            receivers: components["schemas"]["AlertReceiver"][];
        };
        AlertRule: {
            /** @description Names of backends; absent: all */
            backends?: string[];
            baselineRuns: number;
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            enabled: boolean;
            labels?: {
                [key: string]: string;
            };
            metric: components["schemas"]["AlertMetric"];
            /** @description 0.05 for 5 %. Of `loss_ratio`: of all packets, so that 0.01 is one packet in a hundred more */
            minChangeRatio: number;
            name: string;
            suite?: string;
            worse: components["schemas"]["Worse"];
        };
        AlertRuleList: {
            rules: components["schemas"]["AlertRule"][];
        };
        AlertRuleRequest: {
            /** @description names of backends; absent: all */
            backends?: string[];
            /** @description runs, an integer from 3 to 100 */
            baselineRuns?: number;
            enabled?: boolean;
            /** @description labels that the host must have */
            labels?: {
                [key: string]: string;
            };
            metric: components["schemas"]["AlertMetricWord"];
            /** @description the change that matters: 0.05 for 5 %, at most 10 */
            minChangeRatio?: number;
            /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
            name: string;
            /** @description name of the suite; absent: all */
            suite?: string;
            worse?: components["schemas"]["Worse"];
        };
        /** @enum {unknown} */
        AlertState: "open" | "acknowledged" | "resolved";
        AlertSummary: {
            /** @description ISO 8601, UTC */
            changedAt: string;
            /** @description Resolved by hand as the new level: baselines begin with it */
            expected?: boolean;
            host: string;
            id: string;
            links: {
                alert: string;
                compare: string;
                trace: string;
            };
            /** @description ISO 8601, UTC */
            openedAt: string;
            /** @description Those that moved together, in the order they were found */
            points: components["schemas"]["AlertPoint"][];
            /** @description ISO 8601, UTC */
            resolvedAt?: string;
            state: components["schemas"]["AlertState"];
            suite: string;
            /** @description `latency p99 of emu, latency 64 B: 1.21 x [1.19, 1.22]` */
            title: string;
        };
        ArtifactInfo: {
            /** @description Compressed, as it is kept */
            bytes: number;
            mediaType: string;
            name: string;
        };
        ArtifactList: {
            artifacts: components["schemas"]["ArtifactInfo"][];
        };
        AuditEntry: {
            /** @description Method and route: `DELETE /api/v1/tokens/:id` */
            action: string;
            /** @description Where the request came from */
            address: string;
            /** @description ISO 8601 */
            at: string;
            /** @description Above 1 where the same refusal was repeated within a minute */
            count: number;
            id: string;
            /** @description Of the token; "" without one */
            name: string;
            requestId: string;
            /** @description HTTP status of the answer; 499 where the caller left before there was one */
            status: number;
            /** @description Path of the request, without its query: `/api/v1/tokens/7k2m9q4x1c` */
            target: string;
            /** @description Id of the caller's token, `open` where none is asked for, `nobody` where it was not valid */
            who: string;
        };
        AuditPage: {
            /** @description Newest first */
            entries: components["schemas"]["AuditEntry"][];
            /** @description Where the next page begins; absent on the last one */
            next?: string;
        };
        BackendCapability: {
            available: boolean;
            /** @description Device files or sockets found for it */
            devices: string[];
            /** @description As in a suite: `emulated`, `vhost-user` */
            kind: string;
            /** @description Of what is not available: what is missing, and what would bring it */
            reason?: string;
        };
        Backup: {
            bytes: number;
            /** @description ISO 8601 */
            createdAt: string;
            name: string;
            /** @description Of the store it was made of: `chdb`, or the server's address */
            store: string;
            tables: components["schemas"]["BackupTable"][];
        };
        BackupList: {
            backups: components["schemas"]["Backup"][];
        };
        BackupTable: {
            name: string;
            rows: number;
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "before every trial, not counted": string;
        BucketLane: {
            /** @description Which part of the time, from 0, ascending */
            bucket: number[];
            count: number[];
            durationNsMax: number[];
            durationNsP50: number[];
            durationNsP99: number[];
            method: string;
            name: string;
            parentSpanId: string;
            queue: number;
            /** @description Of `count`, those that the other side was not seen to notice */
            unobserved: number[];
        };
        CancelAnswer: {
            cancelled: number;
        };
        CancelRequest: {
            reason?: string;
        };
        ChangedFact: {
            after: string;
            before: string;
            /** @description For people: `kernel` */
            name: string;
        };
        CompareAnswer: {
            comparisons: components["schemas"]["Comparison"][];
            latencies: components["schemas"]["LatencyProfile"][];
        };
        ComparedSet: {
            /** @description When the first was submitted, ISO 8601; absent without runs */
            from?: string;
            hosts: string[];
            points: number;
            /** @description That succeeded, all of them */
            runs: number;
            suites: string[];
            /** @description The set in words */
            text: string;
            /** @description And the last */
            to?: string;
        };
        Comparison: {
            a: components["schemas"]["ComparisonSide"];
            b: components["schemas"]["ComparisonSide"];
            /** @enum {unknown} */
            better: "higher" | "lower";
            /** @description Why the two sides should not be trusted together: unlike hosts, generator-bound trials, loss */
            caveats: string[];
            /** @description 95 % bootstrap interval of the ratio */
            interval: [
                number,
                number
            ];
            /** @description `throughput 64 B` */
            label: string;
            metric: components["schemas"]["MetricName"];
            /** @description Whether trials of both sides ran next to each other and were compared as pairs */
            paired: boolean;
            pointId: string;
            /** @description Mann-Whitney U, two-sided. Never shown without the interval */
            pValue: number;
            /** @description Median of a over median of b */
            ratio: number;
            /**
             * @description What a sample is: the value of a trial, also where absent, or the median of a run
             * @enum {unknown}
             */
            sampled?: "trials" | "runs";
            /** @description With "can't tell": about how many trials a side would tell, if the spread stays as it is */
            trialsNeeded?: number;
            unit: string;
            verdict: components["schemas"]["Verdict"];
        };
        ComparisonSide: {
            backend: string;
            median: number;
            runId: string;
            /** @description One value per trial, in trial order; or per run, in the order of time */
            samples: number[];
        };
        CreatedToken: {
            info: components["schemas"]["TokenInfo"];
            /** @description Of an agent's token: user of Redis, whose password is the token's SECRET */
            redisUser?: string;
            /** @description The token itself, told this once: `rs_ID_SECRET` */
            token: string;
        };
        CreateTokenRequest: {
            /**
             * @description From now on; 0: it does not expire
             * @default 7776000000
             */
            expiresInMs: number;
            /** @description Id of the host of an agent's token; of no other */
            host?: string;
            /** @description For people, in any script */
            name: string;
            scopes: components["schemas"]["Scope"][];
        };
        /** @description an integer from 0 to 4294967295 */
        "decides a random order: the same seed, the same order": number;
        /** @description an integer from 0 to 4294967295 */
        "decides the order of trials: the same seed, the same order": number;
        /** @description a share with a percent sign, such as '2%' */
        "differences below it are called no difference": string;
        DoorbellBuckets: {
            /** @description How long a bucket is */
            bucketNs: number;
            fromUnixNs: string;
            lanes: components["schemas"]["BucketLane"][];
        };
        DoorbellCounts: {
            rung: number;
            /** @description Notifications the other side had said it does not want */
            suppressed: number;
            trace?: components["schemas"]["DoorbellTrace"];
        };
        DoorbellKind: {
            method: string;
            name: string;
            parentSpanId: string;
            queue: number;
        };
        DoorbellTrace: {
            /** @description Doorbells by buffers published since the last one: 1, 2 to 3, 4 to 7 and so on */
            batches: number[];
            /** @description HDR histogram of the same in ns, V2 compressed, base64 */
            latencyHistogram: string;
            /** @description From the ring to its observation; all 0 where none was seen */
            latencyNs: {
                max: number;
                p50: number;
                p90: number;
                p99: number;
                p999: number;
            };
            /** @description Seen by the other side */
            observed: number;
            /** @description With those dropped for want of room, as many as were rung */
            recorded: number;
            /** @description Chosen to become spans */
            selected: number;
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "due again after so long, counted from 1970-01-01T00:00Z": string;
        EnvironmentChange: {
            /** @description Of that run. Unix ms */
            endedAtMs: number;
            facts: components["schemas"]["ChangedFact"][];
            /** @description From then on */
            fingerprint: string;
            host: string;
            /** @description The fingerprint is another than before: series begin anew */
            isOtherHost: boolean;
            /** @description The first run that was measured so */
            runId: string;
        };
        /** @description 1 to 16 paths of YAML files, relative to this one */
        "files whose keys hold where this one says nothing; later ones win over earlier ones": string[];
        FleetHost: {
            agents: {
                /** @description New with every start: `a-7k2m9q4x1c` */
                agentId: string;
                pid: number;
                seenAt: string;
                /** @description ISO 8601 */
                startedAt: string;
                version: string;
            }[];
            availability: components["schemas"]["HostAvailability"];
            by?: string;
            capabilities?: components["schemas"]["HostCapabilities"];
            facts?: components["schemas"]["HostFacts"];
            fingerprint?: string;
            /** @description ISO 8601, UTC */
            fingerprintSince: string;
            /** @description ISO 8601, UTC */
            firstSeenAt: string;
            id: string;
            labels: {
                [key: string]: string;
            };
            lease?: components["schemas"]["HostLease"];
            queued: number;
            /** @description Of an availability other than active: why, who said so and since when (ISO 8601) */
            reason?: string;
            running: number;
            /** @description ISO 8601, UTC */
            seenAt: string;
            since?: string;
        };
        FleetList: {
            hosts: components["schemas"]["FleetHost"][];
        };
        FoldedDoorbells: {
            batchMean: number;
            count: number;
            /** @description How many were rung in each of densityBuckets equal parts of their parent's time */
            density: number[];
            durationNsMax: number;
            durationNsP50: number;
            durationNsP99: number;
            endUnixNs: string;
            method: string;
            name: string;
            parentSpanId: string;
            queue: number;
            startUnixNs: string;
            /** @description Of `count`, those that the other side was not seen to notice */
            unobserved: number;
        };
        /** @description a time with a unit of ns, us, ms or s, such as '50us' */
        "from a doorbell to the device's first look at the ring": string;
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "from the claim to the result, of each attempt": string;
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "from then on the device does nothing any more, counted from the start of the measured phase": string;
        FullSpan: {
            attributes: {
                [key: string]: string;
            };
            /**
             * @description Does not pass the filter, and is here because something below it does
             * @constant
             */
            context?: true;
            durationNs: number;
            error: boolean;
            events: components["schemas"]["SpanEvent"][];
            /** @description `Internal`, `Server`, `Client`, `Producer`, `Consumer` or `Unspecified` */
            kind: string;
            /** @description Absent where there are none */
            links?: components["schemas"]["SpanLink"][];
            name: string;
            /** @description Index into SpanPage.origins */
            origin: number;
            parentSpanId: string;
            service: string;
            spanId: string;
            startUnixNs: string;
            /** @description `Unset`, `Ok` or `Error` */
            status: string;
            statusMessage: string;
            traceState: string;
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        HostActionRequest: {
            /** @description why, for whoever wonders later */
            reason?: string;
        };
        /** @enum {unknown} */
        HostAvailability: "active" | "paused" | "draining" | "quarantined";
        HostCapabilities: {
            backends: components["schemas"]["BackendCapability"][];
            /** @description CPUs an agent may use, and of these the ones the kernel keeps free of other work */
            cpus: number[];
            hugepages: {
                free1G: number;
                free2M: number;
            };
            isolatedCpus: number[];
            numaNodes: number;
        };
        HostDetail: {
            agents: {
                /** @description New with every start: `a-7k2m9q4x1c` */
                agentId: string;
                pid: number;
                seenAt: string;
                /** @description ISO 8601 */
                startedAt: string;
                version: string;
            }[];
            availability: components["schemas"]["HostAvailability"];
            by?: string;
            capabilities?: components["schemas"]["HostCapabilities"];
            /** @description Newest first */
            events: components["schemas"]["HostEvent"][];
            facts?: components["schemas"]["HostFacts"];
            fingerprint?: string;
            /** @description ISO 8601, UTC */
            fingerprintSince: string;
            /** @description ISO 8601, UTC */
            firstSeenAt: string;
            id: string;
            labels: {
                [key: string]: string;
            };
            lease?: components["schemas"]["HostLease"];
            queued: number;
            /** @description Of an availability other than active: why, who said so and since when (ISO 8601) */
            reason?: string;
            running: number;
            /** @description ISO 8601, UTC */
            seenAt: string;
            since?: string;
        };
        HostEvent: {
            after: string;
            /** @description ISO 8601, UTC */
            at: string;
            before: string;
            by: string;
            /** @enum {unknown} */
            kind: "appeared" | "fingerprint" | "availability";
            reason: string;
        };
        HostFacts: {
            arch: string;
            /** @description Of the kernel, without what names images, disks, consoles and the like */
            commandLine?: string;
            cpuModel: string;
            cpus: number;
            hostname: string;
            id: string;
            kernel: string;
            memoryBytes: number;
            microcode?: string;
            state: components["schemas"]["HostState"];
            topology?: components["schemas"]["HostTopology"];
            /** @description `none` on bare metal, else who virtualizes, as the firmware names itself */
            virtualization?: string;
        };
        HostLease: {
            agentId: string;
            attempt: number;
            pid: number;
            runId: string;
            /** @description ISO 8601 */
            since: string;
            /** @description Fencing token */
            token: number;
        };
        HostNoise: {
            host: string;
            /** @description Oldest first; runs with fewer than 3 trials tell nothing */
            runs: components["schemas"]["RunNoise"][];
        };
        HostState: {
            clocksource: string | null;
            governor: string | null;
            hugepages2M: number;
            isolatedCpus?: string | null;
            loadAverage1m: number;
            smt?: string | null;
            transparentHugepages?: string | null;
        };
        HostTopology: {
            cores: number;
            numaNodes: number;
            sockets: number;
            /** @description CPUs as the kernel counts them, those that are offline included */
            threads: number;
        };
        "how backends are compared": {
            minChange?: components["schemas"]["differences below it are called no difference"];
        };
        "how each run measures": {
            duration?: components["schemas"]["the measured phase of every trial"];
            order?: components["schemas"]["in which order the trials of the backends take turns"];
            /** @description how often each run is made, an integer from 1 to 1000 */
            repeat?: number;
            seed?: components["schemas"]["decides the order of trials: the same seed, the same order"];
            /** @description trials per backend, an integer from 1 to 1000 */
            trials?: number;
            warmup?: components["schemas"]["before every trial, not counted"];
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "how late a missed slot may still run": string;
        "how long a run may take in each part of its life": {
            heartbeat?: components["schemas"]["since the agent of a run was last heard of"];
            run?: components["schemas"]["from the claim to the result, of each attempt"];
            waiting?: components["schemas"]["in the queue, from the submission"];
        };
        /** @description runs, an integer from 3 to 100 */
        "how many of them": number;
        ImportedRun: {
            id: string;
            /** @enum {unknown} */
            outcome: "added" | "kept" | "refused";
            /** @description Of a run that was refused */
            reason?: string;
        };
        ImportReport: {
            runs: components["schemas"]["ImportedRun"][];
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "in the queue, from the submission": string;
        "in which order the trials of the backends take turns": "interleave" | "random" | "sequential";
        "interleave: every point once, then every point again; random: shuffled by the seed; listed: all repetitions of a point, then the next": "interleave" | "random" | "listed";
        IssuedSpans: {
            /** @description Doorbells that were; with those in `eventsDropped`, all of them */
            doorbellRecorded: number;
            /** @description Doorbells that were to be recorded: 0 where their tracing was off. The trials count all of them */
            doorbellRung: number;
            /** @description Of those: chosen to become spans */
            doorbellSelected: number;
            /** @description Spans that are lost: of those doorbells, and of batches that could not be exported */
            dropped: number;
            /** @description Doorbells that did not fit the event ring */
            eventsDropped: number;
            ioctlIssued: number;
            /** @description Packets late enough to become spans */
            outliersFound: number;
            /** @description Spans that waited on the agent's disk when the run ended: they come when the receiver is back */
            spooled: number;
        };
        LatencyProfile: {
            backend: string;
            count: number;
            /** @description Points of the percentile curve: [percentile 0..100, latency in ns] */
            curve: [
                number,
                number
            ][];
            label: string;
            percentiles: {
                max: number;
                p50: number;
                p90: number;
                p99: number;
                p999: number;
            };
            runId: string;
        };
        /** @enum {unknown} */
        MetricName: "throughput_pps" | "throughput_bps" | "latency_ns_min" | "latency_ns_p50" | "latency_ns_p90" | "latency_ns_p99" | "latency_ns_p999" | "latency_ns_max";
        Metrics: {
            latency_ns_max?: number;
            latency_ns_min?: number;
            latency_ns_p50?: number;
            latency_ns_p90?: number;
            latency_ns_p99?: number;
            latency_ns_p999?: number;
            throughput_bps?: number;
            throughput_pps?: number;
        };
        /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps' */
        "most packets per second": string;
        NoiseList: {
            /** @description By host; of the last 30 days */
            hosts: components["schemas"]["HostNoise"][];
        };
        /** @description an integer from 0 to 4294967295 */
        "of jitter and faults: the same seed decides alike, packet by packet, in every trial": number;
        /** @description a governor of the kernel's cpufreq, such as 'performance' */
        "of the CPUs that are measured": string;
        "of the schedule before: only when all its runs succeeded, or however it ended": "success" | "end";
        "once a trial the device does nothing for a time, counted from the start of the measured phase": {
            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
            after: string;
            /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
            for: string;
        };
        "one of the hosts that have the labels, or the whole suite on each of them": "one" | "each";
        OutlierList: {
            outliers: {
                attributes: {
                    [key: string]: string;
                };
                /**
                 * @description Does not pass the filter, and is here because something below it does
                 * @constant
                 */
                context?: true;
                doorbells: components["schemas"]["TraceSpan"][];
                durationNs: number;
                error: boolean;
                /** @description Absent where there are none */
                links?: components["schemas"]["SpanLink"][];
                name: string;
                parentSpanId: string;
                service: string;
                spanId: string;
                startUnixNs: string;
            }[];
            /** @description How many there are */
            total: number;
        };
        PacketCounts: {
            corrupt: number;
            /** @description Counted by the device: loopback packets for which the driver offered no receive buffer */
            droppedNoBuffer: number;
            duplicate: number;
            /** @description Gaps in the sequence as seen by the receiving end, the tail included */
            lost: number;
            reordered: number;
            /** @description Counted by the driver as it publishes */
            sent: number;
            /** @description Open loop: due, but without room in the ring before the trial ended. Never sent, and as bad as lost */
            unsent: number;
            /** @description Counted by the receiving end: sequence new, checksum right, intended send time sane */
            verified: number;
        };
        /** @description a share with a percent sign, such as '2%' */
        "packets that are used up and never arrive": string;
        /** @description a share with a percent sign, such as '2%' */
        "packets that arrive after the one behind them": string;
        /** @description a share with a percent sign, such as '2%' */
        "packets that arrive twice": string;
        /** @description a share with a percent sign, such as '2%' */
        "packets that arrive with one bit flipped": string;
        /** @description an integer from 0 to 1048576 */
        "pages of 2 MiB that the host has at least": number;
        Passed: {
            of: number;
            shown: number;
        };
        PassedCounts: {
            doorbells: components["schemas"]["Passed"];
            spans: components["schemas"]["Passed"];
        };
        /** @description rules of what is left out, at most 100 */
        "points of the matrix, or backends at points, that are not measured": {
            backend?: components["schemas"]["this backend only; left out: the whole point"];
            frame?: components["schemas"]["this frame of the matrix"];
            queues?: components["schemas"]["this number of queue pairs of the matrix"];
            ring?: components["schemas"]["this ring format of the matrix"];
            ringSize?: components["schemas"]["this ring size of the matrix"];
            workload?: components["schemas"]["workloads of this kind"];
        }[];
        Problem: {
            /** @description For people: what, the actual value, what was expected, the remedy */
            detail: string;
            faults?: {
                expected: string;
                path: string;
                value?: unknown;
            }[];
            status: number;
            title: string;
            type: string;
        };
        QueueCounters: {
            /** @description Rounds of work by how many packets each found or published: 1, 2 to 3, 4 to 7 and so on, batchBuckets of them */
            batches: number[];
            bytes: number;
            drops: components["schemas"]["QueueDrops"];
            /** @description Looks at the ring that found nothing */
            emptyPolls: number;
            /** @description Doorbells rung without room for their event: their spans are missing */
            eventsDropped: number;
            iotlbLookups: number;
            iotlbMisses: number;
            notificationsSent: number;
            /** @description Not sent, because the other end did not want them */
            notificationsSuppressed: number;
            /** @description Doorbells noticed without room for the event: the other end's spans have no observed end */
            observationsDropped: number;
            packets: number;
        };
        QueueDrops: {
            /** @description The queue had broken */
            broken: number;
            /** @description The device's model dropped it */
            fault: number;
            /** @description No receive buffer was there */
            noBuffer: number;
            /** @description The frame was longer than its buffers */
            tooLong: number;
        };
        QueueResult: {
            /** @description Why the device gave the queue up; absent when it did not */
            broken?: string;
            device: components["schemas"]["QueueCounters"];
            driver: components["schemas"]["QueueCounters"];
            /** @description Of the virtqueue: 0 and 1 are the first pair */
            index: number;
            /** @enum {unknown} */
            role: "rx" | "tx";
        };
        "random time on top of the service time of each packet": {
            /** @description how the added time is spread: evenly from 0 to `time`, normally with deviation `time`, or with mean `time` */
            distribution: "uniform" | "normal" | "exponential";
            /** @description a time with a unit of ns, us, ms or s, such as '50us' */
            time: string;
        };
        Report: {
            comparisons: components["schemas"]["Comparison"][];
            latencies: components["schemas"]["LatencyProfile"][];
            runs: components["schemas"]["RunDetail"][];
            spans: components["schemas"]["SpanCounts"];
            submission: components["schemas"]["Submission"];
        };
        ResolveRequest: {
            /** @description The new level is the one to go by: baselines begin with the first run that was worse */
            expected?: boolean;
            /** @description why, for whoever wonders later */
            reason: string;
        };
        RestoreReport: {
            backup: string;
            /** @description What is in the store now */
            tables: components["schemas"]["BackupTable"][];
        };
        RunArtifact: {
            gzipBase64: string;
            mediaType: string;
            /** @description log: what the agent logged during the run; host: the facts and the state of the host before and after it */
            name: "log" | "host";
        };
        RunAttempt: {
            /** @description 1-based */
            attempt: number;
            endedAt?: string;
            failure?: components["schemas"]["RunFailure"];
            lease?: components["schemas"]["RunLease"];
            /** @description A result that came when the attempt had been given up already: refused, and told here. ISO 8601 */
            refusedAt?: string;
            startedAt?: string;
            state: "queued" | "claimed" | "running" | "succeeded" | "failed";
        };
        RunDetail: {
            /** @description The present attempt, 1-based */
            attempt: number;
            /** @description All tries at it, in their order */
            attempts: components["schemas"]["RunAttempt"][];
            backends: string[];
            /** @description Someone wants it to end, and its agent has not yet confirmed */
            cancelling?: boolean;
            /** @description The run that it measures once more, because figures of that had got worse: submitted by the controller itself */
            confirms?: string;
            contentId: string;
            endedAt?: string;
            failure?: components["schemas"]["RunFailure"];
            host: string;
            id: string;
            label: string;
            pointId: string;
            priority: number;
            progress?: components["schemas"]["RunProgress"];
            repetition: number;
            result?: components["schemas"]["RunResult"];
            spans?: components["schemas"]["SpanCounts"];
            spec: components["schemas"]["RunSpec"];
            startedAt?: string;
            state: "queued" | "claimed" | "running" | "succeeded" | "failed";
            submissionId: string;
            submittedAt: string;
            suite: string;
            traceId: string;
            traceStatus?: components["schemas"]["TraceStatus"];
        };
        RunFailure: {
            cause: "benchmark" | "infrastructure" | "lost" | "timeout" | "cancelled";
            /** @description What happened, the actual value, what was expected, the remedy */
            message: string;
        };
        RunJudgement: {
            alertId?: string;
            /** @description ISO 8601, UTC */
            at: string;
            backend: string;
            /** @description Median of the medians of the baseline runs; 0 without any */
            baselineMedian: number;
            baselineRuns: number;
            confirmationRunId?: string;
            /** @description 95 % interval of the ratio */
            interval: [
                number,
                number
            ];
            metric: components["schemas"]["AlertMetric"];
            ratio: number;
            rule: string;
            runId: string;
            series: string;
            /** @enum {unknown} */
            state: "none" | "suspected" | "confirmed" | "dropped";
            /** @description Of `value` and `baselineMedian` */
            unit: string;
            /** @description Median of the run's trials */
            value: number;
            /** @enum {unknown} */
            verdict: "worse" | "not worse" | "can't tell" | "no baseline";
            /** @description In words */
            why: string;
        };
        RunJudgementList: {
            judgements: components["schemas"]["RunJudgement"][];
        };
        RunLease: {
            agentId: string;
            /** @description Fencing token: grows with every lease of a host */
            token: number;
        };
        RunNoise: {
            /** @description ISO 8601 */
            endedAt: string;
            label: string;
            runId: string;
            /** @description Interquartile range over median of p50 latency, or of throughput where latency is not measured, of the backend whose trials differ most */
            spreadRatio: number;
            /** @description Of the backend that is told of */
            trials: number;
        };
        RunPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            next?: string;
            runs: components["schemas"]["RunSummary"][];
        };
        RunProgress: {
            lease?: components["schemas"]["RunLease"];
            percent: number;
            /** @description The step at hand: `mapped 3/10` */
            phase: string;
            remainingMs: number;
            /**
             * @description `claimed`: waits for the host or prepares it. `running`: from the first trial on
             * @enum {unknown}
             */
            state: "claimed" | "running";
        };
        RunResult: {
            /** @description As the agent returns them; the controller keeps them apart from the result */
            artifacts?: components["schemas"]["RunArtifact"][];
            /** @description 1-based */
            attempt: number;
            endedAt: string;
            host: components["schemas"]["HostFacts"];
            lease: components["schemas"]["RunLease"];
            runId: string;
            spans: components["schemas"]["IssuedSpans"];
            /** @description ISO 8601 */
            startedAt: string;
            /** @description In the order they ran */
            trials: components["schemas"]["TrialResult"][];
            /** @description What of the host was changed for the run, and put back; absent where nothing was */
            tuned?: components["schemas"]["TunedValue"][];
        };
        RunSpec: {
            alerts: components["schemas"]["WatchRule"][];
            artifacts: ("log" | "host")[];
            attempt: number;
            backends: {
                /** @description how a packet to send is described: by one descriptor, by one each for header and frame, or by a table of two */
                descriptors?: "single" | "chained" | "indirect";
                /** @description what the device thread does when idle: spin on the doorbell, or sleep until it is rung */
                device: "polling" | "sleeping";
                /** @description the interface of the device: a VFIO device that takes vhost requests, or its successor in the kernel */
                dialect?: "vhost-mdev" | "vhost-vdpa";
                /** @description how the driver rings: a store to a mapped page, or a write to an eventfd */
                doorbell: "mapped" | "eventfd";
                /** @description at least one feature; leave the key out for none */
                features?: ("in-order" | "event-idx" | "mergeable")[];
                /** @constant */
                kind: "emulated";
                model?: components["schemas"]["what the device does to packets besides its task"];
                /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
                name: string;
            }[];
            confirms?: string;
            contentId: string;
            durationMs: number;
            host: string;
            id: string;
            label: string;
            minChangeRatio: number;
            order: "interleave" | "random" | "sequential";
            point: {
                /** @description a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap } */
                frame: number | "imix" | {
                    /** @description path of a pcap or pcapng file, relative to the suite */
                    capture: string;
                };
                queues: number;
                /** @description the format of the rings: virtio 1.3 section 2.7 or 2.8 */
                ring: "split" | "packed";
                ringSize: number;
                workload: {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "throughput";
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "latency";
                    /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x' */
                    rate: string;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /**
                     * @description packets always go there and back
                     * @constant
                     */
                    direction?: "loopback";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "pingpong";
                    /** @description packets under way in each pair of queues, an integer from 1 to 32768 */
                    outstanding?: number;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                };
            };
            pointId: string;
            priority: number;
            repetition: number;
            retries: number;
            seed: number;
            stopOnFailure: boolean;
            submissionId: string;
            suite: string;
            timeouts: {
                heartbeatMs: number;
                runMs: number;
                waitingMs: number;
            };
            traceparent: string;
            tracing: {
                /** @description all, around-outliers, off, or a sample such as 'sample 1/100' */
                doorbells: string;
                export: "between-trials" | "stream";
                outlierPercentile: number;
                outlierWindowNs: number;
                ringEvents: number;
            };
            trials: number;
            tuning: {
                governor?: components["schemas"]["of the CPUs that are measured"];
                hugepages2M?: components["schemas"]["pages of 2 MiB that the host has at least"];
                irqs?: components["schemas"]["whether interrupts are kept away from the CPUs that are measured"];
            };
            warmupMs: number;
        };
        RunSummary: {
            /** @description The present attempt, 1-based */
            attempt: number;
            backends: string[];
            /** @description Someone wants it to end, and its agent has not yet confirmed */
            cancelling?: boolean;
            /** @description The run that it measures once more, because figures of that had got worse: submitted by the controller itself */
            confirms?: string;
            contentId: string;
            endedAt?: string;
            failure?: components["schemas"]["RunFailure"];
            host: string;
            id: string;
            label: string;
            pointId: string;
            priority: number;
            progress?: components["schemas"]["RunProgress"];
            repetition: number;
            startedAt?: string;
            state: "queued" | "claimed" | "running" | "succeeded" | "failed";
            submissionId: string;
            submittedAt: string;
            suite: string;
            traceId: string;
        };
        RunTrace: {
            doorbells: components["schemas"]["FoldedDoorbells"][];
            passed?: components["schemas"]["PassedCounts"];
            runId: string;
            /** @description Every span but doorbells, from the submission's root down to this run's ioctls, by start time */
            spans: components["schemas"]["TraceSpan"][];
            traceId: string;
        };
        ScheduleDetail: {
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            definition: unknown;
            enabled: boolean;
            last?: components["schemas"]["ScheduleSlot"];
            name: string;
            next: string[];
            schedule: {
                after?: components["schemas"]["the schedule it follows"];
                /** @description true where the results tell whether a host is healthy */
                canary?: boolean;
                /** @description minute, hour, day, month and weekday as cron has them, such as '0 2 * * *' */
                cron?: string;
                every?: components["schemas"]["due again after so long, counted from 1970-01-01T00:00Z"];
                missed?: components["schemas"]["after a time in which no slot could be met: nothing, or the newest of those missed"];
                missedWindow?: components["schemas"]["how late a missed slot may still run"];
                on?: components["schemas"]["of the schedule before: only when all its runs succeeded, or however it ended"];
                overlap?: components["schemas"]["what to do with a slot while the submission before is unfinished"];
                /** @description a time zone of the IANA database, such as 'Europe/Berlin'; default: UTC */
                tz?: string;
            };
            slots: components["schemas"]["ScheduleSlot"][];
            suite: string;
        };
        ScheduleList: {
            schedules: components["schemas"]["ScheduleSummary"][];
        };
        ScheduleRequest: {
            /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
            name?: string;
            suite: unknown;
        };
        ScheduleSlot: {
            count: number;
            /** @description ISO 8601, UTC */
            endedAt?: string;
            /** @description ISO 8601, UTC */
            firedAt: string;
            outcome: "firing" | "submitted" | "skipped" | "missed" | "failed";
            reason?: string;
            result?: "succeeded" | "failed";
            /** @description ISO 8601, UTC */
            slot: string;
            submissionId?: string;
            trigger: "time" | "after" | "manual";
        };
        ScheduleSummary: {
            /** @description ISO 8601, UTC */
            createdAt: string;
            createdBy: string;
            enabled: boolean;
            last?: components["schemas"]["ScheduleSlot"];
            name: string;
            next: string[];
            schedule: {
                after?: components["schemas"]["the schedule it follows"];
                /** @description true where the results tell whether a host is healthy */
                canary?: boolean;
                /** @description minute, hour, day, month and weekday as cron has them, such as '0 2 * * *' */
                cron?: string;
                every?: components["schemas"]["due again after so long, counted from 1970-01-01T00:00Z"];
                missed?: components["schemas"]["after a time in which no slot could be met: nothing, or the newest of those missed"];
                missedWindow?: components["schemas"]["how late a missed slot may still run"];
                on?: components["schemas"]["of the schedule before: only when all its runs succeeded, or however it ended"];
                overlap?: components["schemas"]["what to do with a slot while the submission before is unfinished"];
                /** @description a time zone of the IANA database, such as 'Europe/Berlin'; default: UTC */
                tz?: string;
            };
            suite: string;
        };
        Scope: "read" | "run" | "agent" | "admin";
        SetComparison: {
            a: components["schemas"]["ComparedSet"];
            b?: components["schemas"]["ComparedSet"];
            /** @description The smallest change that matters to any of the suites */
            minChangeRatio: number;
            /** @description Points beyond the most that are compared: the oldest */
            omittedPoints: number;
            rows: components["schemas"]["SetRow"][];
            /** @description Labels of points that only one side has, or with no backend to compare */
            unmatched: {
                a: string[];
                b: string[];
            };
        };
        SetDetail: {
            environments: {
                a?: components["schemas"]["SideEnvironment"];
                b?: components["schemas"]["SideEnvironment"];
            };
            /** @description Merged histograms of the newest runs; absent where no latency was measured */
            latencies: {
                a?: components["schemas"]["LatencyProfile"];
                b?: components["schemas"]["LatencyProfile"];
            };
            row: components["schemas"]["SetRow"];
            /** @description In the order they ran */
            trials: components["schemas"]["SetTrial"][];
        };
        SetRow: {
            comparison: components["schemas"]["Comparison"];
            /** @description Of the row: stays the same as long as point, backends and metric do */
            key: string;
            /** @description Of the point: `throughput 64 B` */
            label: string;
            point: {
                /** @description a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap } */
                frame: number | "imix" | {
                    /** @description path of a pcap or pcapng file, relative to the suite */
                    capture: string;
                };
                queues: number;
                /** @description the format of the rings: virtio 1.3 section 2.7 or 2.8 */
                ring: "split" | "packed";
                ringSize: number;
                workload: {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "throughput";
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /** @description to the device, there and back, or both ways at once with the same load each */
                    direction?: "oneway" | "loopback" | "bidirectional";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "latency";
                    /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x' */
                    rate: string;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                } | {
                    /** @description packets published per doorbell, an integer from 1 to 256 */
                    burst?: number;
                    /**
                     * @description packets always go there and back
                     * @constant
                     */
                    direction?: "loopback";
                    /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
                    flows?: number;
                    /** @constant */
                    kind: "pingpong";
                    /** @description packets under way in each pair of queues, an integer from 1 to 32768 */
                    outstanding?: number;
                    /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
                    verify?: "full" | "header" | "off";
                };
            };
            runs: {
                a: {
                    /** @description Newest first, at most as many as were compared */
                    ids: string[];
                    /** @description How many the set has of the point */
                    of: number;
                };
                b: {
                    /** @description Newest first, at most as many as were compared */
                    ids: string[];
                    /** @description How many the set has of the point */
                    of: number;
                };
            };
        };
        SetTrial: {
            /** @description Steal above 2 %, a load behind its schedule, or corrupt packets */
            doubtful: boolean;
            index: number;
            runId: string;
            /** @enum {unknown} */
            side: "a" | "b";
            startedUnixNs: string;
            /** @description Of the row's metric */
            value: number;
        };
        SideEnvironment: {
            /** @description How it was measured, in words: settings, memory, clock, threads */
            facts: [
                string,
                string
            ][];
            host: components["schemas"]["HostFacts"];
            runId: string;
        };
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "since the agent of a run was last heard of": string;
        SingleDoorbells: {
            fromUnixNs: string;
            lanes: components["schemas"]["SingleLane"][];
            /** @description There are more than `limit`: the last ones are missing */
            more: boolean;
        };
        SingleLane: {
            batch: number[];
            durationNs: number[];
            method: string;
            name: string;
            observed: boolean[];
            parentSpanId: string;
            queue: number;
            ringIndex: number[];
            spanId: string[];
            /** @description After `fromUnixNs` */
            startNs: number[];
        };
        SlowDoorbell: {
            durationNs: number;
            link: string;
            runId: string;
            spanId: string;
            traceId: string;
        };
        SpanCounts: {
            /**
             * @description Spans of the run are old enough to have been let go
             * @constant
             */
            aged?: true;
            /** @description Rung as the datapath counts, below any tracing; recorded by it; selected to become spans. All 0 where doorbells are not traced */
            doorbell: {
                recorded: number;
                rung: number;
                selected: number;
                stored: number;
            };
            /** @description Spans that are lost: those, and what could not be exported */
            dropped: number;
            /** @description Doorbells without room in an event ring */
            eventsDropped: number;
            ioctl: {
                issued: number;
                stored: number;
            };
            /** @description Packets that came late */
            outlier: {
                found: number;
                stored: number;
            };
            /** @description Spans that waited on the agent's disk when the run ended */
            spooled: number;
        };
        SpanEvent: {
            attributes: {
                [key: string]: string;
            };
            name: string;
            unixNs: string;
        };
        SpanLink: {
            attributes: {
                [key: string]: string;
            };
            doorbells?: components["schemas"]["DoorbellKind"];
            spanId: string;
            traceId: string;
        };
        SpanOrigin: {
            resource: {
                [key: string]: string;
            };
            scope: {
                [key: string]: string;
            };
            scopeName: string;
            scopeVersion: string;
        };
        SpanPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            next?: string;
            origins: components["schemas"]["SpanOrigin"][];
            spans: components["schemas"]["FullSpan"][];
            traceId: string;
        };
        StoreSummary: {
            /** @description `chdb`, or the server's address without user and password */
            store: string;
            tables: components["schemas"]["StoreTable"][];
            /** @description Of ClickHouse */
            version: string;
        };
        StoreTable: {
            /** @description On the store's disk, compressed */
            bytes: number;
            name: string;
            /** @description What ages in it and after how many days; absent where everything stays for ever */
            retention?: {
                [key: string]: number | "keep";
            };
            rows: number;
        };
        Submission: {
            id: string;
            runs: components["schemas"]["RunSummary"][];
            suite: string;
            traceId: string;
        };
        SubmissionPage: {
            /** @description The `cursor` that asks for what follows; absent on the last page */
            next?: string;
            submissions: components["schemas"]["SubmissionSummary"][];
        };
        SubmissionRequest: {
            suite: components["schemas"]["Suite"];
        };
        SubmissionSummary: {
            id: string;
            /** @description How many are in each state that any is in */
            runs: {
                [key: string]: number;
            };
            /** @description ISO 8601 */
            submittedAt: string;
            suite: string;
            traceId: string;
        };
        Suite: {
            alerts?: components["schemas"]["which figures to watch: someone is told when they got worse"];
            apiVersion: components["schemas"]["the version of this format"];
            /** @description what is kept of each run: 'log', 'host', each once */
            artifacts?: ("log" | "host")[];
            backends: components["schemas"]["where packets are processed"];
            description?: components["schemas"]["the question that the suite answers"];
            exclude?: components["schemas"]["points of the matrix, or backends at points, that are not measured"];
            /** @description the id of the host to run on; default: the only one registered */
            host?: string;
            hosts?: components["schemas"]["the hosts to run on, by their labels"];
            include?: components["schemas"]["files whose keys hold where this one says nothing; later ones win over earlier ones"];
            judge?: components["schemas"]["how backends are compared"];
            /** @constant */
            kind: "Suite";
            /** @description the axes to vary: frame, ringSize, queues, ring */
            matrix: {
                /** @description at least one frame size or capture */
                frame: (number | "imix" | {
                    /** @description path of a pcap or pcapng file, relative to the suite */
                    capture: string;
                })[];
                /** @description at least one number of queue pairs */
                queues?: number[];
                /** @description at least one ring format */
                ring?: ("split" | "packed")[];
                /** @description at least one ring size */
                ringSize?: (2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768)[];
            };
            name: components["schemas"]["what people call the suite"];
            onFailure?: components["schemas"]["what happens when a run fails"];
            priority?: components["schemas"]["which runs of a queue go first"];
            run?: components["schemas"]["how each run measures"];
            runs?: components["schemas"]["the order of the runs"];
            schedule?: components["schemas"]["when the suite is submitted by itself, once it was given to: ringside schedule add"];
            timeouts?: components["schemas"]["how long a run may take in each part of its life"];
            tracing?: components["schemas"]["which doorbells become spans"];
            tuning?: components["schemas"]["what is changed on the host for the time of a run"];
            workloads: components["schemas"]["the load"];
        };
        SuiteCosts: {
            /** @description With set-up, tear-down and export */
            estimatedMs: number;
            /** @description Warm-up and measured phases alone */
            measuringMs: number;
            points: number;
            runs: number;
            trials: number;
        };
        SuiteFault: {
            /** @description From 1 */
            column: number;
            /** @description In words */
            expected: string;
            /** @description From 1 */
            line: number;
            /** @description Into the suite: `backends[0].doorbell`; empty for the whole */
            path: string;
            /** @description What stands there; absent where something is missing */
            value?: unknown;
        };
        SuiteText: {
            /** @description One suite without includes */
            yaml: string;
        };
        SuiteValidation: {
            cost?: components["schemas"]["SuiteCosts"];
            /** @description Empty where the suite can be submitted */
            faults: components["schemas"]["SuiteFault"][];
            /** @description Its points, the first 50 */
            labels?: string[];
            suite?: components["schemas"]["Suite"];
        };
        "the hosts to run on, by their labels": {
            labels: components["schemas"]["a host has to have all of them"];
            use?: components["schemas"]["one of the hosts that have the labels, or the whole suite on each of them"];
        };
        "the last good runs, which a run is compared with": {
            runs: components["schemas"]["how many of them"];
        };
        /** @description at least one workload */
        "the load": ({
            /** @description packets published per doorbell, an integer from 1 to 256 */
            burst?: number;
            /** @description to the device, there and back, or both ways at once with the same load each */
            direction?: "oneway" | "loopback" | "bidirectional";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            flows?: number;
            /** @constant */
            kind: "throughput";
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            verify?: "full" | "header" | "off";
        } | {
            /** @description packets published per doorbell, an integer from 1 to 256 */
            burst?: number;
            /** @description to the device, there and back, or both ways at once with the same load each */
            direction?: "oneway" | "loopback" | "bidirectional";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            flows?: number;
            /** @constant */
            kind: "latency";
            /** @description a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'; or for captures 'recorded', or times the recorded speed, such as '2x' */
            rate: string;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            verify?: "full" | "header" | "off";
        } | {
            /** @description packets published per doorbell, an integer from 1 to 256 */
            burst?: number;
            /**
             * @description packets always go there and back
             * @constant
             */
            direction?: "loopback";
            /** @description source ports that generated frames are spread over, an integer from 1 to 65536 */
            flows?: number;
            /** @constant */
            kind: "pingpong";
            /** @description packets under way in each pair of queues, an integer from 1 to 32768 */
            outstanding?: number;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            verify?: "full" | "header" | "off";
        })[];
        /** @description a duration with a unit of ms, s, m or h, such as '250ms' */
        "the measured phase of every trial": string;
        "the order of the runs": {
            order?: components["schemas"]["interleave: every point once, then every point again; random: shuffled by the seed; listed: all repetitions of a point, then the next"];
            seed?: components["schemas"]["decides a random order: the same seed, the same order"];
        };
        "the question that the suite answers": string;
        /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
        "the schedule it follows": string;
        /** @description a share with a percent sign, such as '2%' */
        "the smallest change that matters to a rule; default: 5 of a hundred, of loss 1 of a hundred packets": string;
        /** @constant */
        "the version of this format": "ringside/v1";
        /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
        "this backend only; left out: the whole point": string;
        /** @description a frame size of 64 to 65535 bytes, 'imix' (7 of 64, 4 of 570, 1 of 1518 bytes), or { capture: FILE.pcap } */
        "this frame of the matrix": number | "imix" | {
            /** @description path of a pcap or pcapng file, relative to the suite */
            capture: string;
        };
        /** @description pairs of queues, an integer from 1 to 64 */
        "this number of queue pairs of the matrix": number;
        /** @description the format of the rings: virtio 1.3 section 2.7 or 2.8 */
        "this ring format of the matrix": "split" | "packed";
        /**
         * @description a power of two from 2 to 32768
         * @enum {unknown}
         */
        "this ring size of the matrix": 2 | 4 | 8 | 16 | 32 | 64 | 128 | 256 | 512 | 1024 | 2048 | 4096 | 8192 | 16384 | 32768;
        /** @description a time with a unit of ns, us, ms or s, such as '50us' */
        "to serve one packet; packets are served one after the other": string;
        TokenInfo: {
            /** @description ISO 8601 */
            createdAt: string;
            /** @description Id of the token it was made with, or `open`, or `bootstrap` */
            createdBy: string;
            /** @description ISO 8601 */
            expiresAt?: string;
            host?: string;
            /** @description 10 characters, the part of the token behind `rs_` */
            id: string;
            /** @description ISO 8601, to the minute */
            lastUsedAt?: string;
            name: string;
            /** @description ISO 8601 */
            revokedAt?: string;
            revokedBy?: string;
            scopes: components["schemas"]["Scope"][];
            state: "valid" | "expired" | "revoked";
        };
        TokenList: {
            /** @description Oldest first */
            tokens: components["schemas"]["TokenInfo"][];
        };
        TraceSpan: {
            attributes: {
                [key: string]: string;
            };
            /**
             * @description Does not pass the filter, and is here because something below it does
             * @constant
             */
            context?: true;
            durationNs: number;
            error: boolean;
            /** @description Absent where there are none */
            links?: components["schemas"]["SpanLink"][];
            name: string;
            parentSpanId: string;
            service: string;
            spanId: string;
            startUnixNs: string;
        };
        /** @enum {unknown} */
        TraceStatus: "complete" | "incomplete" | "aged" | "mismatch";
        TrendAnswer: {
            /** @enum {unknown} */
            better: "higher" | "lower";
            /** @description Of the hosts of these series, oldest first; the newest 200 */
            changes: components["schemas"]["EnvironmentChange"][];
            /** @description As many figures as an answer holds, 200000: older ones are missing */
            isCut: boolean;
            /** @description Where no series is: what the matching runs have measured */
            measured: components["schemas"]["AlertMetric"][];
            metric: components["schemas"]["AlertMetric"];
            /** @description How many points match; the series are of the first `limit` of them */
            points: number;
            /** @description By suite and label */
            series: components["schemas"]["TrendSeries"][];
            /** @description 'ns', 'pps', 'bit/s', or 'ratio' */
            unit: string;
        };
        TrendSeries: {
            backend: string;
            /** @description When each run ended. Unix ms */
            endedAtMs: number[];
            /** @description Of the host's hardware and kernel. 12 hex digits */
            fingerprint: string;
            /** @description Bits: 1, some trial was bound by the generator; 2, packets were lost */
            flaws: number[];
            /** @description Third quartile of the trials */
            high: number[];
            host: string;
            /** @description As the newest run has it */
            label: string;
            /** @description First quartile of the trials */
            low: number[];
            pointId: string;
            /** @description Ids */
            runs: string[];
            /** @description Of the newest run */
            suite: string;
            /** @description How many trials of each run have the metric */
            trials: number[];
            /** @description Median of each run's trials, in the metric's unit */
            value: number[];
        };
        TrialEnvironment: {
            /** @enum {unknown} */
            clock: "tsc" | "monotonic";
            deviceCpu: number | null;
            driverCpu: number | null;
            /** @description Nice value of the measured threads: -20 where the agent may raise them, else 0 */
            nice: number;
            /** @enum {unknown} */
            pages: "hugetlb-2M" | "thp-2M" | "4K";
            /** @description Share of CPU time the hypervisor took from this host during the trial */
            stealRatio: number;
        };
        TrialResult: {
            backend: string;
            /** @description Of the CPU of each thread, for each packet it handled; absent where the processor does not count them */
            cyclesPerPacket?: {
                device: number;
                driver: number;
            };
            doorbells: {
                call: components["schemas"]["DoorbellCounts"];
                kick: components["schemas"]["DoorbellCounts"];
            };
            /** @description Events left the event rings while the trial ran, beside what was measured */
            drainedWhileRunning: boolean;
            /** @description Of the measured phase, from the first intended send to the last packet back */
            durationNs: number;
            environment: components["schemas"]["TrialEnvironment"];
            /** @description Doorbells that did not fit the event ring: their spans are missing */
            eventsDropped: number;
            /** @description The device's model injects faults: loss and corruption are what was asked for, and its speed compares with nothing */
            expectedFaults: boolean;
            /** @description The load fell behind its own schedule: the result measures the generator, not the backend */
            generatorLimited: boolean;
            /** @description Trials of different backends with the same index ran next to each other and form a pair */
            index: number;
            /** @description What the schedule asked for, open loop only; of a recorded schedule its mean */
            intendedRatePps?: number;
            ioctlIssued: number;
            /** @description HDR histogram of latency in ns, V2 compressed, base64; absent where latency is not measured */
            latencyHistogram?: string;
            metrics: components["schemas"]["Metrics"];
            /** @description Observations that did not fit: the spans of their doorbells have no observed end */
            observationsDropped: number;
            /** @description What was handed to the rings, over the planned duration */
            offeredRatePps: number;
            /** @description Packets late enough to become spans */
            outliers: number;
            packets: components["schemas"]["PacketCounts"];
            /** @description Of the measured phase, by virtqueue */
            queues: components["schemas"]["QueueResult"][];
            /** @description Unix time in nanoseconds, as a decimal string (it exceeds 2^53) */
            startedUnixNs: string;
            /** @description what the receiving end checks: every byte, the stamp in front only, or nothing */
            verify: "full" | "header" | "off";
        };
        TunedValue: {
            from: string;
            /** @description Why it was not put back: someone else changed it meanwhile, and it was left as they had it */
            leftAlone?: string;
            /** @description The file of the kernel that holds it */
            path: string;
            setting: "governor" | "hugepages2M" | "irqs";
            to: string;
        };
        /** @enum {unknown} */
        Verdict: "faster" | "slower" | "no difference" | "can't tell";
        WatchRule: {
            /** @description Names of backends; absent: all */
            backends?: string[];
            baselineRuns: number;
            metric: components["schemas"]["AlertMetric"];
            /** @description 0.05 for 5 %. Of `loss_ratio`: of all packets, so that 0.01 is one packet in a hundred more */
            minChangeRatio: number;
            worse: components["schemas"]["Worse"];
        };
        "what goes wrong; each packet suffers one fault at most": {
            corrupt?: components["schemas"]["packets that arrive with one bit flipped"];
            dieAfter?: components["schemas"]["from then on the device does nothing any more, counted from the start of the measured phase"];
            drop?: components["schemas"]["packets that are used up and never arrive"];
            duplicate?: components["schemas"]["packets that arrive twice"];
            reorder?: components["schemas"]["packets that arrive after the one behind them"];
            stall?: components["schemas"]["once a trial the device does nothing for a time, counted from the start of the measured phase"];
        };
        "what happens when a run fails": {
            /** @description further attempts at a run that failed by its infrastructure or whose agent was lost, an integer from 0 to 5 */
            retries?: number;
            then?: components["schemas"]["whether the other runs of the submission go on, or are cancelled"];
        };
        "what is changed on the host for the time of a run": {
            governor?: components["schemas"]["of the CPUs that are measured"];
            hugepages2M?: components["schemas"]["pages of 2 MiB that the host has at least"];
            irqs?: components["schemas"]["whether interrupts are kept away from the CPUs that are measured"];
        };
        /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
        "what people call the suite": string;
        "what the device does to packets besides its task": {
            doorbellDelay?: components["schemas"]["from a doorbell to the device's first look at the ring"];
            faults?: components["schemas"]["what goes wrong; each packet suffers one fault at most"];
            jitter?: components["schemas"]["random time on top of the service time of each packet"];
            perByte?: components["schemas"]["added to the service time for each byte of the frame"];
            rateLimit?: components["schemas"]["most packets per second"];
            seed?: components["schemas"]["of jitter and faults: the same seed decides alike, packet by packet, in every trial"];
            serviceTime?: components["schemas"]["to serve one packet; packets are served one after the other"];
        };
        "what to do with a slot while the submission before is unfinished": "skip" | "queue" | "cancel-previous";
        "when spans leave: after each trial, or all the while": "between-trials" | "stream";
        "when the suite is submitted by itself, once it was given to: ringside schedule add": {
            after?: components["schemas"]["the schedule it follows"];
            /** @description true where the results tell whether a host is healthy */
            canary?: boolean;
            /** @description minute, hour, day, month and weekday as cron has them, such as '0 2 * * *' */
            cron?: string;
            every?: components["schemas"]["due again after so long, counted from 1970-01-01T00:00Z"];
            missed?: components["schemas"]["after a time in which no slot could be met: nothing, or the newest of those missed"];
            missedWindow?: components["schemas"]["how late a missed slot may still run"];
            on?: components["schemas"]["of the schedule before: only when all its runs succeeded, or however it ended"];
            overlap?: components["schemas"]["what to do with a slot while the submission before is unfinished"];
            /** @description a time zone of the IANA database, such as 'Europe/Berlin'; default: UTC */
            tz?: string;
        };
        /** @description at least one backend */
        "where packets are processed": {
            /** @description how a packet to send is described: by one descriptor, by one each for header and frame, or by a table of two */
            descriptors?: "single" | "chained" | "indirect";
            /** @description what the device thread does when idle: spin on the doorbell, or sleep until it is rung */
            device: "polling" | "sleeping";
            /** @description the interface of the device: a VFIO device that takes vhost requests, or its successor in the kernel */
            dialect?: "vhost-mdev" | "vhost-vdpa";
            /** @description how the driver rings: a store to a mapped page, or a write to an eventfd */
            doorbell: "mapped" | "eventfd";
            /** @description at least one feature; leave the key out for none */
            features?: ("in-order" | "event-idx" | "mergeable")[];
            /** @constant */
            kind: "emulated";
            model?: components["schemas"]["what the device does to packets besides its task"];
            /** @description a name of 1 to 63 letters and digits of any script, and between them '-', '_', '.', '+' and spaces */
            name: string;
        }[];
        "whether interrupts are kept away from the CPUs that are measured": "keep" | "away";
        "whether the other runs of the submission go on, or are cancelled": "continue" | "stop";
        "which doorbells become spans": {
            /** @description all, around-outliers, off, or a sample such as 'sample 1/100' */
            doorbells?: string;
            export?: components["schemas"]["when spans leave: after each trial, or all the while"];
            outliers?: components["schemas"]["which packets come so late that they become spans, and which doorbells are linked to them"];
            /** @description events each thread can hold per trial, an integer from 16 to 67108864 */
            ringEvents?: number;
        };
        /** @description 1 to 20 rules */
        "which figures to watch: someone is told when they got worse": {
            /** @description names of backends of the suite, each once; default: all */
            backends?: string[];
            baseline?: components["schemas"]["the last good runs, which a run is compared with"];
            metric: components["schemas"]["AlertMetricWord"];
            minChange?: components["schemas"]["the smallest change that matters to a rule; default: 5 of a hundred, of loss 1 of a hundred packets"];
            worse?: components["schemas"]["which way is worse; default: the way the metric gets worse"];
        }[];
        "which packets come so late that they become spans, and which doorbells are linked to them": {
            /** @description a percentile above 0 and below 100, such as 99.9 */
            percentile?: number;
            /** @description a time with a unit of ns, us, ms or s, such as '50us' */
            window?: string;
        };
        "which runs of a queue go first": "high" | "normal" | "low";
        /**
         * @description 'higher' or 'lower'
         * @enum {unknown}
         */
        "which way is worse; default: the way the metric gets worse": "higher" | "lower";
        "workloads of this kind": "throughput" | "latency" | "pingpong";
        /**
         * @description 'higher' or 'lower'
         * @enum {unknown}
         */
        Worse: "higher" | "lower";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listAlertReceivers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is told of alerts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertReceiverList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlertRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rules, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleRequest"];
            };
        };
        responses: {
            /** @description Watch a metric of all runs that the rule fits */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRule"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertRuleRequest"];
            };
        };
        responses: {
            /** @description Add a rule, or replace the one of that name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRule"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAlertRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forget a rule; alerts that it opened last until they are resolved */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                host?: string;
                /** @description At most so many on a page */
                limit?: number;
                /** @description Id of a point that is among theirs */
                point?: string;
                /** @description Several mean any of them */
                state?: components["schemas"]["AlertState"][];
                suite?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alerts, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An alert with its history, and who was told of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acknowledgeAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeRequest"];
            };
        };
        responses: {
            /** @description Say that someone looks after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolveAlert: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolveRequest"];
            };
        };
        responses: {
            /** @description End it by hand; with `expected` the new level is the one to go by */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alert"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description At most so many on a page */
                limit?: number;
                /** @description Only what this caller did */
                who?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who changed what, and who was refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Backups that are complete, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createBackup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description letters, digits, '.', '_' and '-', no path */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description A backup of the whole store, made while it works */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backup"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restoreBackup: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description letters, digits, '.', '_' and '-', no path */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    replace?: boolean;
                };
            };
        };
        responses: {
            /** @description The store as a backup has it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestoreReport"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareRuns: {
        parameters: {
            query: {
                /** @description RUN or RUN:BACKEND */
                a: string;
                /** @description RUN or RUN:BACKEND */
                b?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Which is faster, by how much, and how sure that is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareAnswer"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareSets: {
        parameters: {
            query: {
                /** @description A set of runs in words: `suite:nightly backend:sw` */
                a: string;
                /** @description A set of runs in words: `suite:nightly backend:sw` */
                b?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Two sets of runs side by side, or the backends of one among each other: a row for each point and metric */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetComparison"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareSetsRow: {
        parameters: {
            query: {
                /** @description A set of runs in words: `suite:nightly backend:sw` */
                a: string;
                /** @description A set of runs in words: `suite:nightly backend:sw` */
                b?: string;
                /** @description The `key` of a row */
                row: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands behind a row: trials, percentiles, environments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetDetail"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followRuns: {
        parameters: {
            query?: {
                host?: string;
                /** @description States a run may be in; several mean any of them */
                state?: ("queued" | "claimed" | "running" | "succeeded" | "failed")[];
                submission?: string;
                suite?: string;
            };
            header?: {
                /** @description Id of the last event that was seen, to be told what came after it */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportRuns: {
        parameters: {
            query: {
                /** @description json, csv, parquet or hdr */
                format: "json" | "csv" | "parquet" | "hdr";
                run?: string[];
                /** @description Submitted then or later: 2026-01-31, or 2026-01-31T12:00:00Z */
                since?: string;
                spans?: boolean;
                submission?: string;
                suite?: string;
                table?: "trials" | "spans";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "application/vnd.apache.parquet": string;
                    "text/csv": string;
                    "text/plain": string;
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHosts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hosts, whether or not their agents are alive */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A host and what happened to it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HostDetail"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    drainHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostActionRequest"];
            };
        };
        responses: {
            /** @description Let a host end what is queued, and send nothing new there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetHost"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostActionRequest"];
            };
        };
        responses: {
            /** @description Let the queue of a host stand still, after the run at hand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetHost"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    quarantineHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostActionRequest"];
            };
        };
        responses: {
            /** @description Take a host out of use whose results are not trusted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetHost"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseHost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HostActionRequest"];
            };
        };
        responses: {
            /** @description Take a host back into use */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetHost"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Runs from a file of another controller; what is there already stays */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listNoise: {
        parameters: {
            query?: {
                host?: string;
                /** @description The last so many runs of each host */
                runs?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How much trials of the last runs of each host differ */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoiseList"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                host?: string;
                /** @description Part of the label */
                label?: string;
                /** @description At most so many on a page */
                limit?: number;
                /** @description Submitted at or after this. ISO 8601 */
                since?: string;
                /** @description States a run may be in; several mean any of them */
                state?: ("queued" | "claimed" | "running" | "succeeded" | "failed")[];
                submission?: string;
                suite?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Runs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A run in full */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetail"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listArtifacts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run has left behind besides figures and spans */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactList"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getArtifact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One of them, as it was written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/plain": string;
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description End a run before its time */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    countDoorbells: {
        parameters: {
            query: {
                backend?: string;
                buckets?: number;
                errno?: string;
                failed?: boolean;
                fromUnixNs: string;
                maxDurationNs?: number;
                method?: string;
                minDurationNs?: number;
                name?: string[];
                parent?: string;
                phase?: string;
                queue?: number[];
                trial?: number;
                untilUnixNs: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Doorbells of a stretch of a run, counted in equal parts of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoorbellBuckets"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDoorbells: {
        parameters: {
            query: {
                backend?: string;
                errno?: string;
                failed?: boolean;
                fromUnixNs: string;
                limit?: number;
                maxDurationNs?: number;
                method?: string;
                minDurationNs?: number;
                name?: string[];
                parent?: string;
                phase?: string;
                queue?: number[];
                trial?: number;
                untilUnixNs?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Single doorbells of a run from a time on, as columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SingleDoorbells"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJudgements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found of the metrics of a run that are watched; empty before it was judged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunJudgementList"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOutliers: {
        parameters: {
            query?: {
                backend?: string;
                errno?: string;
                failed?: boolean;
                fromUnixNs?: string;
                limit?: number;
                maxDurationNs?: number;
                method?: string;
                minDurationNs?: number;
                name?: string[];
                parent?: string;
                phase?: string;
                queue?: number[];
                trial?: number;
                untilUnixNs?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The slowest packets of a run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutlierList"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpans: {
        parameters: {
            query?: {
                backend?: string;
                cursor?: string;
                errno?: string;
                failed?: boolean;
                fromUnixNs?: string;
                limit?: number;
                maxDurationNs?: number;
                method?: string;
                minDurationNs?: number;
                name?: string[];
                order?: "ascending" | "descending";
                parent?: string;
                phase?: string;
                queue?: number[];
                trial?: number;
                untilUnixNs?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Single spans of a run, by name and time */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSpan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                span: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One span of a run's trace */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSpansAbove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spans a run lies in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SpanPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRunSuite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A suite that makes a run again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuiteText"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrace: {
        parameters: {
            query?: {
                backend?: string;
                errno?: string;
                failed?: boolean;
                fromUnixNs?: string;
                maxDurationNs?: number;
                method?: string;
                minDurationNs?: number;
                name?: string[];
                parent?: string;
                phase?: string;
                queue?: number[];
                trial?: number;
                untilUnixNs?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spans of a run, doorbells folded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunTrace"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Schedules with their next slots, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description Submit a suite by itself from now on */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A schedule, and what became of its slots */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetail"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScheduleRequest"];
            };
        };
        responses: {
            /** @description Add a schedule, or replace the one of that name, which keeps its history */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forget a schedule; what it submitted goes on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let its slots pass */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Meet its slots again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleSummary"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runScheduleNow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Submit its suite at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleSlot"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStore: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the store holds, and for how long */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoreSummary"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSubmissions: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description At most so many on a page */
                limit?: number;
                suite?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Submissions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmissionPage"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    submitSuite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Anything without spaces: sent again with the same body, the request makes nothing new */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmissionRequest"];
            };
        };
        responses: {
            /** @description Accept a suite: its runs are queued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A submission with its runs, in the order of the suite */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Submission"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelSubmission: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description End all unfinished runs of a submission */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAnswer"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followSubmission: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event that was seen, to be told what came after it */
                "last-event-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that was measured, and how the backends compare */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSubmissionSuite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A suite that makes the runs of a submission again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuiteText"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateSuite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuiteText"];
            };
        };
        responses: {
            /** @description Every fault of a suite with its place, or what it would cost */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuiteValidation"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All tokens, without their secrets */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTokenRequest"];
            };
        };
        responses: {
            /** @description Make a token, which is told this once */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not possible as things stand */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is no JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Well-formed, and wrong all the same */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a token, at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenInfo"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The path has more in it than any id */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrends: {
        parameters: {
            query?: {
                backend?: string;
                host?: string;
                /** @description Part of the label */
                label?: string;
                /** @description At most so many points */
                limit?: number;
                metric?: "throughput_pps" | "throughput_bps" | "latency_ns_min" | "latency_ns_p50" | "latency_ns_p90" | "latency_ns_p99" | "latency_ns_p999" | "latency_ns_max" | "loss_ratio";
                /** @description Id of a point */
                point?: string;
                /** @description Ended at or after this. ISO 8601 */
                since?: string;
                suite?: string;
                /** @description Ended before this. ISO 8601 */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What each run measured of a metric, series by series, and what changed of the hosts meanwhile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrendAnswer"];
                };
            };
            /** @description The request is not as described here */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: wait as long as Retry-After says */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process lives */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description A token is missing or not valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token does not open this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Store and Redis answer, and the tables are up to date */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Store or Redis are out of reach: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
