/** Alerts over the controller's interface. */
import type { Alert, AlertPage } from '@ringside/contract'
import { send } from './client.ts'

const root = '/api/v1/alerts'

const ask = async <Data>(path: string, init: RequestInit = {}): Promise<Data> =>
  (await send(new Request(`${location.origin}${path}`, init))).json() as Promise<Data>

const post = (path: string, body: object): Promise<Alert> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

const pathOf = (id: string): string => `${root}/${encodeURIComponent(id)}`

export interface AlertFilter {
  readonly state?: string
  readonly suite?: string
  readonly host?: string
  readonly limit?: string
  readonly cursor?: string
}

export const listAlerts = (filter: AlertFilter, signal?: AbortSignal): Promise<AlertPage> => {
  const { state, ...rest } = filter
  const states = (state ?? '').split(',').filter((each) => each !== '')
  const query = new URLSearchParams([
    ...Object.entries(rest).filter(([, value]) => value),
    ...states.map((each) => ['state', each]),
  ] as [string, string][])
  return ask(`${root}?${query}`, signal ? { signal } : {})
}

export const getAlert = (id: string, signal?: AbortSignal): Promise<Alert> => ask(pathOf(id), signal ? { signal } : {})

export const acknowledgeAlert = (id: string, reason: string): Promise<Alert> => post(`${pathOf(id)}/acknowledge`, { reason })

/** `expected`: the new level is the one to go by. */
export const resolveAlert = (id: string, reason: string, expected: boolean): Promise<Alert> =>
  post(`${pathOf(id)}/resolve`, { reason, ...(expected && { expected }) })
