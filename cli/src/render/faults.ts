/** What is wrong with a suite: where, what stands there, what was expected. */
import type { Fault } from '@ringside/contract'
import { type Line, paint, type RenderOptions, wrap } from './line.ts'

/**
 *     demo.yaml: 1 fault, nothing was started
 *
 *       backends[0].doorbell
 *         is        "mappd"
 *         expected  'mapped' or 'eventfd'
 */
export function renderFaults(faults: readonly Fault[], file: string, options: RenderOptions): string {
  if (faults.length === 0) return paint([[`${file}: no faults`]], options)
  const head: Line = [
    { text: file, style: 'bold' },
    `: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, nothing was started`,
  ]
  const columns = Math.max(20, options.width - 14)
  const body = faults.flatMap(({ path, value, expected }): Line[] => [
    [],
    ['  ', { text: path === '' ? '(the whole file)' : path, style: 'warn' }],
    [{ text: '    is        ', style: 'dim' }, value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value))],
    ...wrap(expected, columns).map(
      (text, i): Line => [{ text: i === 0 ? '    expected  ' : '              ', style: 'dim' }, text],
    ),
  ])
  return paint([head, ...body], options)
}
