/** A client of the controller: posts suites and reads what the controller says of itself. */
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPaths, type Submission } from '@ringside/contract'

/** Suites that a client has under way at a time. */
const together = 16
/** Between two looks at whether all runs are stored. */
const pollMs = 50

export class Client {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** The number of runs. Rejects when the suite is not taken. */
  async submit(suite: object): Promise<number> {
    const body = JSON.stringify({ suite })
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    const response = await fetch(`${this.#url}${apiPaths.submissions}`, init)
    const text = await response.text()
    if (response.status !== 201) throw new Error(`the controller answered ${response.status} to a suite: ${text.slice(0, 500)}`)
    return (JSON.parse(text) as Submission).runs.length
  }

  /** Several at a time. */
  async submitAll(suites: readonly object[], signal: AbortSignal): Promise<void> {
    let next = 0
    const submitSome = async () => {
      while (next < suites.length) {
        signal.throwIfAborted()
        await this.submit(suites[next++] as object)
      }
    }
    await Promise.all(Array.from({ length: together }, submitSome))
  }

  /** Submits all and waits until their runs are stored. Rejects when one of them does not succeed. */
  async storeAll(suites: readonly object[], { runs, signal }: { runs: number; signal: AbortSignal }): Promise<void> {
    const before = await this.ended()
    await this.submitAll(suites, signal)
    let now = await this.ended()
    while (now.succeeded + now.failed < before.succeeded + before.failed + runs) {
      await sleep(pollMs, undefined, { signal })
      now = await this.ended()
    }
    const stored = now.succeeded - before.succeeded
    if (stored !== runs) throw new Error(`of ${runs} runs ${stored} succeeded, expected all`)
  }

  /** How many of the newest `limit` runs there are. */
  async list(limit: number): Promise<number> {
    const response = await fetch(`${this.#url}${apiPaths.runs}?limit=${limit}`)
    return ((await response.json()) as { runs: unknown[] }).runs.length
  }

  /** Runs that ended since the controller started, by state. */
  async ended(): Promise<{ succeeded: number; failed: number }> {
    const text = await (await fetch(`${this.#url}${apiPaths.metrics}`)).text()
    const count = (state: string) =>
      [...text.matchAll(/^ringside_run_duration_count\{(.*)\} (\d+)/gm)]
        .filter(([, labels]) => labels?.includes(`ringside_run_state="${state}"`))
        .reduce((sum, [, , value]) => sum + Number(value), 0)
    return { succeeded: count('succeeded'), failed: count('failed') }
  }
}
