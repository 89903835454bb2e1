/** This process ahead of what shares its CPUs, where that is allowed: for work that is measured in the bench itself. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { atExit } from './at-exit.ts'

/** The most favourable nice value, which the datapath gives its threads too. */
export const niceness = -20

const autogroup = '/proc/self/autogroup'

/** Raises every thread of this process, and its session; the answer puts both back. */
export function raiseThisProcess(): () => void {
  const [threadsBefore, sessionBefore] = [getPriority(), sessionNiceness()]
  setNiceness(niceness, niceness)
  const restore = () => setNiceness(threadsBefore, sessionBefore)
  const forget = atExit(restore)
  return () => {
    forget()
    restore()
  }
}

/** Threads that begin later inherit it. */
function setNiceness(threads: number, session: number): void {
  // One by one: a thread may end meanwhile.
  for (const thread of readdirSync('/proc/self/task')) attempt(() => setPriority(Number(thread), threads))
  // Where the kernel groups tasks by session (sched(7), "The autogroup feature"), nice values count inside one only.
  attempt(() => writeFileSync(autogroup, String(session)))
}

/** Without the privilege, or without such groups, it runs as everything else does. */
function attempt(action: () => void): void {
  try {
    action()
  } catch {}
}

function sessionNiceness(): number {
  try {
    return Number(/nice (-?\d+)/.exec(readFileSync(autogroup, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
