/**
 * A tiny process that outlives this one and ends the services it left behind. Node cannot ask the kernel for a signal
 * on its parent's death, and a process that is killed with SIGKILL runs no handler; a pipe, though, is closed for it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('./keeper.sh', import.meta.url))

export interface Keeper {
  /** Of the keeper itself: while it lives, services of this stack may live. */
  pid(): number
  add(pid: number): void
  remove(pid: number): void
  /** Lets the keeper go. Resolves when it has ended what was still listed. */
  close(): Promise<void>
}

/** Starts the keeper; should it die, another takes its place and `onReplaced` is called. */
export function startKeeper(onReplaced: () => void): Keeper {
  const listed = new Set<number>()
  let closing = false
  let child = spawnKeeper()

  function spawnKeeper(): ChildProcess {
    // A session of its own, so that neither Ctrl-C nor a closing terminal ends it together with this process.
    const started = spawn('/bin/sh', [script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    // Writing to a keeper that has just died is no error: its successor gets the whole list.
    started.stdin?.on('error', () => undefined)
    started.once('exit', () => {
      if (closing) return
      child = spawnKeeper()
      onReplaced()
    })
    for (const pid of listed) started.stdin?.write(`add ${pid}\n`)
    return started
  }

  return {
    pid: () => child.pid ?? 0,
    add: (pid) => {
      listed.add(pid)
      child.stdin?.write(`add ${pid}\n`)
    },
    remove: (pid) => {
      if (listed.delete(pid)) child.stdin?.write(`remove ${pid}\n`)
    },
    close: async () => {
      closing = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.stdin?.end()
      await ended
    },
  }
}
