import { describe, expect, it } from 'vitest'
import { Merges } from './merges.ts'

const tables = ['spans', 'metrics', 'logs', 'runs', 'trials', 'queue_counters', 'series_runs', 'alert_judgements']
const stop = tables.map((table) => `SYSTEM STOP MERGES ${table}`)
const start = tables.map((table) => `SYSTEM START MERGES ${table}`)

function recorder(parts: number) {
  const statements: string[] = []
  const merges = new Merges({
    exec: async (sql) => void statements.push(sql),
    query: async <Row>() => [{ parts: String(parts) }] as Row[],
  })
  return { statements, merges }
}

describe('merging of parts', () => {
  it('is put off once and goes on once, however often that is said', async () => {
    const { statements, merges } = recorder(0)
    for (const quiet of [false, true, true, false, false]) await merges.setQuiet(quiet)
    expect(statements).toEqual([...stop, ...start])
  })

  it('goes on by itself in a table before the engine would slow inserts into it down, and stays on', async () => {
    const { statements, merges } = recorder(790)
    await merges.setQuiet(true)
    for (let i = 0; i < 9; i++) await merges.inserted('spans')
    await merges.inserted('audit')
    expect(statements).toEqual(stop)
    for (let i = 0; i < 5; i++) await merges.inserted('spans')
    await merges.setQuiet(true)
    expect(statements).toEqual([...stop, start[0]])
  })

  it('is not put off when too many parts wait already', async () => {
    const { statements, merges } = recorder(800)
    await merges.setQuiet(true)
    expect(statements).toEqual([])
  })
})
