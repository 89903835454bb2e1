/** What the controller can be told, read once at start: flags of the launcher first, then the environment. */
import { parseArgs } from 'node:util'
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import { exposureFault } from './access/exposure.ts'
import { endpointFault, endpointSettings, endpointSources } from './clickhouse-endpoint/endpoint-config.ts'
import { retentionPattern } from './store/retention.ts'
import { withoutCredentials } from './store/store-url.ts'

/** Every setting, strict: unknown keys are refused. */
export const ControllerConfig = Type.Object(
  {
    /** Address to listen on. */
    host: Type.String({ minLength: 1, description: 'an address to listen on, such as 127.0.0.1' }),
    port: Type.Integer({ minimum: 0, maximum: 65_535, description: 'a port from 0 (any free one) to 65535' }),
    redisUrl: Type.String({ pattern: '^rediss?://', description: 'a URL such as redis://127.0.0.1:6379' }),
    dataDir: Type.String({ minLength: 1, description: 'a folder the store may write to' }),
    /** Where results and spans are stored: `chdb` is ClickHouse inside this process, on `dataDir`. */
    storeUrl: Type.String({
      pattern: '^(chdb|https?://[^/?#]+(/[^/?#]*)?)$',
      description: "'chdb', or a ClickHouse server's URL such as http://user:password@127.0.0.1:8123/ringside",
    }),
    storeCaFile: Type.Optional(Type.String({ minLength: 1, description: "a PEM file of the store's authorities" })),
    /** For how long spans, logs and metrics are kept. */
    retention: Type.String({
      pattern: retentionPattern,
      description: "days or 'keep' for each, such as doorbells=30d,spans=90d,logs=14d,metrics=keep",
    }),
    /** Where backups are kept; of a ClickHouse server, what is known of them. */
    backupDir: Type.Optional(Type.String({ minLength: 1, description: 'a folder for backups' })),
    logLevel: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      description: 'one of fatal, error, warn, info, debug, trace, silent',
    }),
    /** How often to compare the queues with the unfinished runs: for agents that are gone, limits that passed, events that were missed. */
    sweepIntervalMs: Type.Integer({ minimum: 50, maximum: 60_000, description: 'milliseconds from 50 to 60000' }),
    /** Largest OTLP request taken, after decompression. */
    maxOtlpBytes: Type.Integer({ minimum: 65_536, maximum: 1 << 30, description: 'bytes from 65536 to 1073741824' }),
    /** Bytes of OTLP requests that may wait for the store together; beyond them senders are told to wait. */
    maxOtlpBytesInFlight: Type.Integer({ minimum: 65_536, maximum: 2 ** 33, description: 'bytes from 65536 to 8589934592' }),
    /** Requests to the API that one token, or one address, may make in a minute. */
    maxRequestsPerMinute: Type.Integer({ minimum: 1, maximum: 1e9, description: 'requests from 1 to 1000000000' }),
    /** Who may use it: `open` is for the one-machine stack. */
    access: Type.Enum(['open', 'tokens'], { description: 'open or tokens' }),
    /** PEM files; both or neither. */
    tlsCert: Type.Optional(Type.String({ minLength: 1, description: 'a PEM file' })),
    tlsKey: Type.Optional(Type.String({ minLength: 1, description: 'a PEM file' })),
    /** Listens beyond this machine without TLS. */
    allowPlaintext: Type.Boolean({ description: '1 or 0' }),
    /** Where the first admin token is put. Default: `admin.token` in the data folder. */
    bootstrapTokenFile: Type.Optional(Type.String({ minLength: 1, description: 'a file that may be written' })),
    /** Where people find the controller, for links that are sent. Default: where it listens. */
    publicUrl: Type.Optional(
      Type.String({ pattern: '^https?://[^/?#]+(/[^?#]*)?$', description: 'a URL such as https://ringside.example' }),
    ),
    /** Who is told of alerts (`alerts/receivers/read-receivers.ts`). */
    alertReceivers: Type.Optional(Type.String({ minLength: 1, description: 'a JSON file' })),
    /** OTLP endpoint that gets a copy of the controller's own spans. */
    collectorUrl: Type.Optional(Type.String({ pattern: '^https?://', description: 'a URL such as http://127.0.0.1:4318' })),
    ...endpointSettings,
  },
  { additionalProperties: false },
)
export type ControllerConfig = Static<typeof ControllerConfig>

/** What holds where nothing is said. */
export const configDefaults = {
  host: '127.0.0.1',
  port: 7070,
  redisUrl: 'redis://127.0.0.1:6379',
  dataDir: './ringside-data/store',
  storeUrl: 'chdb',
  /** What is not named has its default (`store/retention.ts`). */
  retention: '',
  logLevel: 'info',
  sweepIntervalMs: 5_000,
  maxOtlpBytes: 64 << 20,
  maxOtlpBytesInFlight: 256 << 20,
  maxRequestsPerMinute: 60_000,
  access: 'tokens',
  allowPlaintext: false,
  clickhouseHost: '127.0.0.1',
  clickhouseUser: 'grafana',
} as const satisfies ControllerConfig

