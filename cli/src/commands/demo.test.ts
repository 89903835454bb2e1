import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunDocument } from '../run-document.ts'
import { isRunning, ringside, scratchFolder } from '../testing/command.ts'

it('measures, reports, and leaves a report and data behind but no process', async () => {
  const cwd = scratchFolder()
  const { code, stdout, stderr } = await ringside(['demo', '--json'], { cwd })
  expect(code, stderr).toBe(0)
  const { runs, comparisons, spans, report } = JSON.parse(stdout) as RunDocument

  expect(runs.map(({ state }) => state)).toEqual(Array(6).fill('succeeded'))
  for (const run of runs) expect(run.spans?.doorbell.stored).toBe(run.spans?.doorbell.rung)
  expect(comparisons).toHaveLength(3 + 3 * 2)
  for (const { ratio, interval, unit, verdict } of comparisons) {
    expect(ratio).toBeGreaterThan(0)
    expect(interval[0]).toBeLessThanOrEqual(interval[1])
    expect(['pps', 'ns']).toContain(unit)
    expect(['faster', 'slower', 'no difference', "can't tell"]).toContain(verdict)
  }
  expect(spans.ioctl).toEqual({ issued: spans.ioctl.issued, stored: spans.ioctl.issued })
  const { rung } = spans.doorbell
  expect(spans.doorbell).toEqual({ rung, recorded: rung, selected: rung, stored: rung })
  expect(spans.outlier).toEqual({ found: spans.outlier.found, stored: spans.outlier.found })
  expect(spans.dropped).toBe(0)
  expect(report).toBe(join(cwd, 'ringside-demo', 'report.html'))
  expect(readFileSync(report as string, 'utf8')).toMatch(/^<!doctype html>/i)

  expect(stderr).toContain('stopped agent\nstopped controller\nstopped redis\n')
  const pid = Number(readFileSync(join(cwd, 'ringside-demo', 'data', 'redis.log'), 'utf8').match(/^(\d+):/m)?.[1])
  expect(isRunning(pid)).toBe(false)
}, 150_000)
