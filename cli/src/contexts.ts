/**
 * The controllers a user has given names to, in `~/.config/ringside/contexts.yaml` (XDG Base Directory Specification). Tokens
 * are in it, so only the user may read it.
 *
 *     current: lab
 *     contexts:
 *       lab: { url: 'https://bench.lab:7070', token: rs_..., ca: /home/me/lab.pem }
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { tokenParts } from '@ringside/contract'
import { parse, stringify } from 'yaml'
import { messageOf, usageFailure } from './failure.ts'

/** How to reach a controller. */
export interface Connection {
  readonly url: string
  readonly token?: string
  /** A PEM file with certificates to trust beside the system's, absolute. */
  readonly ca?: string
}

export interface Contexts {
  /** What is used where nothing else is said; {@link localContext} where that is nothing of these. */
  readonly current: string
  readonly contexts: ReadonlyMap<string, Connection>
}

/** Stands for the stack of this machine, which needs no entry. */
export const localContext = 'local'

export const contextsFile = (env: NodeJS.ProcessEnv): string =>
  join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'ringside', 'contexts.yaml')

/** No contexts where there is no file. Throws a usage failure for a file that others may read, or that is none of ours. */
export function readContexts(env: NodeJS.ProcessEnv): Contexts {
  const file = contextsFile(env)
  let text: string
  try {
    const mode = statSync(file).mode & 0o777
    if ((mode & 0o077) !== 0) {
      throw usageFailure(
        `others may read ${file} (mode ${mode.toString(8)}), expected 600 because tokens are in it; chmod 600 ${file}`,
      )
    }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { current: localContext, contexts: new Map() }
    throw error instanceof Error && 'syscall' in error ? usageFailure(`cannot read ${file}: ${error.message}`) : error
  }
  return checked(text, file)
}

/** Replaces the file in one step. */
export function writeContexts({ current, contexts }: Contexts, env: NodeJS.ProcessEnv): void {
  const file = contextsFile(env)
  const next = `${file}.${process.pid}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(next, stringify({ current, contexts: Object.fromEntries(contexts) }), { mode: 0o600 })
    chmodSync(next, 0o600)
    renameSync(next, file)
  } catch (error) {
    throw usageFailure(`cannot write ${file}: ${messageOf(error)}`)
  }
}

/** The connection of a name; undefined for {@link localContext}. Throws a usage failure for a name that is not there. */
export function connectionOf(name: string, { contexts }: Contexts): Connection | undefined {
  const found = contexts.get(name)
  if (found !== undefined || name === localContext) return found
  throw usageFailure(
    `no context '${name}', expected one of ${[localContext, ...contexts.keys()].join(', ')}; ringside context add makes others`,
  )
}

/** The address, if it is one. Throws a usage failure that names where it stood. */
export function checkedUrl(text: string, source: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw usageFailure(`${source} is '${text}'; expected an address such as http://127.0.0.1:7070`)
  }
  return text
}

/** The token, if it is one. It is not repeated in the failure. */
export function checkedToken(text: string, source: string): string {
  if (tokenParts(text) !== undefined) return text
  throw usageFailure(
    `${source} holds no token (${text.length} characters); expected rs_, 10 characters, _ and 43 characters, as ringside token create prints it`,
  )
}

function checked(text: string, file: string): Contexts {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    throw usageFailure(`${file} is no YAML: ${messageOf(error).split('\n')[0]}`)
  }
  const { current = localContext, contexts = {} } = (value ?? {}) as { current?: unknown; contexts?: unknown }
  if (typeof current !== 'string' || typeof contexts !== 'object' || contexts === null) {
    throw usageFailure(`${file} is at fault; expected current: NAME and contexts: { NAME: { url, token, ca } }`)
  }
  const entries = Object.entries(contexts).map(([name, entry]) => [name, connectionIn(entry, `${file}, ${name}`)] as const)
  return { current, contexts: new Map(entries) }
}

function connectionIn(value: unknown, source: string): Connection {
  const { url, token, ca } = (value ?? {}) as Partial<Record<keyof Connection, unknown>>
  return {
    url: checkedUrl(String(url), `${source}: url`),
    ...(token === undefined ? {} : { token: checkedToken(String(token), `${source}: token`) }),
    ...(ca === undefined ? {} : { ca: String(ca) }),
  }
}

/** What is told of a context: of its token only the id. */
export interface ContextInfo {
  readonly name: string
  readonly current: boolean
  readonly url?: string
  readonly tokenId?: string
  readonly ca?: string
}
