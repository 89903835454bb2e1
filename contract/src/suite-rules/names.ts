/** What names must obey beyond their pattern: that each can be spelt in one way only. */
import type { FaultPath } from '../fault.ts'
import type { LocatedFault } from '../schema-faults.ts'
import { get, list } from './value.ts'

/** Letters with marks have two spellings that look alike and are not equal; the composed one counts (Unicode NFC). */
export function nameFaults(suite: unknown): LocatedFault[] {
  const labels = get(get(suite, 'hosts'), 'labels')
  const entries = typeof labels === 'object' && labels !== null ? Object.entries(labels) : []
  const names: [FaultPath, unknown][] = [
    [['name'], get(suite, 'name')],
    ...list(suite, 'backends').map((backend, index): [FaultPath, unknown] => [['backends', index, 'name'], get(backend, 'name')]),
    ...list(suite, 'exclude').map((rule, index): [FaultPath, unknown] => [['exclude', index, 'backend'], get(rule, 'backend')]),
    ...entries.flatMap(([key, value]): [FaultPath, unknown][] => [
      [['hosts', 'labels', key], value],
      [['hosts', 'labels', key], key],
    ]),
  ]
  return names.flatMap(([path, value]) =>
    typeof value !== 'string' || value === value.normalize('NFC')
      ? []
      : [{ path, value, expected: `the composed spelling (Unicode NFC), '${value.normalize('NFC')}', which looks the same` }],
  )
}
