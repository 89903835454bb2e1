/** An agent that loses the way to its controller, and then its life: the real programs, and a wire that can be cut. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RunDetail, RunTrace } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../run-document.ts'
import { eventually, type RunningCommand, ringside, scratchFolder, startCommand } from '../testing/command.ts'
import type { ReadyDocument } from './ready-file.ts'

const host = 'far-away'
const suite = `apiVersion: ringside/v1
kind: Suite
name: cut
host: ${host}
backends:
  - { name: eventfd, kind: emulated, doorbell: eventfd, device: sleeping }
  - { name: mapped, kind: emulated, doorbell: mapped, device: polling }
workloads: [{ kind: latency, rate: 10kpps, direction: loopback }]
matrix: { frame: [64] }
run: { warmup: 10ms, duration: 200ms, trials: 10 }
`

/** Forwards a port of this process to another one, until it is cut. */
class Wire {
  carriedBytes = 0
  readonly #server = createServer((near) => this.#carry(near))
  readonly #sockets = new Set<Socket>()
  readonly #target: URL
  #port = 0

  constructor(url: string) {
    this.#target = new URL(url)
  }

  async open(): Promise<string> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
    return `http://127.0.0.1:${this.#port}`
  }

  cut(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #carry(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname)
    near.pipe(far).pipe(near)
    near.on('data', (chunk) => {
      this.carriedBytes += chunk.length
    })
    for (const socket of [near, far]) {
      this.#sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
    }
  }
}

describe('an agent whose way to the controller is cut during a run', () => {
  const cwd = scratchFolder()
  let up: RunningCommand
  let ready: ReadyDocument
  let wire: Wire
  let endpoint: string
  let agent: ChildProcess

  async function startAgent(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.resolve('@ringside/agent')))], {
      env: {
        ...process.env,
        RINGSIDE_REDIS_URL: ready.redisUrl,
        RINGSIDE_OTLP_ENDPOINT: endpoint,
        RINGSIDE_OTLP_PATIENCE_MS: '200',
        RINGSIDE_OTLP_SPOOL_DIR: join(cwd, 'spool'),
        RINGSIDE_HOST_ID: host,
        RINGSIDE_LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    return child
  }

  beforeAll(async () => {
    up = startCommand(['up', '--json', '--port', '0'], { cwd })
    ready = JSON.parse(await eventually('the ready document', () => up.stdout().includes('\n') && up.stdout(), 60_000))
    wire = new Wire(ready.url)
    endpoint = await wire.open()
    agent = await startAgent()
  })
  afterAll(async () => {
    wire.cut()
    agent.kill('SIGKILL')
    up.child.kill('SIGTERM')
    await up.ended
  })

  it('ends the run in time, and every span is stored once when the way is open again, by the next agent too', async () => {
    writeFileSync(join(cwd, 'cut.yaml'), suite)
    const command = startCommand(['run', 'cut.yaml', '--json'], { cwd })
    await eventually('the spans of some trials', () => wire.carriedBytes > 2_000_000)
    wire.cut()
    const { code, stdout, stderr } = await command.ended
    expect(code, stderr).toBe(0)
    const { runs, spans } = JSON.parse(stdout) as RunDocument
    expect(spans.dropped).toBe(0)
    expect(spans.spooled).toBeGreaterThan(0)
    expect(spans.doorbell.stored).toBeLessThan(spans.doorbell.rung)

    agent.kill('SIGKILL')
    await once(agent, 'exit')
    await wire.open()
    agent = await startAgent()
    const id = runs[0]?.id ?? ''
    const json = async <T>(...args: string[]) => JSON.parse((await ringside([...args, '--json'], { cwd })).stdout) as T
    const counted = async () => (await json<RunDetail>('runs', id)).spans
    const { issued } = spans.ioctl
    const { rung } = spans.doorbell
    await expect
      .poll(counted, { timeout: 40_000, interval: 500 })
      .toMatchObject({ ioctl: { issued, stored: issued }, doorbell: { rung, stored: rung } })
    const trace = await json<RunTrace>('trace', id)
    const ids = trace.spans.map(({ spanId }) => spanId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(trace.doorbells.reduce((sum, { count }) => sum + count, 0)).toBe(rung)
  }, 120_000)
})
