/** The receivers that a file names: JSON, because secrets are in it that no command line and no environment should have. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import { StartupError } from '../../startup-error.ts'
import { alertmanager } from './alertmanager.ts'
import type { Receiver } from './receiver.ts'
import { webhook } from './webhook.ts'

const strict = { additionalProperties: false } as const
const common = {
  name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' }),
  url: Type.String({ pattern: '^https?://[^/\\s]+' }),
  timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 300_000 })),
}

/** `secretFile` and `authorizationFile` are paths from the file that names them. */
const ReceiverSettings = Type.Union([
  Type.Object(
    {
      ...common,
      kind: Type.Literal('webhook'),
      secret: Type.Optional(Type.String({ minLength: 16 })),
      secretFile: Type.Optional(Type.String({ minLength: 1 })),
    },
    strict,
  ),
  Type.Object(
    { ...common, kind: Type.Literal('alertmanager'), authorizationFile: Type.Optional(Type.String({ minLength: 1 })) },
    strict,
  ),
])
const ReceiverFile = Type.Object({ receivers: Type.Array(ReceiverSettings, { maxItems: 32 }) }, strict)

const defaultTimeoutMs = 10_000

/** None without a file. Throws StartupError for one that cannot be read or is not as expected. */
export function readReceivers(file: string | undefined): Receiver[] {
  if (file === undefined) return []
  const content = parsedFile(file)
  if (!Value.Check(ReceiverFile, content)) {
    const [fault] = Value.Errors(ReceiverFile, content)
    return refuse(file, `${fault?.instancePath || 'it'} ${fault?.message ?? 'is not as expected'}`)
  }
  const names = content.receivers.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return refuse(file, `two receivers are named '${twice}', expected a name of its own for each`)
  return content.receivers.map((settings) => receiverOf(settings, file))
}

function receiverOf(settings: Static<typeof ReceiverSettings>, file: string): Receiver {
  const { name, url, timeoutMs = defaultTimeoutMs } = settings
  if (!URL.canParse(url))
    return refuse(file, `the url of '${name}' is no address, expected one such as https://hooks.example/ringside`)
  if (settings.kind === 'alertmanager') {
    const { authorizationFile } = settings
    const authorization = authorizationFile === undefined ? undefined : secretOf(authorizationFile, file)
    return alertmanager({ name, url, authorization, timeoutMs })
  }
  const { secretFile, secret = secretFile === undefined ? undefined : secretOf(secretFile, file) } = settings
  return webhook({ name, url, secret, timeoutMs })
}

const secretOf = (path: string, file: string): string => read(resolve(dirname(file), path)).trim()

function parsedFile(file: string): unknown {
  const text = read(file)
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(file, `it is no JSON (${(error as Error).message})`)
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    return refuse(path, `it cannot be read (${(error as Error).message})`)
  }
}

function refuse(file: string, why: string): never {
  throw new StartupError(
    `the file of alert receivers '${file}' is not usable: ${why}; expected {"receivers":[{"name":…,"kind":"webhook" or "alertmanager","url":…}]}`,
  )
}
