/** Reads a suite from YAML files and checks everything that can be checked before it is submitted. */
import { basename, resolve } from 'node:path'
import { formatPath, locatedSuiteFaults, type Suite } from '@ringside/contract'
import { stringify } from 'yaml'
import { captureFaults, withAbsoluteCaptures } from './suite-file/captures.ts'
import { withIncludes } from './suite-file/includes.ts'
import { placeOf } from './suite-file/merge.ts'
import type { FileFault } from './suite-file/yaml-file.ts'

export type { FileFault } from './suite-file/yaml-file.ts'

export type SuiteFile =
  | {
      readonly ok: true
      /** Absolute. */
      readonly path: string
      /** As it was written; where it includes files, as it reads with them in it. */
      readonly yaml: string
      /** With the paths of captures made absolute. */
      readonly suite: Suite
    }
  | { readonly ok: false; readonly path: string; readonly faults: readonly FileFault[] }

/**
 * The suite in `file` with what it includes, or all its faults, each with the file, line and column it stands at: of the
 * YAML, of the includes, of the suite, of the captures it names. Throws a usage failure when the file cannot be read.
 */
export function readSuite(file: string): SuiteFile {
  const path = resolve(file)
  const reading = withIncludes(path)
  if (!reading.ok) return { ok: false, path, faults: reading.faults }
  const { root, whole, hasIncludes } = reading
  const suite = withAbsoluteCaptures(whole)
  const faults = [
    ...locatedSuiteFaults(suite).map(
      ({ path: at, value, expected, atKey }): FileFault => ({
        ...placeOf(whole.origin, at, atKey),
        path: formatPath(at),
        value,
        expected,
      }),
    ),
    ...captureFaults(whole),
  ]
  if (faults.length > 0) return { ok: false, path, faults }
  const yaml = hasIncludes ? `# ${basename(path)} with what it includes\n${stringify(suite)}` : root.text
  return { ok: true, path, yaml, suite: suite as Suite }
}
