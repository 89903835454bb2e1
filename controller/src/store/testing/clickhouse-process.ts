/** Starts {@link ./clickhouse-server.ts} for a test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('clickhouse-server.ts', import.meta.url))

export interface ClickHouseProcess {
  readonly url: string
  readonly child: ChildProcess
  /** Kills it as a crash would, or lets it end in order, and waits until it is gone. */
  end(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** `args` are those of the program. Rejects when it ends before it answers; what it said is on standard error. */
export async function startClickHouse(path: string, args: readonly string[] = []): Promise<ClickHouseProcess> {
  // A query takes a thread of libuv's pool, as does the reading and writing of files.
  const env = { ...process.env, UV_THREADPOOL_SIZE: '16' }
  const child = spawn(process.execPath, [program, '--path', path, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the server ended with code ${code} before it was ready`)),
  )
  const [line] = (await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])) as [string]
  ended.catch(() => undefined)
  return {
    url: (JSON.parse(line) as { url: string }).url,
    child,
    end: async (signal = 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}
