/** Which controller a command talks to. */
import { join } from 'node:path'
import { usageFailure } from './failure.ts'
import { readReadyFile, readyFileIn, userReadyFile } from './stack/ready-file.ts'

export const defaultUrl = 'http://127.0.0.1:7070'
export const defaultDataFolder = 'ringside-data'

/**
 * The first of: --url, $RINGSIDE_URL, a stack that runs on ./ringside-data, the stack of this user that was started
 * last, the default. Throws a usage failure for something that is no http address.
 */
export function controllerAddress(option: string | undefined, env: NodeJS.ProcessEnv): string {
  if (option !== undefined) return checked(option, '--url')
  if (env.RINGSIDE_URL) return checked(env.RINGSIDE_URL, 'RINGSIDE_URL')
  for (const file of [readyFileIn(join(process.cwd(), defaultDataFolder)), userReadyFile(env)]) {
    const running = readReadyFile(file)
    if (running !== undefined) return running.url
  }
  return defaultUrl
}

function checked(text: string, name: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw usageFailure(`${name} is '${text}'; expected an address such as ${defaultUrl}`)
  }
  return text
}
