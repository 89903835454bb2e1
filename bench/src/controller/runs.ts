/** Runs from their submission until they are stored, and bare BullMQ moving as many jobs of the same size. */
import { fileURLToPath } from 'node:url'
import { type LineProcess, startLineProcess } from '../line-process.ts'
import { raiseThisProcess } from '../priority.ts'
import type { Side } from '../side.ts'
import { type RedisServer, startRedis } from './redis.ts'
import { type ControllerStack, startAgents, startControllerStack } from './stack.ts'
import { hostNames, suiteOf } from './work.ts'

export interface RunLoad {
  /** Each on a host of its own. */
  readonly agents: number
  /** In each trial. */
  readonly runsPerHost: number
}

const totalOf = ({ agents, runsPerHost }: RunLoad): number => agents * runsPerHost

/** A controller process with its embedded store, and suites posted to it over HTTP. */
export function storedRunsSide(load: RunLoad): Side {
  let stack: ControllerStack | undefined
  let lower: (() => void) | undefined
  const suites = hostNames(load.agents).map((host) => suiteOf(host, load.runsPerHost))
  /** Runs per second. */
  const store = async ({ client }: ControllerStack, signal: AbortSignal): Promise<number> => {
    const beganMs = performance.now()
    await client.storeAll(suites, { runs: totalOf(load), signal })
    return (totalOf(load) * 1_000) / (performance.now() - beganMs)
  }
  return {
    name: 'Ringside, submitted to stored',
    prepare: async (signal) => {
      stack = await startControllerStack(load.agents, 'agents')
      lower = raiseThisProcess()
      await store(stack, signal)
      stack.pause()
    },
    trial: async (signal) => {
      if (stack === undefined) throw new Error('the controller does not run; prepare the side first')
      await stack.resume()
      try {
        return await store(stack, signal)
      } finally {
        stack.pause()
      }
    },
    pages: () => undefined,
    close: async () => {
      lower?.()
      await stack?.close()
      stack = undefined
    },
  }
}

const bareFile = fileURLToPath(new URL('./bare-process.ts', import.meta.url))

/** The same queues and as many workers; return values are known, and stored nowhere. */
export function bareJobsSide(load: RunLoad): Side {
  let redis: RedisServer | undefined
  let parts: LineProcess<unknown>[] = []
  let mover: LineProcess<unknown> | undefined
  const move = async (): Promise<number> => {
    const tookMs = Number(await mover?.ask({ perHost: load.runsPerHost }))
    return (totalOf(load) * 1_000) / tookMs
  }
  const everything = () => [...(redis === undefined ? [] : [redis]), ...parts]
  const pause = () => {
    for (const part of everything().toReversed()) part.pause()
  }
  return {
    name: 'bare BullMQ',
    prepare: async () => {
      redis = await startRedis()
      parts = [await startAgents(redis.url, load.agents, 'bare')]
      mover = await startLineProcess({ name: 'bare producer', file: bareFile, args: [redis.url, String(load.agents)] })
      parts.push(mover)
      await move()
      pause()
    },
    trial: async () => {
      for (const part of everything()) part.resume()
      try {
        return await move()
      } finally {
        pause()
      }
    },
    pages: () => undefined,
    close: async () => {
      for (const part of parts.toReversed()) await part.close()
      await redis?.close()
      parts = []
      redis = undefined
    },
  }
}
