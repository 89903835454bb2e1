/** The end of a log, for messages. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const tailBytes = 8_192

/** The last `count` lines of a file with the messages of JSON log lines taken out of them; empty when there is nothing to read. */
export function lastLines(path: string, count: number): string {
  const lines = tailOf(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.slice(-count).map(plain).join('\n')
}

function tailOf(path: string): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const buffer = Buffer.alloc(Math.min(size, tailBytes))
      readSync(file, buffer, 0, buffer.length, size - buffer.length)
      return buffer.toString('utf8')
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

function plain(line: string): string {
  try {
    const entry = JSON.parse(line) as { msg?: string; err?: { message?: string } }
    return `  ${[entry.msg, entry.err?.message].filter((text) => text !== undefined).join(': ') || line}`
  } catch {
    return `  ${line}`
  }
}
