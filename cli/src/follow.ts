/** Follows a submission until all its runs are final, across restarts of the controller. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RunEvent, RunSummary } from '@ringside/contract'
import { type Client, Unreachable } from './client.ts'
import { CommandFailure } from './failure.ts'

/** How long a controller may be out of reach before following it is given up. */
const patienceMs = 60_000
const retryDelayMs = 1_000

export interface FollowEvents {
  /** The state of a run, at every change. */
  run(summary: RunSummary): void
  notice(line: string): void
}

/** Resolves when every run is final. Throws when the controller stays away, refuses, or `signal` aborts. */
export async function follow(
  client: Client,
  submissionId: string,
  { signal, ...events }: FollowEvents & { signal: AbortSignal },
): Promise<void> {
  let lostSince: number | undefined
  let lastId: string | undefined
  for (;;) {
    let why: string
    try {
      for await (const { event, data, id } of client.events(submissionId, { signal, lastId })) {
        lastId = id
        if (lostSince !== undefined) events.notice(`connected to the controller at ${client.url} again`)
        lostSince = undefined
        if (event === ('end' satisfies RunEvent)) return
        if (event === ('run' satisfies RunEvent)) events.run(JSON.parse(data) as RunSummary)
      }
      why = `the controller at ${client.url} ended the connection`
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof Unreachable)) throw error
      why = error.message
    }
    if (lostSince === undefined) {
      lostSince = Date.now()
      events.notice(`${why}; trying again for ${patienceMs / 1000} s`)
    }
    if (Date.now() - lostSince > patienceMs) {
      throw new CommandFailure(
        `${why}, and could not be reached for ${patienceMs / 1000} s; the runs go on where an agent has them: see ringside runs`,
      )
    }
    await sleep(retryDelayMs, undefined, { signal })
  }
}
