/** What people call the points of a suite: only what tells them apart. `throughput 64 B`, `latency web.pcap 50 kpps`. */
import { basename } from 'node:path'
import { type Point, parseRatePps, type Suite, type Workload } from '@ringside/contract'

/** The label of a point among the others of its suite. */
export function labelOf(point: Point, suite: Suite): string {
  const alike = suite.workloads.filter((workload) => workload.kind === point.workload.kind)
  const parts = [point.workload.kind, frameText(point.frame)]
  if (point.workload.kind === 'latency') parts.push(rateText(parseRatePps(point.workload.rate)))
  if (differ(alike, 'direction')) parts.push(point.workload.direction ?? 'default direction')
  if (differ(alike, 'burst')) parts.push(point.workload.burst === undefined ? 'default burst' : `burst ${point.workload.burst}`)
  if ((suite.matrix.ringSize?.length ?? 0) > 1) parts.push(`ring ${point.ringSize}`)
  return parts.join(' ')
}

const frameText = (frame: Point['frame']): string => (typeof frame === 'number' ? `${frame} B` : basename(frame.capture))

function rateText(ratePps: number): string {
  if (ratePps >= 1e6) return `${ratePps / 1e6} Mpps`
  return ratePps >= 1e3 ? `${ratePps / 1e3} kpps` : `${ratePps} pps`
}

function differ(workloads: readonly Workload[], key: 'direction' | 'burst'): boolean {
  return new Set(workloads.map((workload) => workload[key])).size > 1
}
