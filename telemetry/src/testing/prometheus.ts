/**
 * A strict reader of Prometheus' text format 0.0.4: it throws at everything that the format does not allow, so that a
 * test that parses a page has checked it.
 */

export interface PrometheusSample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const types = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped'])
const namePattern = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const sampleLine = new RegExp(`^(${namePattern})(?:\\{(.*)\\})? (\\S+)$`)
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y

/** The samples of a page. Throws with the line that is wrong. */
export function parsePrometheus(text: string): PrometheusSample[] {
  if (!text.endsWith('\n')) throw new Error('the page does not end with a line feed')
  const typeOf = new Map<string, string>()
  const samples: PrometheusSample[] = []
  for (const line of text.split('\n')) {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
    if (name !== '') {
      if (!types.has(type) || typeOf.has(name)) throw new Error(`a type that is unknown or said twice: ${line}`)
      typeOf.set(name, type)
    } else if (line !== '' && !line.startsWith('#')) samples.push(parseSample(line, typeOf))
  }
  checkSeries(samples)
  return samples
}

function parseSample(line: string, typeOf: ReadonlyMap<string, string>): PrometheusSample {
  const [, name, labelText, valueText] = sampleLine.exec(line) ?? []
  if (name === undefined || valueText === undefined) throw new Error(`not a sample: ${line}`)
  const family = typeOf.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')
  if (!typeOf.has(family)) throw new Error(`a sample before its type: ${line}`)
  const value = valueText === '+Inf' ? Number.POSITIVE_INFINITY : Number(valueText)
  if (Number.isNaN(value) && valueText !== 'NaN') throw new Error(`not a value: ${line}`)
  return { name, labels: labelText === undefined ? {} : parseLabels(labelText, line), value }
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  while (label.lastIndex < text.length) {
    const [, name, value] = label.exec(text) ?? []
    if (name === undefined || value === undefined || name in labels) throw new Error(`wrong labels: ${line}`)
    labels[name] = value.replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
  }
  return labels
}

/** No series twice, and the buckets of a histogram never fall and end with what was counted. */
function checkSeries(samples: readonly PrometheusSample[]): void {
  const values = new Map<string, number>()
  const highest = new Map<string, number>()
  for (const { name, labels, value } of samples) {
    const key = seriesOf(name, labels)
    if (values.has(key)) throw new Error(`a series twice: ${key}`)
    values.set(key, value)
    if (labels.le === undefined) continue
    const { le, ...others } = labels
    const histogram = seriesOf(name.replace(/_bucket$/, '_count'), others)
    if (value < (highest.get(histogram) ?? 0)) throw new Error(`a bucket smaller than the one before: ${key}`)
    highest.set(histogram, value)
  }
  for (const [histogram, count] of highest) {
    if (values.get(histogram) !== count) throw new Error(`the last bucket is not the count: ${histogram}`)
  }
}

const seriesOf = (name: string, labels: Readonly<Record<string, string>>): string =>
  `${name} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`
