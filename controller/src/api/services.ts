/** What the routes work with. */
import { Type } from 'typebox'
import type { Access } from '../access/access.ts'
import type { AlertDesk } from '../alerts/alert-desk.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { HostQueues } from '../queue/host-queues.ts'
import type { RunChanges } from '../runs/run-changes.ts'
import type { RunLife } from '../runs/run-life.ts'
import type { RunReader } from '../runs/run-reader.ts'
import type { ScheduleDesk } from '../schedules/schedule-desk.ts'
import type { Backups } from '../store/backup/backups.ts'
import type { Telemetry } from '../telemetry/telemetry.ts'
import type { StoreServices } from './store-routes.ts'

export interface Services extends StoreServices {
  readonly backups: Backups
  readonly queues: HostQueues
  readonly life: RunLife
  readonly reader: RunReader
  readonly changes: RunChanges
  readonly schedules: ScheduleDesk
  readonly alerts: AlertDesk
  readonly fleet: Fleet
  readonly telemetry: Telemetry
  readonly access: Access
  /** Told when a span of ours could not be delivered. */
  readonly onSpanLost: (reason: unknown) => void
}

export interface IdParams {
  readonly id: string
}

/** Ids are short; what is longer was never one. */
export const idParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) })
