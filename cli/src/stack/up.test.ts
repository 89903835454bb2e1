/** The real stack, from its first process to its last. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunDetail, RunSummary, RunTrace } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../run-document.ts'
import { eventually, isRunning, type RunningCommand, ringside, scratchFolder, startCommand } from '../testing/command.ts'
import type { ReadyDocument } from './ready-file.ts'

const suite = `apiVersion: ringside/v1
kind: Suite
name: short
backends:
  - { name: mapped, kind: emulated, doorbell: mapped, device: polling }
  - { name: eventfd, kind: emulated, doorbell: eventfd, device: sleeping }
workloads: [{ kind: throughput }, { kind: latency, rate: 10kpps, direction: loopback }]
matrix: { frame: [64] }
run: { warmup: 10ms, duration: 40ms, trials: 3 }
`

interface UpStack {
  readonly command: RunningCommand
  readonly ready: ReadyDocument
  readonly cwd: string
}

async function up(cwd = scratchFolder()): Promise<UpStack> {
  const command = startCommand(['up', '--json', '--port', '0', '--clickhouse-port', '0'], { cwd })
  const isReady = () => {
    if (command.child.exitCode !== null) throw new Error(`up ended: ${command.stderr()}`)
    return command.stdout().includes('\n') && command.stdout()
  }
  // Three services and a store start beside whatever else the machine is doing.
  const line = await eventually('the ready document', isReady, 60_000)
  return { command, ready: JSON.parse(line) as ReadyDocument, cwd }
}

const running = ({ pids }: ReadyDocument) => Object.entries(pids).filter(([, pid]) => isRunning(pid))

describe('a stack that runs', () => {
  let stack: UpStack
  const at = (...args: string[]) => ringside(args, { cwd: stack.cwd })
  const json = async <T>(...args: string[]): Promise<T> => {
    const { stdout, stderr, code } = await at(...args, '--json')
    if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`)
    return JSON.parse(stdout) as T
  }

  beforeAll(async () => {
    stack = await up()
    writeFileSync(join(stack.cwd, 'short.yaml'), suite)
  })
  afterAll(async () => {
    stack.command.child.kill('SIGKILL')
    await eventually('everything ends with up', () => running(stack.ready).length === 0)
  })

  it('says what it is: addresses, folder, a pid for every part', () => {
    expect(Object.keys(stack.ready.pids)).toEqual(['up', 'keeper', 'redis', 'controller', 'agent'])
    expect(running(stack.ready)).toHaveLength(5)
    expect(stack.ready).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      data: join(stack.cwd, 'ringside-data'),
    })
  })

  it('refuses a second stack in its folder', async () => {
    expect((await at('up', '--port', '0')).stderr).toContain(`in use by another ringside up (process ${stack.ready.pids.up})`)
  })

  it('runs a suite to a report, without the address being given', async () => {
    const document = await json<RunDocument>('run', 'short.yaml', '--report', 'out/report.html')
    expect(document.runs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
    expect(document.comparisons.map(({ metric }) => metric)).toEqual(['throughput_pps', 'latency_ns_p50', 'latency_ns_p99'])
    expect(document.spans.dropped).toBe(0)
    expect(document.spans.ioctl.stored).toBe(document.spans.ioctl.issued)
    expect(document.spans.doorbell.stored).toBe(document.spans.doorbell.rung)
    expect(document.spans.ioctl.issued).toBeGreaterThan(0)
    expect(document.report).toBe(join(stack.cwd, 'out', 'report.html'))
    expect(readFileSync(document.report as string, 'utf8')).toContain(document.runs[0]?.id)
  })

  it("answers ClickHouse's clients with what was measured, for a password", async () => {
    const { url, user, password } = stack.ready.clickhouse ?? expect.fail('no endpoint')
    const ask = (headers: Record<string, string>) => fetch(url, { method: 'POST', body: 'SELECT count() FROM trials', headers })
    const answer = await ask({ 'X-ClickHouse-User': user, 'X-ClickHouse-Key': password })
    expect(await answer.text()).toBe('12\n')
    expect((await ask({ 'X-ClickHouse-User': user, 'X-ClickHouse-Key': 'guessed' })).status).toBe(403)
  })

  it('lists, shows, compares and traces what it ran, as text and as JSON', async () => {
    const { runs } = await json<{ runs: RunSummary[] }>('runs')
    const id = runs.find(({ label }) => label.startsWith('throughput'))?.id as string
    expect((await at('runs')).stdout).toContain(id)
    expect((await json<RunDetail>('runs', id)).result?.trials).toHaveLength(6)
    expect((await at('compare', id)).stdout).toMatch(/mapped.*eventfd/s)
    const latency = runs.find(({ label }) => label.startsWith('latency'))?.id as string
    expect((await at('compare', `${latency}:mapped`, `${latency}:eventfd`)).stdout).toContain('p99')

    const trace = await json<RunTrace>('trace', id)
    const root = trace.spans.find(({ parentSpanId }) => parentSpanId === '' || /^0+$/.test(parentSpanId))
    expect(root).toMatchObject({ name: 'ringside run', service: 'ringside-cli' })
    expect((await at('trace', id)).stdout).toContain('VHOST_SET_OWNER')
  })

  it('calls a run that is not there bad input', async () => {
    const { code, stderr } = await at('trace', 'r-none')
    expect(code).toBe(2)
    expect(stderr).toContain('r-none')
  })

  it('returns at once with --detach', async () => {
    const { code, stdout } = await at('run', 'short.yaml', '--detach')
    expect(code).toBe(0)
    expect(stdout).toContain('see them with: ringside runs')
  })

  it('says that the run goes on when following it is interrupted', async () => {
    writeFileSync(join(stack.cwd, 'long.yaml'), suite.replace('trials: 3', 'trials: 20'))
    const command = startCommand(['run', 'long.yaml'], { cwd: stack.cwd })
    await eventually('a running run', () => command.stderr().includes(': running'))
    command.child.kill('SIGINT')
    const { code, stderr } = await command.ended
    expect(code).toBe(1)
    expect(stderr).toContain('its runs go on. See them with: ringside runs, or one run with: ringside trace r-')
  })

  it('brings a killed controller back on the same port while a command follows', async () => {
    const command = startCommand(['run', 'short.yaml', '--json'], { cwd: stack.cwd })
    await eventually('a submission', () => command.stderr().includes('submitted'))
    process.kill(stack.ready.pids.controller as number, 'SIGKILL')
    const { code, stdout, stderr } = await command.ended
    expect(stderr).toContain('trying again')
    expect(code, stderr).toBe(0)
    const { runs } = JSON.parse(stdout) as RunDocument
    expect(runs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded'])
    // No span is lost and none is there twice; what was on the agent's disk when the run ended comes later.
    for (const { id } of runs) {
      const status = async () => (await json<RunDetail>('runs', id)).traceStatus
      await expect.poll(status, { timeout: 30_000 }).toBe('complete')
    }
    expect(stack.command.stderr()).toMatch(/controller was ended by SIGKILL; starting it again in 0.5 s\ncontroller is back/)
  }, 90_000)

  it('fails the run of a killed agent as lost and does not repeat it; the next run works', async () => {
    writeFileSync(join(stack.cwd, 'slow.yaml'), suite.replace('duration: 40ms', 'duration: 500ms'))
    const command = startCommand(['run', 'slow.yaml'], { cwd: stack.cwd })
    await eventually('a running run', () => command.stderr().includes(': running'))
    process.kill(stack.ready.pids.agent as number, 'SIGKILL')
    const { code, stderr } = await command.ended
    expect(code).toBe(1)
    expect(stderr).toContain('failed (lost)')
    const { runs } = await json<{ runs: RunSummary[] }>('runs', '--limit', '2')
    expect(runs.map(({ state, failure }) => [state, failure?.cause])).toEqual([
      ['failed', 'lost'],
      ['succeeded', undefined],
    ])
    const lost = await json<RunDetail>('runs', runs[0]?.id as string)
    expect(lost.result).toBeUndefined()
  }, 120_000)
})

describe('the end of a stack', () => {
  it('stops everything in order at Ctrl-C, and can be started again on the same folder', async () => {
    const first = await up()
    first.command.child.kill('SIGINT')
    const { code, stderr } = await first.command.ended
    expect(code).toBe(0)
    expect(stderr).toContain('stopping\nstopped agent\nstopped controller\nstopped redis\nstopped\n')
    expect(running(first.ready)).toEqual([])
    expect(existsSync(join(first.ready.data, 'up.lock'))).toBe(false)
    expect(existsSync(join(first.ready.data, 'ready.json'))).toBe(false)
    const second = await up(first.cwd)
    second.command.child.kill('SIGTERM')
    expect((await second.command.ended).code).toBe(0)
  })

  it('leaves nothing behind when it is killed with SIGKILL, and waits for the rest when started at once', async () => {
    const first = await up()
    first.command.child.kill('SIGKILL')
    const second = await up(first.cwd)
    expect(running(first.ready)).toEqual([])
    second.command.child.kill('SIGKILL')
    await eventually('everything ends with up', () => running(second.ready).length === 0)
  })

  it('is stopped while it starts', async () => {
    const cwd = scratchFolder()
    const command = startCommand(['up', '--port', '0'], { cwd })
    await eventually('the controller starts', () => existsSync(join(cwd, 'ringside-data', 'controller.log')))
    command.child.kill('SIGINT')
    const { code, stderr } = await command.ended
    expect(code).toBe(1)
    expect(stderr).toContain('interrupted while')
  })
})
