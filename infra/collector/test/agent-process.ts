/** The agent as a process of its own, as the launcher starts it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { firstLine } from '../../../controller/src/queue/testing/stack.ts'

const mainFile = fileURLToPath(new URL('../../../agent/src/main.ts', import.meta.url))

export interface AgentProcess {
  /** Ends it in order, as SIGTERM does. */
  stop(): Promise<void>
}

/** Resolves when it takes runs. `otlpEndpoint` is the base URL it exports to. */
export async function startAgent(options: { redisUrl: string; otlpEndpoint: string }): Promise<AgentProcess> {
  const env = {
    ...process.env,
    RINGSIDE_REDIS_URL: options.redisUrl,
    RINGSIDE_OTLP_ENDPOINT: options.otlpEndpoint,
    RINGSIDE_HOST_ID: 'collector-test',
    RINGSIDE_LOG_LEVEL: 'warn',
    // Nothing is left for later: a span that is not delivered now is dropped, and found missing.
    RINGSIDE_OTLP_SPOOL_BYTES: '0',
  }
  const child = spawn(process.execPath, [mainFile], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  await firstLine(child)
  return {
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      process.removeListener('exit', kill)
    },
  }
}
