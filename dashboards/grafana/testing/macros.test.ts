import { expect, it } from 'vitest'
import { expandMacros } from './macros.ts'
import { expandQuery, type Values } from './variables.ts'

const range = { fromMs: 1_790_000_000_123, toMs: 1_790_000_060_456, intervalMs: 1_500 }

it('puts times and intervals as the plugin does', () => {
  expect(expandMacros('$__timeFilter(t)', range)).toBe('t >= toDateTime(1790000000) AND t <= toDateTime(1790000060)')
  expect(expandMacros('$__timeFilter_ms(f(a))', range)).toBe(
    'f(a) >= fromUnixTimestamp64Milli(1790000000123) AND f(a) <= fromUnixTimestamp64Milli(1790000060456)',
  )
  expect(expandMacros('$__timeInterval(t), $__timeInterval_ms(t)', range)).toBe(
    'toStartOfInterval(toDateTime(t), INTERVAL 1 second), toStartOfInterval(toDateTime64(t, 3), INTERVAL 1500 millisecond)',
  )
  expect(expandMacros('a > $__fromTime - 1 AND (b < $__toTime) / $__interval_s', range)).toBe(
    'a > toDateTime(1790000000) - 1 AND (b < toDateTime(1790000060)) / 1',
  )
})

it('refuses what the plugin would refuse, and what it would leave', () => {
  expect(() => expandMacros('$__timeFilter', range)).toThrow('$__timeFilter has 0 arguments, expected 1')
  expect(() => expandMacros('$__timeFilter(a, b)', range)).toThrow('has 2 arguments')
  expect(() => expandMacros('$__timeFilter(a', range)).toThrow('do not close')
  expect(() => expandMacros('SELECT $__timeGroup(a)', range)).toThrow("'$__timeGroup' is no macro")
})

it('puts variables in their format, and drops conditions on all', () => {
  const values: Values = new Map([
    ['suite', { value: ["de'mo", 'nightly'] }],
    ['host', { value: ['h-1'], all: true }],
    ['run', { value: 'r-1' }],
  ])
  const query = (sql: string) => expandQuery(sql, values, range)
  expect(query("$__conditionalAll(suite IN (${suite:sqlstring}), $suite) AND run = '$run'")).toBe(
    "suite IN ('de''mo','nightly') AND run = 'r-1'",
  )
  expect(query('$__conditionalAll(host IN (${host:sqlstring}), $host) AND $__conditionalAll(h = 1, ${host})')).toBe('1=1 AND 1=1')
  expect(query('${suite}, $__interval_ms')).toBe("'de'mo','nightly', 1500")
  expect(() => query('$other')).toThrow("'other' is none of the dashboard's")
})
