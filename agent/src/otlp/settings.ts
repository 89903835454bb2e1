/**
 * Where spans go and how, read once from the environment: the variables of the OpenTelemetry specification 1.5x ("OpenTelemetry
 * Protocol Exporter", "Environment Variable Specification", "Resource SDK"), and our own for what it leaves open.
 */
import { accessSync, constants, readFileSync } from 'node:fs'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseKeyPairsIntoRecord } from '@opentelemetry/core'

export interface OtlpSettings {
  /** Where requests are posted, path included. */
  readonly tracesUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly compression: 'gzip' | 'none'
  /** How long one attempt may take. */
  readonly timeoutMs: number
  /** PEM texts; all absent where the URL is not https. */
  readonly tls: { readonly ca?: string; readonly key?: string; readonly cert?: string }
  /** Attributes that the environment adds to the resource of every span, or sets instead of ours. */
  readonly resource: Readonly<Record<string, string>>
  /** Nothing is sent; every span counts as dropped. */
  readonly disabled: boolean
  /** Bytes of requests that wait in memory, at most. */
  readonly memoryBytes: number
  /** Where requests wait that cannot be delivered. A limit of 0 turns it off. */
  readonly spool: { readonly folder: string; readonly limitBytes: number }
  /** How long a request waits in memory for a receiver that is away, before it goes to the spool. */
  readonly patienceMs: number
}

type Environment = Readonly<Record<string, string | undefined>>
/** Undefined when the value will do, else what was expected. */
type Check = (value: string) => string | undefined

const defaultEndpoint = 'http://127.0.0.1:4318'
/** The specification's 10 s are short for a store that merges: a request that is cut off is sent twice. */
const defaultTimeoutMs = 30_000
const defaultMemoryBytes = 64 << 20
const defaultSpoolBytes = 2 * 2 ** 30
/** A disk is patient: a short wait is enough to get a restart of the receiver over without it. */
const patienceMs = { withSpool: 5_000, without: 60_000 }

/**
 * RINGSIDE_OTLP_ENDPOINT (a base URL) wins over OTEL_EXPORTER_OTLP_TRACES_ENDPOINT (used as it is), which wins over
 * OTEL_EXPORTER_OTLP_ENDPOINT (a base URL); all other variables hold wherever the spans go. Throws with the variable, its
 * value (but for headers, which hold secrets) and what was expected.
 */
export function readOtlpSettings(environment: Environment, hostId: string): OtlpSettings {
  const read = reader(environment)
  const tracesUrl = readTracesUrl(read)
  const limitBytes = Number(read(['RINGSIDE_OTLP_SPOOL_BYTES'], wholeNumber(0)) ?? defaultSpoolBytes)
  const defaultPatienceMs = limitBytes > 0 ? patienceMs.withSpool : patienceMs.without
  return {
    tracesUrl,
    headers: readHeaders(environment),
    compression: read(signal('COMPRESSION'), oneOf(['gzip', 'none'])) === 'gzip' ? 'gzip' : 'none',
    timeoutMs: Number(read(signal('TIMEOUT'), wholeNumber(1)) ?? defaultTimeoutMs),
    tls: tracesUrl.startsWith('https:') ? readTls(read) : {},
    resource: readResource(environment),
    disabled: environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true',
    memoryBytes: Number(read(['RINGSIDE_OTLP_MEMORY_BYTES'], wholeNumber(1 << 20)) ?? defaultMemoryBytes),
    spool: { folder: read(['RINGSIDE_OTLP_SPOOL_DIR']) ?? defaultSpoolFolder(environment, hostId), limitBytes },
    patienceMs: Number(read(['RINGSIDE_OTLP_PATIENCE_MS'], wholeNumber(0)) ?? defaultPatienceMs),
  }
}

type Read = (names: readonly string[], check?: Check) => string | undefined

/** Reads the first variable that is set; one that is empty counts as not set, as the specification has it. */
const reader = (environment: Environment): Read => {
  return (names, check) => {
    const name = names.find((name) => environment[name])
    const value = name === undefined ? undefined : environment[name]?.trim()
    const expected = value === undefined ? undefined : check?.(value)
    if (expected !== undefined) throw new Error(`${name} is '${value}'; expected ${expected}`)
    return value
  }
}

