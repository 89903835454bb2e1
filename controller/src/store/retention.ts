/**
 * For how long what is stored stays. Results stay for ever; spans, logs and metrics go when the engine merges the parts they are
 * in, which waits while something is measured (`merges.ts`).
 */
import { doorbellNames } from './span-filter.ts'
import type { Store } from './store.ts'

/** What can age, and after how many days it does where nothing is said. */
export const retentionDefaults = { doorbells: 30, spans: 90, logs: 14, metrics: 30 } as const

export type AgingKind = keyof typeof retentionDefaults
/** Days, or for ever. */
export type Retention = Readonly<Record<AgingKind, number | 'keep'>>

const kinds = Object.keys(retentionDefaults) as AgingKind[]

/** `doorbells=30d,logs=keep`; what is not named is as {@link retentionDefaults} has it. */
export const retentionPattern = (() => {
  const part = `(${kinds.join('|')})=([1-9]\\d{0,4}d|keep)`
  return `^(${part}(,${part})*)?$`
})()

/** Of a text that matches {@link retentionPattern}. */
export function parseRetention(text: string): Retention {
  const said = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [kind, value = ''] = part.split('=')
      return [kind, value === 'keep' ? value : Number.parseInt(value, 10)]
    })
  return { ...retentionDefaults, ...Object.fromEntries(said) }
}

/** Rows of a table that age alike: those that match `where`, or all. */
interface Rule {
  readonly kind: AgingKind
  readonly column: string
  readonly where?: string
}

const doorbellList = `(${doorbellNames.map((name) => `'${name}'`).join(', ')})`

const rules: Readonly<Record<string, readonly Rule[]>> = {
  spans: [
    { kind: 'doorbells', column: 'start_time', where: `name IN ${doorbellList}` },
    { kind: 'spans', column: 'start_time', where: `name NOT IN ${doorbellList}` },
  ],
  logs: [{ kind: 'logs', column: 'time' }],
  metrics: [{ kind: 'metrics', column: 'time' }],
}

/** What ages in a table; nothing in most. */
export const agingKinds = (table: string): readonly AgingKind[] => (rules[table] ?? []).map(({ kind }) => kind)

/** In the words in which the engine repeats it; "" where all stays. */
function ttlOf(tableRules: readonly Rule[], retention: Retention): string {
  return tableRules
    .filter(({ kind }) => retention[kind] !== 'keep')
    .map(
      ({ kind, column, where }) => `${column} + toIntervalDay(${retention[kind]})${where === undefined ? '' : ` WHERE ${where}`}`,
    )
    .join(', ')
}

/**
 * Tells the engine, where that is news to it, and returns the tables for which it was. What is stored already is gone
 * through in the background. Throws StoreError.
 */
export async function applyRetention(store: Store, retention: Retention): Promise<string[]> {
  const tables = Object.keys(rules)
  const stored = await store.query<{ name: string; engine_full: string }>(
    'SELECT name, engine_full FROM system.tables WHERE database = currentDatabase() AND name IN {tables:Array(String)}',
    { tables },
  )
  const changed: string[] = []
  for (const { name, engine_full } of stored) {
    const wanted = ttlOf(rules[name] ?? [], retention)
    const present = / TTL (.*?)(?: SETTINGS .*)?$/s.exec(engine_full)?.[1] ?? ''
    if (present === wanted) continue
    const change = wanted === '' ? 'REMOVE TTL' : `MODIFY TTL ${wanted}`
    await store.exec(
      `ALTER TABLE ${name} ${change} SETTINGS alter_sync = 0, mutations_sync = 0, materialize_ttl_after_modify = 1`,
    )
    changed.push(name)
  }
  return changed
}

const msPerDay = 86_400_000

/** Whether spans of a run that ended then may be gone by now. */
export function mayHaveAged({ doorbells, spans }: Retention, endedAtMs: number, nowMs: number): boolean {
  return [doorbells, spans].some((days) => days !== 'keep' && nowMs - endedAtMs >= days * msPerDay)
}
