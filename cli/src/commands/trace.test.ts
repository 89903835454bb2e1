import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes, type OutlierList, type RunTrace, type TraceSpan } from '@ringside/contract'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CommandFailure } from '../failure.ts'
import { createProgram } from '../program.ts'
import { ringside, scratchFolder } from '../testing/command.ts'
import { doorbellsOfTracedRun, startTracedRun, type TracedRun } from '../testing/traced-run.ts'

let traced: TracedRun
beforeAll(async () => {
  traced = await startTracedRun()
})
afterAll(() => traced?.server.close())

const argsOf = (args: readonly string[]) => ['trace', traced.run.id, '--url', traced.server.url, ...args]

/** What the command prints, in this process, because starting one takes longer than all that it does. */
async function shown(...args: string[]): Promise<string> {
  let text = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk
    return true
  })
  try {
    await createProgram().parseAsync(argsOf(args), { from: 'user' })
    return text
  } finally {
    write.mockRestore()
  }
}

/** The same with every line break and indentation as one space. */
const words = (text: string): string => text.replace(/\s+/g, ' ')

describe('ringside trace', () => {
  it('shows the tree with what it lacks, and how to unfold what is folded', async () => {
    const text = await shown()
    expect(text).toContain('every doorbell traced; ')
    expect(text).toContain('1,204 doorbells dropped in trial 3 of mapped: event ring of 1,048,576 full')
    expect(text).toMatch(/├─ d1 kick q0 mmio {2}100 x, 83\.3 k\/s/)
    expect(text).toMatch(/packet\.outlier -> 2 links: d1/)
    expect(words(text)).toContain('--unfold f1 shows what that line folds')
    expect(text).not.toContain('only ')
  })

  it('unfolds doorbells and requests by their handles, a page at a time', async () => {
    const first = await shown('--unfold', 'd1,f1', '--limit', '3')
    expect(first.match(/ring_index=/g)).toHaveLength(3)
    expect(first).toContain('+0.000000 ms    200 ns  ring_index=0 batch=32  unobserved')
    expect(first.match(/VHOST_SET_VRING_NUM index=/g)).toHaveLength(4)
    const from = /more from \+0\.024008 ms on \(--from (\S+)\)/.exec(first)?.[1] ?? ''
    const second = await shown('--unfold', 'd1', '--limit', '3', '--from', from)
    expect(second.match(/ring_index=(\d+)/g)).toEqual(['ring_index=256', 'ring_index=384', 'ring_index=512'])
    expect(second).toContain('… earlier ones')
    const around = await shown('--unfold', 'd2', '--limit', '4', '--around', '0.5ms')
    expect(around.match(/\+0\.\d+ ms/g)?.slice(0, 4)).toEqual(['+0.483161 ms', '+0.495165 ms', '+0.507169 ms', '+0.519173 ms'])
    expect((await shown('--unfold', 'all-ioctls')).match(/VHOST_SET_VRING_NUM index=/g)).toHaveLength(8)
    expect((await shown('--unfold', 'all-doorbells', '--limit', '2')).match(/ring_index=/g)).toHaveLength(8)
  })

  it('says in one line what a filter leaves, and leaves what that lies in', async () => {
    const text = await shown('--queue', '1', '--phase', 'measure', '--name', 'doorbell.*', '--min-duration', '3us')
    expect(words(text)).toContain(
      'only queue 1, phase measure, named doorbell.*, at least 3.00 µs: 0 of 16 spans, 171 of 400 doorbells',
    )
    expect(text).toContain('trial 1 mapped')
    expect(text).not.toContain('q0')
    expect(await shown('--errno', 'EBUSY', '--trial', '1')).toContain('! VHOST_SET_OWNER EBUSY')
    expect(await shown('--errno', 'ENOMEM')).toContain('No span passes the filter')
  })

  it('gives the folded trace as JSON, and what is unfolded with it', async () => {
    const plain = JSON.parse(await shown('--json')) as RunTrace
    expect(plain.doorbells.map(({ count }) => count)).toEqual([100, 100, 100, 100])
    expect(plain).not.toHaveProperty('unfolded')
    const more = JSON.parse(await shown('--json', '--unfold', 'd2')) as { unfolded: Record<string, TraceSpan[]> }
    expect(more.unfolded.d2).toHaveLength(50)
  })

  it('lists the slowest packets with the doorbells around them', async () => {
    const text = await shown('--outliers', '--limit', '2')
    expect(text).toContain('2 of 3')
    expect(text).toMatch(
      /1 {3}82\.0 µs {2}trial 1 of mapped, measure, queue 0\n +\+0\.014028 ms {2}kick q0 {3}200 ns {2}ring_index=896/,
    )
    expect((JSON.parse(await shown('--outliers', '--json')) as OutlierList).outliers).toHaveLength(3)
  })

  it.each([
    [
      'a handle there is none of',
      ['--unfold', 'd9'],
      "--unfold is 'd9'; expected a handle of the trace as it is shown: f1, d1, d2",
    ],
    ['a queue the run has not', ['--queue', '7'], '--queue is 7; expected one that run r-7k2m9q4x1c has: 0 to 1'],
    ['a trial the run has not', ['--trial', '99'], '--trial is 99; expected one that run r-7k2m9q4x1c has: 1 to 10'],
    ['a backend the run has not', ['--backend', 'hw'], "--backend is 'hw'; expected one that run"],
    ['a phase there is none of', ['--phase', 'lunch'], 'Allowed choices are setup, warmup, measure, teardown'],
    ['a time without a unit', ['--min-duration', '10'], 'Expected a time such as 10us'],
    ['an errno that is none', ['--errno', '12'], 'Expected the name of an errno such as ENOMEM'],
    ['durations that exclude each other', ['--min-duration', '2us', '--max-duration', '1us'], 'nothing can pass'],
    ['a page of nothing', ['--from', '1ms'], 'expected a handle too: --unfold d1'],
    ['a file without a format', ['-o', 'x.json'], 'expected a format too: --export otlp-json or chrome'],
    ['keys without a terminal', ['-i'], '-i needs a terminal'],
    ['a format there is none of', ['--export', 'xml'], 'Allowed choices are otlp-json, chrome'],
  ])('refuses %s', async (_, args, message) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const error = await shown(...args).catch((thrown: unknown) => thrown)
    write.mockRestore()
    expect(error).toMatchObject({ message: expect.stringContaining(message) })
    expect(error instanceof CommandFailure ? error.exitCode : error).toEqual(
      error instanceof CommandFailure ? exitCodes.usage : expect.any(CommanderError),
    )
  })
})

