/** The provisioned files as Grafana reads them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const folder = fileURLToPath(new URL('../provisioning', import.meta.url))

/** Relative to the folder, with their texts. */
export const files: ReadonlyMap<string, string> = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)

/** Throws TypeError for a file that is not there. */
export function document<Content>(name: string): Content {
  const text = files.get(name)
  if (text === undefined) throw new TypeError(`${name} is not among ${[...files.keys()].join(', ')}`)
  return parse(text) as Content
}

export interface Rule {
  readonly uid: string
  readonly title: string
  readonly condition: string
  readonly annotations: Readonly<Record<string, string>>
  readonly data: readonly RuleStep[]
}

export interface RuleStep {
  readonly refId: string
  readonly datasourceUid: string
  readonly relativeTimeRange?: { readonly from: number; readonly to: number }
  readonly model: {
    readonly refId: string
    readonly format?: number
    readonly rawSql?: string
    readonly expression?: string
    readonly conditions?: readonly { readonly evaluator: { readonly type: string; readonly params: readonly number[] } }[]
  }
}

interface RuleFile {
  readonly groups: readonly { readonly folder: string; readonly name: string; readonly rules: readonly Rule[] }[]
}

export const rules: readonly Rule[] = document<RuleFile>('alerting/rules.yaml').groups.flatMap((group) => group.rules)
