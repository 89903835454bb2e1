/** Checks the text of a suite that is being written, and counts what it would cost. */
import { isAbsolute } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  formatPath,
  type LocatedFault,
  locatedSuiteFaults,
  namedPointsMost,
  type Suite,
  type SuiteFault,
  type SuiteValidation,
  suiteDefaults,
} from '@ringside/contract'
import { parseYaml } from '@ringside/contract/yaml'
import { plannedPoints } from './expand.ts'
import { noCost, withPoint } from './suite-cost.ts'

/** Points made before others have their turn: the largest suites take a second. */
const pointsPerTurn = 500

/** Every fault with its place, or what the suite makes. Never throws. */
export async function validateText(text: string): Promise<SuiteValidation> {
  const parsing = parseYaml(text)
  if (!parsing.ok) return { faults: [...parsing.faults] }
  const { value, place } = parsing.yaml
  const located = [...locatedSuiteFaults(value).map(withRemedy), ...captureFaults(value)]
  const faults = located.map(({ path, value: found, expected, atKey }): SuiteFault => {
    const known = found === undefined ? {} : { value: found }
    return { ...place(path, atKey), path: formatPath(path), ...known, expected }
  })
  return faults.length > 0 ? { faults } : { faults, suite: value as Suite, ...(await costOf(value as Suite)) }
}

async function costOf(suite: Suite): Promise<Required<Pick<SuiteValidation, 'cost' | 'labels'>>> {
  const repeat = suite.run?.repeat ?? suiteDefaults.repeat
  const labels: string[] = []
  let cost = noCost
  for (const point of plannedPoints(suite)) {
    if (labels.length < namedPointsMost) labels.push(point.label)
    cost = withPoint(cost, point, repeat)
    if (cost.points % pointsPerTurn === 0) await nextTurn()
  }
  return { cost, labels }
}

/** Here is no file whose folder others could lie in. */
const withRemedy = (fault: LocatedFault): LocatedFault =>
  fault.path.length === 1 && fault.path[0] === 'include'
    ? {
        ...fault,
        expected: 'no includes: a controller has no files. Put their keys here, or submit files with: ringside run FILE',
      }
    : fault

function captureFaults(value: unknown): LocatedFault[] {
  const frames = (value as Partial<Suite> | null)?.matrix?.frame
  return (Array.isArray(frames) ? frames : []).flatMap((frame: unknown, index) => {
    const capture = (frame as { capture?: unknown } | null)?.capture
    if (typeof capture !== 'string' || capture === '' || isAbsolute(capture)) return []
    const expected = 'an absolute path on the host that measures; only files have a folder that paths could start at'
    return [{ path: ['matrix', 'frame', index, 'capture'], value: capture, expected }]
  })
}
