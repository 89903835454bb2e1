/** The agent's configuration, read once from the environment. */
import { createHash } from 'node:crypto'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { machineIdOf } from './host/machine.ts'
import { parseLabels } from './labels.ts'
import { type OtlpSettings, readOtlpSettings } from './otlp/settings.ts'
import { readFact } from './read-fact.ts'
import type { RedisSettings } from './redis-connection.ts'

export interface AgentConfig {
  /** RINGSIDE_REDIS_URL, RINGSIDE_REDIS_CA. */
  readonly redis: RedisSettings
  /** RINGSIDE_OTLP_*, OTEL_*: where spans go and how. */
  readonly otlp: OtlpSettings
  /** RINGSIDE_HOST_ID: names this host's queue; letters, digits, dot, dash and underscore. */
  readonly hostId: string
  /** Digest of RINGSIDE_MACHINE_ID: agents that have the same one never measure at the same time. */
  readonly machineId: string
  /** RINGSIDE_LABELS: what suites can ask for. */
  readonly labels: Readonly<Record<string, string>>
  /** RINGSIDE_TUNING_JOURNAL: where is written down what was changed on this machine. One for all agents of a machine. */
  readonly tuningJournal: string
  /** RINGSIDE_LOG_LEVEL: a pino level. */
  readonly logLevel: string
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

/** Configuration from `environment`, defaults for what is not set. Throws with the variable, its value and what was expected. */
export function readConfig(environment: NodeJS.ProcessEnv): AgentConfig {
  const read = (name: string, fallback: string, check: (value: string) => string | undefined): string => {
    const value = environment[name] ?? fallback
    const expected = check(value)
    if (expected !== undefined) throw new Error(`${name} is '${withoutCredentials(value)}'; expected ${expected}`)
    return value
  }
  const hostId = read('RINGSIDE_HOST_ID', defaultHostId(), (value) =>
    /^[\w.-]{1,64}$/.test(value) ? undefined : '1 to 64 letters, digits, dots, dashes or underscores',
  )
  const redisUrl = read('RINGSIDE_REDIS_URL', 'redis://127.0.0.1:6379', url(['redis:', 'rediss:'], 'redis://127.0.0.1:6379'))
  const caPath = environment.RINGSIDE_REDIS_CA
  const machineId = machineIdOf(environment.RINGSIDE_MACHINE_ID)
  return {
    redis: { url: redisUrl, ...(caPath ? { caPath } : {}) },
    otlp: readOtlpSettings(environment, hostId),
    hostId,
    machineId,
    labels: parseLabels(environment.RINGSIDE_LABELS ?? ''),
    tuningJournal: environment.RINGSIDE_TUNING_JOURNAL || defaultJournal(environment, machineId),
    logLevel: read('RINGSIDE_LOG_LEVEL', 'info', (value) =>
      logLevels.includes(value) ? undefined : `one of ${logLevels.join(', ')}`,
    ),
  }
}

/**
 * Stable across boots and unlike on any two hosts: the host name, for people, and a digest of the machine id
 * (machine-id(5) asks not to publish the id itself). Without a machine id, the host name alone.
 */
export function defaultHostId(name: string = hostname(), machineId: string | null = readFact('/etc/machine-id')): string {
  const readable =
    name
      .toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 48) || 'host'
  if (!machineId) return readable
  return `${readable}-${createHash('sha256').update(`ringside ${machineId}`).digest('hex').slice(0, 8)}`
}

/** What stands before the @ of an address, also of one that cannot be read. */
const withoutCredentials = (text: string): string => text.replace(/[^/@]*@/, '***@')

/** XDG Base Directory Specification: state that should outlive a restart. */
function defaultJournal(environment: NodeJS.ProcessEnv, machineId: string): string {
  const state = environment.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return join(state, 'ringside', 'tuning', `${machineId}.json`)
}

const url = (protocols: readonly string[], example: string) => (value: string) =>
  URL.canParse(value) && protocols.includes(new URL(value).protocol) ? undefined : `a URL such as ${example}`
