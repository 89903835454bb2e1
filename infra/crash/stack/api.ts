/** The controller's interface, asked again and again while nobody answers: it may be the one that is down. */
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPaths, type Host, type RunDetail, type Submission } from '@ringside/contract'

const pollMs = 250
/** A controller that is stopped accepts connections and says nothing. */
const answerMs = 5_000

export class Api {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  /** The id of the only run of a suite. */
  async submit(suite: object): Promise<string> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ suite }) }
    const response = await fetch(this.#url + apiPaths.submissions, init)
    const text = await response.text()
    if (response.status !== 201) throw new Error(`the suite was answered with ${response.status}: ${text}`)
    const [run] = (JSON.parse(text) as Submission).runs
    if (run === undefined) throw new Error(`a submission without runs: ${text}`)
    return run.id
  }

  async run(id: string): Promise<RunDetail> {
    return await this.#get<RunDetail>(apiPaths.run.replace(':id', id))
  }

  /** Resolves when the host can be sent runs. */
  async registered(host: string, limitMs: number): Promise<void> {
    await until(`host ${host} is registered`, limitMs, async () => {
      const { hosts } = await this.#get<{ hosts: Host[] }>(apiPaths.hosts)
      return hosts.some(({ id }) => id === host)
    })
  }

  /** The run once it has ended. */
  async ended(id: string, limitMs: number): Promise<RunDetail> {
    let seen: RunDetail | undefined
    const isOver = async () => {
      seen = await this.run(id)
      return seen.state === 'succeeded' || seen.state === 'failed'
    }
    await until(
      () => `run ${id} ends (it is ${JSON.stringify(seen && { state: seen.state, progress: seen.progress })})`,
      limitMs,
      isOver,
    )
    return seen as RunDetail
  }

  async #get<Body>(path: string): Promise<Body> {
    const response = await fetch(this.#url + path, { signal: AbortSignal.timeout(answerMs) })
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
    return (await response.json()) as Body
  }
}

/** Polls; what rejects counts as not yet. Rejects when it takes longer than `limitMs`. */
export async function until(what: string | (() => string), limitMs: number, isSo: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + limitMs
  let reason: unknown = 'it did not come'
  while (performance.now() < deadlineMs) {
    try {
      if (await isSo()) return
      reason = 'it did not come'
    } catch (error) {
      reason = error instanceof Error ? (error.cause ?? error.message) : error
    }
    await sleep(pollMs)
  }
  throw new Error(`waited ${limitMs / 1_000} s until ${typeof what === 'string' ? what : what()}: ${reason}`)
}
