/** The bench of the controller: what its cases are measured on, and which ratios are to be reached. */
import type { Bench, Group } from '../bench.ts'
import { limitSide } from '../limit.ts'
import { type ApiRoute, apiServers, bareRouteSide, controllerRouteSide } from './api.ts'
import { type Asking, fullQueues, latencyBarMs, latencySide, listing, memoryBarMib, memorySide, submitting } from './queued.ts'
import { bareJobsSide, storedRunsSide } from './runs.ts'

/** A whole number from the environment, for tries on a small scale. */
const numberFrom = (variable: string, otherwise: number): number => Number(process.env[variable] ?? otherwise)

/** One controller process with its embedded store, and simulated agents. */
export function controllerBench(): Bench {
  const [queues, servers] = [fullQueues(numberFrom('RINGSIDE_BENCH_QUEUED', 100_000)), apiServers()]
  const load = { agents: numberFrom('RINGSIDE_BENCH_AGENTS', 1_000), runsPerHost: numberFrom('RINGSIDE_BENCH_RUNS', 4) }
  const latency = (name: string, asking: Asking): Group => ({
    name,
    contest: {
      ours: [{ case: `${name}-p99`, side: latencySide(asking, queues), bar: 1 }],
      peers: [limitSide('at most', latencyBarMs)],
      unit: 'ms',
      lessIsBetter: true,
    },
  })
  const route = (name: ApiRoute): Group => ({
    name: `api-${name}`,
    contest: {
      ours: [{ case: `get-${name}`, side: controllerRouteSide(name, servers), bar: 0.6 }],
      peers: [bareRouteSide(name, servers)],
      unit: 'requests/s',
    },
  })
  return {
    name: 'controller',
    description: 'runs from submission to store beside bare BullMQ, the API with 100,000 queued runs and beside bare Fastify',
    unit: 'runs/s',
    hugepages: 0,
    groups: [
      {
        name: 'runs',
        contest: { ours: [{ case: 'submit-to-stored', side: storedRunsSide(load), bar: 0.6 }], peers: [bareJobsSide(load)] },
      },
      latency('submit', submitting),
      latency('list', listing),
      {
        name: 'memory',
        contest: {
          ours: [{ case: 'controller-memory', side: memorySide(queues), bar: 1 }],
          peers: [limitSide('at most', memoryBarMib)],
          unit: 'MiB',
          lessIsBetter: true,
        },
      },
      route('runs'),
      route('hosts'),
    ],
    close: async () => {
      await servers.close()
      await queues.close()
    },
  }
}