/** The variable for traces, and the one for all signals. */
const signal = (what: string): string[] => [`OTEL_EXPORTER_OTLP_TRACES_${what}`, `OTEL_EXPORTER_OTLP_${what}`]

function readTracesUrl(read: Read): string {
  const ours = read(['RINGSIDE_OTLP_ENDPOINT'], httpUrl)
  if (ours !== undefined) return below(ours)
  // What is meant for other programs of the environment need not fit ours where our own variable says where to send.
  read(signal('PROTOCOL'), (value) =>
    value === 'http/protobuf'
      ? undefined
      : "'http/protobuf', which is all that this agent speaks: name an OTLP/HTTP endpoint (its port is usually 4318)",
  )
  return (
    read(['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'], httpUrl) ??
    below(read(['OTEL_EXPORTER_OTLP_ENDPOINT'], httpUrl) ?? defaultEndpoint)
  )
}

const httpUrl: Check = (value) =>
  URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol) ? undefined : `a URL such as ${defaultEndpoint}`

function below(base: string): string {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/v1/traces`
  return url.href
}

function readHeaders(environment: Environment): Record<string, string> {
  const name = signal('HEADERS').find((name) => environment[name])
  if (name === undefined) return {}
  const headers = readPairs(environment, name)
  for (const [key, value] of Object.entries(headers)) {
    try {
      validateHeaderName(key)
      validateHeaderValue(key, value)
    } catch {
      throw new Error(`${name} has an entry '${key}' that is not an HTTP header; expected names and values as RFC 9110 has them`)
    }
  }
  return headers
}

/** `key=value,...`, percent-encoded as in W3C baggage. The value is not repeated in the error: it may be a secret. */
function readPairs(environment: Environment, name: string): Record<string, string> {
  const text = environment[name] ?? ''
  const pairs = parseKeyPairsIntoRecord(text)
  const entries = text.split(',').filter((entry) => entry.trim() !== '').length
  if (Object.keys(pairs).length === entries) return pairs
  const readable = `${Object.keys(pairs).length} of ${entries} entries can be read`
  throw new Error(`${name}: ${readable}; expected key=value,key=value, each key once, special characters percent-encoded`)
}

function readTls(read: Read): OtlpSettings['tls'] {
  const pem = (what: string): string | undefined => {
    const path = read(signal(what), readableFile)
    return path === undefined ? undefined : readFileSync(path, 'utf8')
  }
  const [ca, key, cert] = [pem('CERTIFICATE'), pem('CLIENT_KEY'), pem('CLIENT_CERTIFICATE')]
  if ((key === undefined) !== (cert === undefined)) {
    throw new Error(
      'OTEL_EXPORTER_OTLP_CLIENT_KEY and OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE belong together; expected both or none',
    )
  }
  return { ...(ca === undefined ? {} : { ca }), ...(key === undefined || cert === undefined ? {} : { key, cert }) }
}

const readableFile: Check = (path) => {
  try {
    accessSync(path, constants.R_OK)
    return undefined
  } catch (error) {
    return `a PEM file that can be read (${(error as NodeJS.ErrnoException).code})`
  }
}

function readResource(environment: Environment): Record<string, string> {
  const serviceName = environment.OTEL_SERVICE_NAME
  return { ...readPairs(environment, 'OTEL_RESOURCE_ATTRIBUTES'), ...(serviceName ? { 'service.name': serviceName } : {}) }
}

/** XDG Base Directory Specification: state that should outlive a restart. */
function defaultSpoolFolder(environment: Environment, hostId: string): string {
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'ringside', 'spool', hostId)
}

const wholeNumber =
  (least: number): Check =>
  (value) =>
    /^\d{1,15}$/.test(value) && Number(value) >= least ? undefined : `a whole number of at least ${least}`

const oneOf =
  (choices: readonly string[]): Check =>
  (value) =>
    choices.includes(value) ? undefined : `one of ${choices.join(', ')}`
