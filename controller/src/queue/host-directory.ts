/** Which hosts have an agent that is alive: what their agents said last. */
import { hostname } from 'node:os'
import { type AgentRegistration, agentKey, agentsKey, type Host } from '@ringside/contract'
import type { Redis } from 'ioredis'
import { parsed } from '../parsed-json.ts'
import { requireRedis } from './redis.ts'

/** Beats come every few seconds; with a thousand hosts, reading them all for every question would be most of the work. */
const freshMs = 1_000

export class HostDirectory {
  readonly #redis: Redis
  /** Hosts whose agents run on this machine. */
  here: ReadonlySet<string> = new Set()
  #read: Promise<readonly Host[]> = Promise.resolve([])
  #readAtMs = Number.NEGATIVE_INFINITY

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** By id. Read anew when what is known is older than that. Rejects with RedisUnavailableError rather than wait. */
  async hosts(mostAgeMs = freshMs): Promise<readonly Host[]> {
    requireRedis(this.#redis)
    if (performance.now() - this.#readAtMs >= mostAgeMs) {
      this.#readAtMs = performance.now()
      this.#read = this.#readAnew()
      this.#read.catch(() => {
        this.#readAtMs = Number.NEGATIVE_INFINITY
      })
    }
    return this.#read
  }

  async #readAnew(): Promise<readonly Host[]> {
    const hosts = await readHosts(this.#redis)
    this.here = new Set(hosts.flatMap(({ id, facts }) => (facts?.hostname === thisMachine ? [id] : [])))
    return hosts
  }
}

const thisMachine = hostname()

async function readHosts(redis: Redis): Promise<Host[]> {
  const keys = await redis.smembers(agentsKey)
  if (keys.length === 0) return []
  const values = await redis.mget(keys)
  const expired = keys.filter((_, index) => values[index] === null)
  if (expired.length > 0) await redis.srem(agentsKey, ...expired)
  const byHost = Map.groupBy(
    values.flatMap((text, index) => registration(keys[index] ?? '', text)),
    ({ hostId }) => hostId,
  )
  return [...byHost.values()].flatMap(hostOf).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Only from the key of that very agent: Redis keeps an agent to the keys of its host, and to nothing that stands in them. */
function registration(key: string, text: string | null): AgentRegistration[] {
  const agent = text === null ? undefined : parsed<AgentRegistration>(text)
  if (typeof agent?.hostId !== 'string' || agent.hostId.includes(':') || agent.facts === undefined) return []
  return key === agentKey(agent.hostId, agent.agentId) ? [agent] : []
}

/** What the agent that was heard of last says. */
function hostOf(agents: readonly AgentRegistration[]): Host[] {
  const newest = agents.toSorted((a, b) => (a.seenAt < b.seenAt ? -1 : 1)).at(-1)
  if (newest === undefined) return []
  const { hostId: id, facts, labels, capabilities, fingerprint } = newest
  const said = agents.map(({ agentId, pid, version, startedAt, seenAt }) => ({ agentId, pid, version, startedAt, seenAt }))
  return [{ id, facts, labels, capabilities, fingerprint, agents: said, availability: 'active', queued: 0, running: 0 }]
}
