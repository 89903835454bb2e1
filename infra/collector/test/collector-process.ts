/** The OpenTelemetry Collector as a process of its own, on free ports of loopback. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../controller/src/queue/testing/redis-server.ts'
import { programs } from '../build.mjs'
import type { TraceRequest } from './otlp.ts'

/** Of traces, with and without forwarding. */
const exporters = 2
const drainLimitMs = 10_000
const startLimitMs = 20_000
const config = (name: string) => ['--config', fileURLToPath(new URL(`../${name}`, import.meta.url))]

export interface CollectorProcess {
  /** Of OTLP/HTTP, without a path. */
  readonly endpoint: string
  /** Its own counters of spans by name, such as `otelcol_receiver_accepted_spans`, summed over their labels. */
  spanCounters(): Promise<Record<string, number>>
  /** Ends it in order; answers what its file exporter wrote. */
  stop(): Promise<TraceRequest[]>
}

/** With `forwardTo`, the base URL of a receiver, traces are passed on. Rejects with its log when it does not come up. */
export async function startCollector({ forwardTo }: { forwardTo?: string } = {}): Promise<CollectorProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-collector-'))
  const [http, grpc, health, metrics] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const env = {
    COLLECTOR_HTTP: `127.0.0.1:${http}`,
    COLLECTOR_GRPC: `127.0.0.1:${grpc}`,
    COLLECTOR_HEALTH: `127.0.0.1:${health}`,
    COLLECTOR_METRICS_PORT: `${metrics}`,
    COLLECTOR_FILE: join(folder, 'otlp.jsonl'),
    COLLECTOR_LOG_LEVEL: 'warn',
    ...(forwardTo === undefined ? {} : { COLLECTOR_FORWARD: forwardTo }),
  }
  const args = [...config('config.yaml'), ...(forwardTo === undefined ? [] : config('forward.yaml'))]
  const child = spawn(programs.collector, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const ended = once(child, 'exit')
  await until(`http://127.0.0.1:${health}/`, () => {
    if (child.exitCode !== null) throw new Error(`the Collector ended with code ${child.exitCode}:\n${log}`)
  })
  return {
    endpoint: `http://127.0.0.1:${http}`,
    spanCounters: async () => countersOf(await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()),
    stop: async () => {
      // What it still has to pass on when it is asked to end meets exporters that are closed (file exporter 0.161 panics then).
      await passedOn(metrics)
      child.kill('SIGTERM')
      const [code] = await ended
      process.removeListener('exit', kill)
      if (code !== 0) throw new Error(`the Collector ended with code ${code} when asked to:\n${log}`)
      const lines = (await readFile(env.COLLECTOR_FILE, 'utf8')).split('\n').filter((line) => line !== '')
      await rm(folder, { recursive: true, force: true })
      return lines.map((line) => JSON.parse(line) as TraceRequest)
    },
  }
}

/** Polls until the address answers 200; `check` throws when waiting is in vain. */
async function until(url: string, check: () => void): Promise<void> {
  const deadlineMs = performance.now() + startLimitMs
  for (;;) {
    check()
    if (performance.now() > deadlineMs) throw new Error(`${url} did not answer 200 within ${startLimitMs / 1000} s`)
    if (
      await fetch(url)
        .then((response) => response.ok)
        .catch(() => false)
    )
      return
    await sleep(50)
  }
}

/** Waits until both exporters of the pipeline have sent every span that came in. */
async function passedOn(metricsPort: number): Promise<void> {
  const deadlineMs = performance.now() + drainLimitMs
  while (performance.now() < deadlineMs) {
    const counters = countersOf(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text())
    const { otelcol_receiver_accepted_spans: accepted = 0, otelcol_exporter_sent_spans: sent = 0 } = counters
    if (sent >= exporters * accepted) return
    await sleep(50)
  }
}

/** Of the Prometheus text format, version 0.0.4. */
function countersOf(text: string): Record<string, number> {
  const counters: Record<string, number> = {}
  for (const [, name = '', value] of text.matchAll(/^(otelcol_\w+_spans)(?:_total)?\{[^\n]*\} (\S+)$/gm)) {
    counters[name] = (counters[name] ?? 0) + Number(value)
  }
  return counters
}
