/** Which controller a command talks to, and how it is let in there. */
import { join } from 'node:path'
import { type Connection, checkedToken, checkedUrl, connectionOf, readContexts } from './contexts.ts'
import { usageFailure } from './failure.ts'
import { readReadyFile, readyFileIn, userReadyFile } from './stack/ready-file.ts'

export const defaultUrl = 'http://127.0.0.1:7070'
export const defaultDataFolder = 'ringside-data'

export interface AddressOptions {
  readonly url?: string | undefined
  readonly context?: string | undefined
}

/**
 * The first of: --url, --context, $RINGSIDE_URL, $RINGSIDE_CONTEXT, the context in use (ringside context use), a stack that runs
 * on ./ringside-data, the stack of this user that was started last, the default. The context `local` stands for the last
 * three.
 *
 * A context brings its own token and certificates. $RINGSIDE_TOKEN and $RINGSIDE_CA go with every address that is no
 * context's, and with no context: a token reaches nobody it was not meant for.
 *
 * Throws a usage failure for something that is no address, no token, or no context.
 */
export function controllerAddress({ url, context }: AddressOptions, env: NodeJS.ProcessEnv): Connection {
  if (url !== undefined && context !== undefined) {
    throw usageFailure(`--url is '${url}' and --context is '${context}'; expected one of them, as a context has an address`)
  }
  if (url !== undefined) return withEnvironment(checkedUrl(url, '--url'), env)
  if (context === undefined && env.RINGSIDE_URL) return withEnvironment(checkedUrl(env.RINGSIDE_URL, 'RINGSIDE_URL'), env)
  const contexts = readContexts(env)
  const named = connectionOf(context ?? (env.RINGSIDE_CONTEXT || contexts.current), contexts)
  return named ?? withEnvironment(localUrl(env), env)
}

function localUrl(env: NodeJS.ProcessEnv): string {
  for (const file of [readyFileIn(join(process.cwd(), defaultDataFolder)), userReadyFile(env)]) {
    const running = readReadyFile(file)
    if (running !== undefined) return running.url
  }
  return defaultUrl
}

function withEnvironment(url: string, { RINGSIDE_TOKEN, RINGSIDE_CA }: NodeJS.ProcessEnv): Connection {
  return {
    url,
    ...(RINGSIDE_TOKEN ? { token: checkedToken(RINGSIDE_TOKEN.trim(), 'RINGSIDE_TOKEN') } : {}),
    ...(RINGSIDE_CA ? { ca: RINGSIDE_CA } : {}),
  }
}
