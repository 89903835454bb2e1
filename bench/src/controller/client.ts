/** A client of the controller: posts suites and reads what the controller says of itself. */
import { apiPaths, type Submission } from '@ringside/contract'

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

  /** Submits all, `together` at a time. The number of their runs. */
  async submitAll(suites: readonly object[], { together, signal }: { together: number; signal: AbortSignal }): Promise<number> {
    let next = 0
    let runs = 0
    const submitSome = async () => {
      while (next < suites.length) {
        signal.throwIfAborted()
        const taken = await this.submit(suites[next++] as object)
        runs += taken
      }
    }
    await Promise.all(Array.from({ length: together }, submitSome))
    return runs
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
