/** Names of what agents and the controller share in Redis. */

/** The queue of a host; one job at a time runs there. */
export const queueName = (hostId: string): string => `bench.${hostId}`

/** Key under which an agent registers its host (JSON HostRegistration), expiring unless refreshed. */
export const hostKey = (hostId: string): string => `${hostKeyPrefix}${hostId}`
export const hostKeyPrefix = 'ringside:host:'
export const hostKeyTtlSeconds = 15

/** BullMQ job name of a run; the job id is the run's id. */
export const runJobName = 'run'

/** Job lock, renewed at half its length; an agent that stops renewing is lost after at most twice this. */
export const jobLockMs = 10_000
