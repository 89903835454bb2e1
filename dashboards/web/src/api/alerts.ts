/** Alerts over the controller's interface. Its document knows lists where there are pairs, hence the types. */
import type { Alert, AlertPage, AlertState } from '@ringside/contract'
import { api, content } from './client.ts'

export interface AlertFilter {
  readonly state?: AlertState[]
  readonly suite?: string
  readonly host?: string
  readonly limit?: number
  readonly cursor?: string
}

const path = (id: string) => ({ path: { id } })

/** Newest first. */
export const listAlerts = async (query: AlertFilter, signal?: AbortSignal): Promise<AlertPage> =>
  content(await api.GET('/api/v1/alerts', { params: { query }, ...(signal && { signal }) })) as unknown as AlertPage

export const getAlert = async (id: string, signal: AbortSignal): Promise<Alert> =>
  content(await api.GET('/api/v1/alerts/{id}', { params: path(id), signal })) as unknown as Alert

export const acknowledgeAlert = async (id: string, reason: string): Promise<Alert> =>
  content(await api.POST('/api/v1/alerts/{id}/acknowledge', { params: path(id), body: { reason } })) as unknown as Alert

/** `expected`: the new level is the one to go by. */
export const resolveAlert = async (id: string, reason: string, expected: boolean): Promise<Alert> =>
  content(await api.POST('/api/v1/alerts/{id}/resolve', { params: path(id), body: { reason, expected } })) as unknown as Alert
