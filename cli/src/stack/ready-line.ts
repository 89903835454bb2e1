/** The line by which a service of ours says that it does its work: `{"ready":true,...}` on standard output. */
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** The first ready line of `child`. What it prints later is read and dropped, so that it never blocks on a full pipe. */
export async function readyLine(child: ChildProcess): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = child
  if (stdout === null) throw new Error('has no standard output')
  return new Promise((resolve) => {
    const lines = createInterface({ input: stdout })
    lines.on('line', (line) => {
      const document = parse(line)
      if (document?.ready !== true) return
      lines.close()
      stdout.resume()
      resolve(document)
    })
  })
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