describe('ringside trace --export', () => {
  const command = (...args: string[]) => ringside(argsOf(args))

  it('writes every span to standard output, or to a file in place of what was there', async () => {
    const piped = await command('--export', 'otlp-json')
    expect([piped.code, piped.stderr]).toEqual([0, ''])
    expect(piped.stdout.match(/"spanId":/g)?.length).toBe(traced.spans + 2 * 3)
    const file = join(scratchFolder(), 'trace.json')
    writeFileSync(file, 'old')
    const { code, stdout, stderr } = await command('--export', 'chrome', '-o', file)
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: `${file}: ${traced.spans} spans\n` })
    const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { traceEvents: { ph: string }[] }
    expect(traceEvents.filter(({ ph }) => ph === 's')).toHaveLength(doorbellsOfTracedRun * 0.9)
  })

  it('says where it cannot write, and what is no option', async () => {
    const file = join(scratchFolder(), 'absent', 'trace.json')
    const [unwritten, unknown] = await Promise.all([command('--export', 'chrome', '-o', file), command('--export', 'xml')])
    expect([unwritten.code, unwritten.stderr]).toEqual([1, expect.stringContaining(`cannot write the trace to ${file}`)])
    expect(existsSync(file)).toBe(false)
    expect([unknown.code, unknown.stdout]).toEqual([2, ''])
  })
})
