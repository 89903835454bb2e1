/**
 * What is compared: a run, a submission, or all runs that are alike in something. Written as words, each of which must hold:
 * `r-7k2m9q4x1c`, `r-7k2m9q4x1c:mapped`, `s-3v8n1z`, `suite:nightly host:h-1 backend:sw since:2026-11-01`.
 * Without schemas: pages load it and nothing else of the contract.
 */

/** Keys of a set's words, beside `run` and `submission`, which stand for themselves. */
export const runSetKeys = ['run', 'submission', 'suite', 'label', 'point', 'host', 'backend', 'since', 'until'] as const
export type RunSetKey = (typeof runSetKeys)[number]

/** What of runs must hold; `since` and `until`: ISO 8601, of their submission, the latter not included. */
export type RunSet = Readonly<Partial<Record<RunSetKey, string>>>

export type ParsedRunSet = { readonly set: RunSet } | { readonly fault: string }

const word = /(?:([a-z]+):)?(?:"([^"]*)"|([^\s"]+))(?=\s|$)/y

/** The set that `text` describes, or what is wrong with it and what was expected. */
export function parseRunSet(text: string): ParsedRunSet {
  const trimmed = text.trim()
  if (trimmed === '') return { fault: `an empty set; expected a run, a submission, or words such as ${example}` }
  const found: [RunSetKey, string][] = []
  for (word.lastIndex = 0; word.lastIndex < trimmed.length; ) {
    const at = word.lastIndex
    const match = word.exec(trimmed)
    if (match === null) return { fault: `'${trimmed.slice(at)}' is no word of a set; expected words such as ${example}` }
    const [, key, quoted, bare] = match
    const named = namedBy(key, quoted ?? bare ?? '')
    if (typeof named === 'string') return { fault: named }
    found.push(...named)
    while (trimmed[word.lastIndex] === ' ') word.lastIndex++
  }
  const twice = found.find(([key], i) => found.findIndex(([other]) => other === key) !== i)
  if (twice !== undefined) return { fault: `'${twice[0]}' is said twice; expected once, because all words must hold` }
  return { set: Object.fromEntries(found) }
}

const example = "'suite:nightly backend:sw since:2026-11-01'"

function namedBy(key: string | undefined, value: string): [RunSetKey, string][] | string {
  if (value === '') return `'${key}:' says nothing; expected a value, such as ${example}`
  if (key === undefined) return idOf(value)
  if (key === 'since' || key === 'until') return timeOf(key, value)
  const known = runSetKeys.find((each) => each === key)
  return known === undefined ? `'${key}' is no word of a set; expected one of ${runSetKeys.join(', ')}` : [[known, value]]
}

/** `r-7k2m9q4x1c`, `s-3v8n1z:mapped`; in links also with a dot, which ids do not have either. */
function idOf(value: string): [RunSetKey, string][] | string {
  const [, kind, id = '', backend] = /^(?=([rs])-)([^.:]+)(?:[.:](.+))?$/.exec(value) ?? []
  if (kind === undefined) return `'${value}' is no run and no submission; expected r-…, s-…, or words such as ${example}`
  const key = kind === 's' ? 'submission' : 'run'
  return backend === undefined
    ? [[key, id]]
    : [
        [key, id],
        ['backend', backend],
      ]
}

function timeOf(key: 'since' | 'until', value: string): [RunSetKey, string][] | string {
  const ms = /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) return `'${key}:${value}' is no time; expected ISO 8601, such as ${key}:2026-11-01`
  return [[key, new Date(ms).toISOString()]]
}

/** The words that {@link parseRunSet} reads as `set`. */
export function formatRunSet(set: RunSet): string {
  const { run, submission, backend } = set
  const id = run ?? submission
  const named = id === undefined ? [] : [backend === undefined ? id : `${id}:${backend}`]
  const said = ['run', 'submission', ...(id === undefined ? [] : ['backend'])]
  const words = runSetKeys.flatMap((key) => {
    const value = said.includes(key) ? undefined : set[key]
    return value === undefined ? [] : [`${key}:${/^[^\s"]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`}`]
  })
  return [...named, ...words].join(' ')
}
