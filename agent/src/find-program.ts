/** Programs on PATH. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Servers that queue runs: Valkey speaks Redis's protocol and reads its configuration. */
export const redisServers = ['redis-server', 'valkey-server'] as const

/** The first of these programs that is on `path` (default: PATH) and may be run, or undefined. */
export function findProgram(names: readonly string[], path: string = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
