/** What the API answers under autocannon, and a bare Fastify route that sends the same payload. */
import { fileURLToPath } from 'node:url'
import { apiPaths } from '@ringside/contract'
import autocannon from 'autocannon'
import { type LineProcess, startLineProcess } from '../line-process.ts'
import { raiseThisProcess } from '../priority.ts'
import type { Side } from '../side.ts'
import { type ControllerStack, startControllerStack } from './stack.ts'
import { hostNames, suiteOf } from './work.ts'

/** A fleet, and more runs that have ended than are listed. */
const hosts = hostNames(50)
const runsPerHost = 2
const listed = 50

const connections = 10
const trialSeconds = 2
const warmUpSeconds = 1

/** A route and what it is asked for. */
export const apiRoutes = { runs: `${apiPaths.runs}?limit=${listed}`, hosts: apiPaths.hosts } as const
export type ApiRoute = keyof typeof apiRoutes

/** What both routes share: a controller with runs and hosts, and the process of the bare routes. */
export interface ApiServers {
  ours(signal: AbortSignal): Promise<ControllerStack>
  bare(): Promise<LineProcess<unknown>>
  close(): Promise<void>
}

const bareFile = fileURLToPath(new URL('./bare-fastify-process.ts', import.meta.url))

export function apiServers(): ApiServers {
  let stack: ControllerStack | undefined
  let bare: LineProcess<unknown> | undefined
  let lower: (() => void) | undefined
  return {
    ours: async (signal) => {
      if (stack !== undefined) return stack
      stack = await startControllerStack(hosts.length, 'agents')
      lower = raiseThisProcess()
      const suites = hosts.map((host) => suiteOf(host, runsPerHost))
      await stack.client.storeAll(suites, { runs: hosts.length * runsPerHost, signal })
      return stack
    },
    bare: async () => {
      bare ??= await startLineProcess({ name: 'bare server', file: bareFile })
      return bare
    },
    close: async () => {
      lower?.()
      await bare?.close()
      await stack?.close()
      bare = stack = undefined
    },
  }
}

/** The controller stands still between its trials: it has work of its own. */
export function controllerRouteSide(route: ApiRoute, servers: ApiServers): Side {
  let stack: ControllerStack | undefined
  return {
    name: `GET ${apiRoutes[route]}`,
    prepare: async (signal) => {
      stack = await servers.ours(signal)
      await stack.resume()
      await fire(stack.url + apiRoutes[route], warmUpSeconds)
      stack.pause()
    },
    trial: async () => {
      if (stack === undefined) throw new Error('the controller does not run; prepare the side first')
      await stack.resume()
      try {
        return await fire(stack.url + apiRoutes[route], trialSeconds)
      } finally {
        stack.pause()
      }
    },
    pages: () => undefined,
    close: async () => undefined,
  }
}

/** The very payload that the controller answers with, as an object, under the response schema that the controller publishes. */
export function bareRouteSide(route: ApiRoute, servers: ApiServers): Side {
  let url = ''
  return {
    name: 'bare Fastify, the same payload',
    prepare: async (signal) => {
      const stack = await servers.ours(signal)
      await stack.resume()
      const payload = await (await fetch(stack.url + apiRoutes[route])).json()
      stack.pause()
      url = String(await (await servers.bare()).ask({ payload }))
      await fire(url, warmUpSeconds)
    },
    trial: () => fire(url, trialSeconds),
    pages: () => undefined,
    close: async () => undefined,
  }
}

/** Requests per second. Rejects when one is not answered with 200. */
async function fire(url: string, seconds: number): Promise<number> {
  const { requests, duration, non2xx, errors, timeouts } = await autocannon({ url, connections, duration: seconds })
  if (non2xx + errors + timeouts > 0)
    throw new Error(`${url}: ${non2xx} answers other than 2xx, ${errors} errors, ${timeouts} timeouts; expected none`)
  return requests.total / duration
}
