/** All dashboards, by the file their JSON is committed in. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard'
import { compare } from './compare.ts'
import { fleet } from './fleet.ts'
import { type DashboardName, uids } from './links.ts'
import { run } from './run.ts'
import { self } from './self.ts'
import { trace } from './trace.ts'
import { trends } from './trends.ts'

const makers: Readonly<Record<DashboardName, () => Dashboard>> = { compare, trends, run, trace, fleet, self }

export interface DashboardFile {
  /** Relative to the repository's root. */
  readonly file: string
  readonly dashboard: () => Dashboard
}

export const dashboardFiles: readonly DashboardFile[] = Object.entries(makers).map(([name, make]) => ({
  file: `dashboards/grafana/json/${uids[name as DashboardName]}.json`,
  dashboard: make,
}))

/** As it is committed. */
export const dashboardJson = (make: () => Dashboard): string => `${JSON.stringify(make(), null, 2)}\n`
