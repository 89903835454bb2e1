/** Agents as processes of a test: they can be stopped, woken and killed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from './otlp-settings.ts'
import type { Script } from './scripted-datapath.ts'

const child = fileURLToPath(new URL('agent-child.ts', import.meta.url))

export interface AgentProcess {
  readonly agentId: string
  readonly pid: number
  kill(signal: NodeJS.Signals): void
  /** Kills it, whatever it does. */
  end(): Promise<void>
}

export interface AgentProcessOptions {
  readonly redisUrl: string
  readonly hostId: string
  /** Base URL that spans go to. */
  readonly endpoint: string
  readonly script?: Script
  readonly environment?: Readonly<Record<string, string>>
}

/** Resolves when it takes runs. */
export async function startAgentProcess(options: AgentProcessOptions): Promise<AgentProcess> {
  const { redisUrl, hostId, endpoint, script = {}, environment = {} } = options
  const folder = scratchFolder()
  const env = {
    ...process.env,
    RINGSIDE_REDIS_URL: redisUrl,
    RINGSIDE_HOST_ID: hostId,
    RINGSIDE_OTLP_ENDPOINT: endpoint,
    RINGSIDE_OTLP_SPOOL_DIR: folder,
    RINGSIDE_TUNING_JOURNAL: `${folder}/tuning.json`,
    RINGSIDE_LOG_LEVEL: 'silent',
    RINGSIDE_TEST_SCRIPT: JSON.stringify(script),
    ...environment,
  }
  const agent = spawn(process.execPath, [child], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (agent.stdout === null || agent.pid === undefined) throw new Error('the agent could not be started with a pipe')
  const [line] = await Promise.race([once(createInterface(agent.stdout), 'line'), once(agent, 'exit')])
  const ready = JSON.parse(String(line)) as { readonly agent: string }
  return {
    agentId: ready.agent,
    pid: agent.pid,
    kill: (signal) => void agent.kill(signal),
    end: async () => {
      if (agent.exitCode !== null || agent.signalCode !== null) return
      const exited = once(agent, 'exit')
      agent.kill('SIGKILL')
      await exited
    },
  }
}
