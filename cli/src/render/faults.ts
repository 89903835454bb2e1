/** What is wrong with a suite: where, what stands there, what was expected. */
import { relative } from 'node:path'
import type { FileFault } from '../suite-file/yaml-file.ts'
import { cut, type Line, paint, type RenderOptions } from './line.ts'

/** Columns of a value in a message; whoever wants to see all of it opens the file. */
const valueColumns = 60

/**
 * One line a fault, which editors and terminals lead to its place; lines are as long as they need.
 *
 *     demo.yaml: 1 fault, nothing was started
 *     demo.yaml:18:44 backends[0].doorbell: is "mappd", expected one of 'mapped', 'eventfd'
 */
export function renderFaults(faults: readonly FileFault[], file: string, options: RenderOptions): string {
  const head: Line = [
    { text: shown(file), style: 'bold' },
    faults.length === 0 ? ': no faults' : `: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}, nothing was started`,
  ]
  return paint([head, ...faults.map(faultLine)], { ...options, width: Number.POSITIVE_INFINITY })
}

function faultLine({ file, line, column, path, value, expected }: FileFault): Line {
  const is = value === undefined ? 'missing' : cut(JSON.stringify(value) ?? String(value), valueColumns)
  const place = `${shown(file)}:${line}:${column}`
  return [{ text: path === '' ? place : `${place} ${path}`, style: 'warn' }, `: is ${is}, expected ${expected}`]
}

/** From the folder at hand, where the file is below it. */
function shown(file: string): string {
  const near = relative(process.cwd(), file)
  return near === '' || near.startsWith('..') ? file : near
}