type Key = keyof ControllerConfig

const sources: Readonly<Record<Key, { readonly flag?: string; readonly variable: string }>> = {
  host: { flag: 'host', variable: 'RINGSIDE_HOST' },
  port: { flag: 'port', variable: 'RINGSIDE_PORT' },
  redisUrl: { flag: 'redis-url', variable: 'RINGSIDE_REDIS_URL' },
  dataDir: { flag: 'data-dir', variable: 'RINGSIDE_DATA_DIR' },
  // A password of a flag would be in every list of processes.
  storeUrl: { variable: 'RINGSIDE_STORE' },
  storeCaFile: { variable: 'RINGSIDE_STORE_CA' },
  backupDir: { variable: 'RINGSIDE_BACKUP_DIR' },
  retention: { variable: 'RINGSIDE_RETENTION' },
  logLevel: { flag: 'log-level', variable: 'RINGSIDE_LOG_LEVEL' },
  sweepIntervalMs: { variable: 'RINGSIDE_SWEEP_INTERVAL_MS' },
  maxOtlpBytes: { variable: 'RINGSIDE_MAX_OTLP_BYTES' },
  maxOtlpBytesInFlight: { variable: 'RINGSIDE_MAX_OTLP_BYTES_IN_FLIGHT' },
  maxRequestsPerMinute: { variable: 'RINGSIDE_MAX_REQUESTS_PER_MINUTE' },
  access: { variable: 'RINGSIDE_ACCESS' },
  tlsCert: { flag: 'tls-cert', variable: 'RINGSIDE_TLS_CERT' },
  tlsKey: { flag: 'tls-key', variable: 'RINGSIDE_TLS_KEY' },
  allowPlaintext: { flag: 'allow-plaintext', variable: 'RINGSIDE_ALLOW_PLAINTEXT' },
  bootstrapTokenFile: { variable: 'RINGSIDE_BOOTSTRAP_TOKEN_FILE' },
  publicUrl: { flag: 'public-url', variable: 'RINGSIDE_PUBLIC_URL' },
  // Of which receivers there are, and secrets among them, only the file knows.
  alertReceivers: { flag: 'alert-receivers', variable: 'RINGSIDE_ALERT_RECEIVERS' },
  collectorUrl: { variable: 'OTEL_EXPORTER_OTLP_ENDPOINT' },
  ...endpointSources,
}
const keys = Object.keys(sources) as Key[]

export type ConfigReading =
  | { readonly ok: true; readonly config: ControllerConfig }
  | { readonly ok: false; readonly message: string }

/** Reads the settings. Never throws; a fault is a message for people that names the flag or variable. */
export function readConfig(args: readonly string[], env: Readonly<Record<string, string | undefined>>): ConfigReading {
  let flags: Record<string, unknown>
  try {
    const options = Object.fromEntries(keys.flatMap((key) => flagOption(key, sources[key].flag)))
    flags = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    return { ok: false, message: (error as Error).message }
  }
  const said = keys.flatMap((key) => {
    const { flag, variable } = sources[key]
    const said = (flag === undefined ? undefined : flags[flag]) ?? env[variable]
    if (typeof said === 'boolean') return [[key, said]]
    return typeof said === 'string' && said !== '' ? [[key, typed(key, said)]] : []
  })
  return checked({ ...configDefaults, ...Object.fromEntries(said) })
}

const typeOf = (key: Key): string => typeof (configDefaults as Partial<ControllerConfig>)[key]

const flagOption = (key: Key, flag: string | undefined) =>
  flag === undefined ? [] : [[flag, { type: typeOf(key) === 'boolean' ? ('boolean' as const) : ('string' as const) }]]

/** Numbers and switches stay text when they are none, so that the message can show what was written. */
function typed(key: Key, text: string): string | number | boolean {
  if ('minimum' in ControllerConfig.properties[key] && /^\d+$/.test(text)) return Number(text)
  return typeOf(key) === 'boolean' && /^[01]$/.test(text) ? text === '1' : text
}

function checked(candidate: Record<string, unknown>): ConfigReading {
  if (Value.Check(ControllerConfig, candidate)) {
    const fault = exposureFault(candidate) ?? endpointFault(candidate)
    return fault === undefined ? { ok: true, config: candidate } : { ok: false, message: fault }
  }
  const wrong = keys.filter(
    (key) => candidate[key] !== undefined && !Value.Check(ControllerConfig.properties[key], candidate[key]),
  )
  const faults = wrong.map((key) => {
    const { flag, variable } = sources[key]
    const name = flag === undefined ? variable : `--${flag} (${variable})`
    return `${name} is '${withoutCredentials(String(candidate[key]))}', expected ${descriptionOf(key)}`
  })
  return { ok: false, message: faults.join('\n') }
}

const descriptionOf = (key: Key): string =>
  (ControllerConfig.properties[key] as { description?: string }).description ?? 'something else'
