/**
 * How many requests a caller may make in a minute. What it says of itself in headers follows the IETF's draft
 * (RateLimit-Limit, -Remaining, -Reset); beyond the limit it is 429 with Retry-After.
 */
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const windowMs = 60_000
/** Callers remembered at a time; beyond them the one that has been silent longest is forgotten. */
const mostCallers = 10_000

/** Holds for every route that is added to `app` after this; not for those that say `rateLimit: false`. */
export async function limitRate(app: FastifyInstance, maxRequestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: maxRequestsPerMinute,
    timeWindow: windowMs,
    cache: mostCallers,
    enableDraftSpec: true,
    keyGenerator: callerOf,
    errorResponseBuilder: (_request, { max, ttl }) =>
      Object.assign(
        new Error(
          `more than ${max} requests in a minute; go on in ${Math.ceil(ttl / 1_000)} s, or see RINGSIDE_MAX_REQUESTS_PER_MINUTE`,
        ),
        { statusCode: 429 },
      ),
  })
}

/** A token has a limit of its own wherever it is used from; without a valid one it is the address. */
const callerOf = ({ caller, ip }: FastifyRequest): string => (caller.kind === 'token' ? caller.token.id : ip)
