import { describe, expect, it } from 'vitest'
import { parsePrometheus } from './prometheus.ts'

describe('the strict reader of metrics', () => {
  it('reads names, labels with everything in them, and values', () => {
    expect(parsePrometheus('# HELP a x\n# TYPE a gauge\na{b="c\\"\\\\\\n",d="{e}"} -1.5\na 3\n')).toEqual([
      { name: 'a', labels: { b: 'c"\\\n', d: '{e}' }, value: -1.5 },
      { name: 'a', labels: {}, value: 3 },
    ])
  })

  it.each([
    ['a sample without a type', 'a 1\n'],
    ['a type said twice', '# TYPE a gauge\n# TYPE a gauge\na 1\n'],
    ['no line feed at the end', '# TYPE a gauge\na 1'],
    ['a series twice', '# TYPE a gauge\na 1\na 2\n'],
    ['a label twice', '# TYPE a gauge\na{b="1",b="2"} 1\n'],
    ['a label without quotes', '# TYPE a gauge\na{b=1} 1\n'],
    ['a name with a dot', '# TYPE a.b gauge\na.b 1\n'],
    ['no value', '# TYPE a gauge\na x\n'],
    ['a falling bucket', '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n'],
    ['a count unlike the last bucket', '# TYPE a histogram\na_bucket{le="+Inf"} 1\na_sum 1\na_count 2\n'],
  ])('refuses %s', (_, page) => expect(() => parsePrometheus(page)).toThrow())
})
