/** Which process a pid meant when it was written down. Pids are used again; a pid with its start time is not. */
import { readFileSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  /** Start time in clock ticks since boot, as /proc/PID/stat has it (proc(5), field 22). */
  readonly startTicks: string
}

/** The identity of a running process; undefined when there is none with this pid, or it has ended. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name, in parentheses, may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const state = fields[0]
    const startTicks = fields[19]
    return state === 'Z' || state === 'X' || startTicks === undefined ? undefined : { pid, startTicks }
  } catch {
    return undefined
  }
}

/** Whether the very process that was written down still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startTicks === identity.startTicks
}
