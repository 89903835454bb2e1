/** Reads what the kernel says of this host in its files. */
import { readdirSync, readFileSync } from 'node:fs'

/** The trimmed content of a one-value file in /proc or /sys; null when it does not exist or cannot be read. */
export function readFact(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** Names in a folder of /dev, /proc or /sys; none when it does not exist or cannot be read. */
export function listFacts(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
