import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, it, test } from 'vitest'
import { checkSuite, type Fault } from './check-suite.ts'
import { formatPath } from './fault.ts'
import { schemaFaults } from './schema-faults.ts'
import { Suite } from './suite.ts'
import { fullSuite as full, plainSuite as valid } from './testing/suite-fixture.ts'

type Path = (string | number)[]

function nodeAt(root: unknown, path: Path): Record<string | number, unknown> {
  return path.reduce((node, step) => (node as Record<string | number, unknown>)[step], root) as Record<string | number, unknown>
}

/** A copy of a valid suite with the value at `path` replaced, or removed where `value` is undefined. */
function changed(path: Path, value: unknown, suite: object = valid): unknown {
  if (path.length === 0) return value
  const copy = structuredClone(suite)
  const parent = nodeAt(copy, path.slice(0, -1))
  const last = path.at(-1) as string | number
  if (value === undefined && Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy
}

function faultsOf(value: unknown): readonly Fault[] {
  const check = checkSuite(value)
  return check.ok ? [] : check.faults
}

function onlyFault(path: Path, value: unknown): Fault {
  const faults = faultsOf(changed(path, value))
  expect(faults).toHaveLength(1)
  return faults[0] as Fault
}

/** Every path in a value, the empty one included. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))]
}

describe('a valid suite', () => {
  it('passes as it is and with everything optional left out', () => {
    const { apiVersion, kind, name, backends } = valid
    expect(checkSuite(valid)).toEqual({ ok: true, suite: valid })
    expect(checkSuite(full)).toEqual({ ok: true, suite: full })
    expect(
      checkSuite({ apiVersion, kind, name, backends, workloads: [{ kind: 'throughput' }], matrix: { frame: [64] } }).ok,
    ).toBe(true)
  })
})

describe('a fault says where it is, what stands there and what was expected', () => {
  test('a misspelt literal names the choices and the nearest', () => {
    const fault = onlyFault(['backends', 0, 'doorbell'], 'maped')
    expect(fault).toMatchObject({ path: 'backends[0].doorbell', value: 'maped' })
    expect(fault.expected).toContain("one of 'mapped', 'eventfd'")
    expect(fault.expected).toContain("did you mean 'mapped'?")
  })

  test('an unknown key names the known keys and the nearest', () => {
    const fault = onlyFault(['run', 'triaals'], 5)
    expect(fault).toMatchObject({ path: 'run.triaals', value: 5 })
    expect(fault.expected).toContain("'warmup', 'duration', 'trials', 'order', 'seed'")
  })

  test('a misspelt required key is one fault, not also a missing key', () => {
    const { matrix, ...rest } = valid
    expect(faultsOf({ ...rest, matrx: matrix })).toMatchObject([
      { path: 'matrx', expected: expect.stringContaining("did you mean 'matrix'?") },
    ])
  })

  test('a missing key says what belongs there', () => {
    expect(onlyFault(['workloads', 1, 'rate'], undefined)).toEqual({
      path: 'workloads[1].rate',
      value: undefined,
      expected: expect.stringContaining("a packet rate with a unit of pps, kpps or Mpps, such as '50kpps'"),
    })
  })

  test('a duration without a unit or with an unknown one asks for a unit', () => {
    for (const value of [250, '250', '250 sec', '250sec']) {
      expect(onlyFault(['run', 'duration'], value).expected).toContain('a duration with a unit')
    }
  })

  test('a number in quotes is told to lose them', () => {
    expect(onlyFault(['run', 'trials'], '10').expected).toContain('write it without quotes')
  })

  test('an unknown kind lists the kinds', () => {
    expect(onlyFault(['workloads', 0, 'kind'], 'latencies').expected).toContain("one of 'throughput', 'latency', 'pingpong'")
  })

  test('a variant is judged by the kind it names', () => {
    expect(onlyFault(['workloads', 0, 'rate'], '50kpps').expected).toContain(
      "known keys are 'kind', 'direction', 'burst', 'flows'",
    )
    expect(onlyFault(['workloads', 2, 'direction'], 'oneway').expected).toContain("'loopback'")
  })

  test('an empty matrix, an empty axis and an empty list of backends are faults', () => {
    expect(onlyFault(['matrix'], {})).toMatchObject({ path: 'matrix.frame', value: undefined })
    expect(onlyFault(['matrix', 'frame'], []).expected).toContain('at least one frame size or capture')
    expect(onlyFault(['backends'], []).expected).toContain('at least one backend')
  })

  test('a frame out of range names the range, and a misspelt capture its key', () => {
    expect(onlyFault(['matrix', 'frame', 2], 63)).toMatchObject({ path: 'matrix.frame[2]', value: 63 })
    expect(onlyFault(['matrix', 'frame', 2], { captur: 'x.pcap' }).path).toBe('matrix.frame[2].captur')
  })

  test('many faults are all reported', () => {
    const frames = Array.from({ length: 40 }, (_, index) => index)
    expect(faultsOf(changed(['matrix', 'frame'], frames))).toHaveLength(40)
  })
})

describe('rules beyond the schema', () => {
  test.each<[string, Path, unknown, string]>([
    ['a name used twice', ['backends', 1, 'name'], 'mapped', 'backends[0]'],
    ['a frame listed twice', ['matrix', 'frame', 1], 64, 'item 0 is the same'],
    ['a capture listed twice', ['matrix', 'frame', 1], { capture: 'data/capture.pcap' }, 'item 1 is the same'],
    ['a ring size listed twice', ['matrix', 'ringSize', 1], 256, 'item 0 is the same'],
    ['a workload listed twice', ['workloads', 1], valid.workloads[0], 'item 0 is the same'],
    ['a warm-up of zero', ['run', 'warmup'], '0ms', 'above zero'],
    ['a duration of zero', ['run', 'duration'], '0.0s', 'above zero'],
    ['a duration of days', ['run', 'duration'], '72h', 'at most 1h'],
    ['a rate of zero', ['workloads', 1, 'rate'], '0pps', 'above zero'],
    ['a rate beyond any number', ['workloads', 1, 'rate'], `${'9'.repeat(400)}pps`, 'at most 1000Mpps'],
    ['a recorded rate where not all frames are captured', ['workloads', 1, 'rate'], 'recorded', 'matrix.frame[0] is no capture'],
    ['a recorded speed of zero', ['workloads', 1, 'rate'], '0x', 'above zero and at most 1000x'],
    ['a number of queues listed twice', ['matrix', 'queues', 1], 1, 'item 0 is the same'],
    ['a ring format listed twice', ['matrix', 'ring', 1], 'split', 'item 0 is the same'],
    ['a feature listed twice', ['backends', 1, 'features', 1], 'in-order', 'item 0 is the same'],
    ['flows of a capture', ['workloads', 0, 'flows'], 4, 'matrix.frame[2] is a capture'],
    ['latency of packets that nobody looks at', ['workloads', 1, 'verify'], 'off', "'full' or 'header'"],
    ['a ping-pong of packets that nobody looks at', ['workloads', 2, 'verify'], 'off', "'full' or 'header'"],
    ['more packets under way than the ring holds', ['workloads', 2, 'outstanding'], 257, 'at most 256 packets'],
    ['a burst beyond the packets under way', ['workloads', 2, 'burst'], 9, 'at most 8'],
    ['a service time of minutes', ['backends', 1, 'model', 'serviceTime'], '61s', 'at most 1s'],
    ['a jitter of seconds', ['backends', 1, 'model', 'jitter', 'time'], '1.5s', 'at most 1s'],
    ['a rate limit of zero', ['backends', 1, 'model', 'rateLimit'], '0pps', 'leave it out for no limit'],
    ['a share above all', ['backends', 1, 'model', 'faults', 'drop'], '101%', 'at most 100%'],
    ['a stall after the measurement', ['backends', 1, 'model', 'faults', 'stall', 'after'], '150ms', 'below 150ms'],
    ['a stall of no length', ['backends', 1, 'model', 'faults', 'stall', 'for'], '0ms', 'above zero'],
    ['a death after the measurement', ['backends', 1, 'model', 'faults', 'dieAfter'], '1s', 'it would never happen'],
  ])('%s is a fault', (...[, path, value, expected]) => {
    expect(onlyFault(path, value).expected).toContain(expected)
  })

  test('a mapped doorbell with a sleeping device is a fault at the device', () => {
    const fault = onlyFault(['backends', 0, 'device'], 'sleeping')
    expect(fault).toMatchObject({ path: 'backends[0].device', value: 'sleeping' })
    expect(fault.expected).toContain("or doorbell 'eventfd'")
  })

  test('shares of faults that make more than all packets are one fault, with their sum', () => {
    const fault = onlyFault(['backends', 1, 'model', 'faults', 'corrupt'], '99%')
    expect(fault.path).toBe('backends[1].model.faults')
    expect(fault.expected).toContain('these make 100.6%')
  })

  test('recorded times are fine where every frame is a capture', () => {
    for (const rate of ['recorded', '2x', '0.5x']) {
      const suite = changed(['matrix', 'frame'], [{ capture: 'a.pcap' }, { capture: 'b.pcapng' }]) as typeof valid
      expect(faultsOf({ ...suite, workloads: [{ kind: 'latency', rate }] })).toEqual([])
    }
  })

  test('a workload that says what holds anyway repeats one that does not say it', () => {
    const suite = changed(['workloads', 1], { kind: 'throughput', direction: 'oneway', burst: 32, verify: 'header' })
    expect(faultsOf(suite)).toMatchObject([{ path: 'workloads[1]', expected: expect.stringContaining('item 0') }])
  })

  test('packets of two descriptors need a ring of four, and half as many fit', () => {
    const tiny = { ...valid, workloads: [{ kind: 'throughput' }], matrix: { frame: [64], ringSize: [2] } }
    expect(faultsOf(tiny)).toMatchObject([{ path: 'backends[1].descriptors', value: 'indirect' }])
    const chained = changed(['backends', 1, 'descriptors'], 'chained') as typeof valid
    const full = { ...chained, workloads: [{ kind: 'throughput', burst: 129 }], matrix: { frame: [64] } }
    expect(faultsOf(full)).toMatchObject([{ path: 'workloads[0].burst', expected: expect.stringContaining('at most 128') }])
  })

  test('a frame that comes back in parts has to fit the receive buffers of the smallest ring', () => {
    const small = { ...valid, workloads: [{ kind: 'pingpong' }], matrix: { frame: [64, 65_000], ringSize: [16, 32] } }
    expect(faultsOf(small)).toMatchObject([{ path: 'matrix.frame[1]', expected: expect.stringContaining('at most 32756 bytes') }])
    expect(faultsOf({ ...small, workloads: [{ kind: 'throughput' }] })).toEqual([])
    expect(faultsOf({ ...small, matrix: { ...small.matrix, ringSize: [32] } })).toEqual([])
    expect(faultsOf({ ...small, backends: valid.backends.slice(0, 1) })).toEqual([])
  })

  test('a burst larger than the smallest ring is a fault at the burst', () => {
    expect(onlyFault(['matrix', 'ringSize', 0], 16)).toMatchObject({ path: 'workloads[0].burst', value: 32 })
  })
})

describe('hosts, rules and limits', () => {
  test.each<[string, Path, unknown, string]>([
    ['a host beside a description of hosts', ['host'], 'h-1', "either 'host' or 'hosts'"],
    ['a label that is a number', ['hosts', 'labels', 'nic'], 810, 'write it in quotes'],
    ['a label of spaces', ['hosts', 'labels', 'nic'], ' ', 'letters and digits of any script'],
    ['a label whose key has a colon', ['hosts', 'labels', 'a:b'], 'x', "such as 'nic: e810'"],
    ['a rule that says nothing', ['exclude'], [{}], "at least one of the keys 'backend', 'workload'"],
    ['a rule of no backend', ['exclude'], [{ backend: 'maped' }], 'a backend of this suite ("mapped", "eventfd")'],
    ['a rule of another frame', ['exclude'], [{ frame: 65 }], 'leaves nothing out'],
    ['a rule of a default that is not in the matrix', ['exclude'], [{ queues: 2 }], 'queue pairs of this suite (1, 4)'],
    ['rules that leave nothing', ['exclude'], [{ backend: 'mapped' }, { backend: 'eventfd' }], 'leave at least one point'],
    ['more rules than anyone reads', ['exclude'], Array(101).fill({ frame: 64 }), 'at most 100'],
    ['a run limit within what it measures', ['timeouts', 'run'], '3s', 'above the 3.6s that a run of this suite measures'],
    ['a run limit of months', ['timeouts', 'run'], '2000h', 'at most 168h'],
    ['a wait of no time', ['timeouts', 'waiting'], '10ms', 'at least 1s'],
    ['a heartbeat that may not be late', ['timeouts', 'heartbeat'], '2s', 'at least 3s'],
    ['an artifact kept twice', ['artifacts'], ['log', 'log'], 'each once'],
    ['retries without end', ['onFailure', 'retries'], 6, 'from 0 to 5'],
    ['a governor that is none', ['tuning', 'governor'], 'on demand', "such as 'performance'"],
    ['an include that nobody has put in', ['include'], ['base.yaml'], 'submit one whole suite'],
    ['a million runs', ['run', 'repeat'], 1001, 'from 1 to 1000'],
  ])('%s is a fault', (...[, path, value, expected]) => {
    expect(onlyFault(path, value).expected).toContain(expected)
  })

  test('a suite that makes a million runs is refused with their number, at once', () => {
    const frame = Array.from({ length: 1_000 }, (_, index) => 64 + index)
    const suite = { ...valid, matrix: { frame, ringSize: [256] }, run: { repeat: 1_000 }, workloads: [{ kind: 'throughput' }] }
    expect(faultsOf(suite)).toEqual([
      { path: 'matrix', value: '1000000 runs', expected: expect.stringContaining('at most 100000 runs') },
    ])
  })

  test('runs are counted without being made, however many there are', () => {
    const frame = Array.from({ length: 5_000 }, (_, index) => 64 + index)
    const queues = Array.from({ length: 64 }, (_, index) => index + 1)
    const ringSize = Array.from({ length: 15 }, (_, index) => 2 ** (index + 1))
    const axes = { frame, queues, ringSize, ring: ['split', 'packed'] }
    const suite = { ...valid, workloads: [{ kind: 'throughput', burst: 1 }], matrix: axes, run: { repeat: 1_000 } }
    suite.backends = valid.backends.slice(0, 1)
    expect(faultsOf(suite)).toMatchObject([{ path: 'matrix', value: '9600000000 runs' }])
    const exclude = [{ queues: 64 }, { frame: 64, ring: 'split' }, { frame: 64, ringSize: 2 }, { backend: 'mapped', frame: 65 }]
    // 63 queues; of frame 64 one ring format with 14 sizes, of frame 65 none, of the others all.
    const points = 63 * (14 + 4_998 * 15 * 2)
    expect(faultsOf({ ...suite, exclude })).toMatchObject([{ value: `${points * 1_000} runs` }])
  })

  test('a document nested without end is one fault', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown
    expect(faultsOf(deep)).toMatchObject([{ path: '', expected: expect.stringContaining('at most 64 levels') }])
    expect(faultsOf({ ...valid, matrix: { frame: [deep, deep] } })).toHaveLength(1)
  })

  test('lists as long as a suite can be are checked, each item once', () => {
    const ringSize = Array<number>(130_000).fill(256)
    const told = faultsOf({ ...valid, matrix: { frame: [64], ringSize } })
    expect([told.length, told[0]?.path, told.at(-1)?.value]).toEqual([1_001, 'matrix.ringSize[1]', '129999 faults'])
    const backends = Array.from({ length: 3_000 }, (_, index) => ({ ...valid.backends[0], name: `b${index}` }))
    expect(faultsOf({ ...valid, backends: [...backends, ...backends] })).toHaveLength(1_001)
  })
})

describe('names in any script', () => {
  test.each([
    '夜間',
    'Grün und Blau',
    'сравнение-2',
    'ליל',
    'مقارنة',
    'می‌خواهم',
    'हिन्दी',
    'ไทย',
    '한국어',
    '𠀀'.repeat(63),
    'C++',
    'v1.2_rc',
  ])('%s is a name', (name) => {
    expect(faultsOf(changed(['backends', 0, 'name'], name))).toEqual([])
    expect(faultsOf(changed(['hosts', 'labels', name], name))).toEqual([])
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
  })

  test.each([
    ['nothing', ''],
    ['a space in front', ' a'],
    ['a space behind', 'a '],
    ['a colon', 'a:b'],
    ['a slash', 'a/b'],
    ['a line break', 'a\nb'],
    ['an escape', 'a\u001b[31mb'],
    ['a bidi override', 'a\u202eb'],
    ['a bidi isolate', 'a\u2066b'],
    ['a joiner where nothing joins', 'a\u200db'],
    ['an option', '-a'],
    ['a hidden file', '.a'],
    ['a no-break space', 'a\u00a0b'],
    ['half a surrogate pair', 'a\ud800'],
    ['64 characters', '𠀀'.repeat(64)],
  ])('a name with %s is a fault', (_, name) => {
    expect(onlyFault(['name'], name).expected).toContain('letters and digits of any script')
  })

  test('a name in its decomposed spelling is a fault that shows the other', () => {
    expect(onlyFault(['backends', 0, 'name'], 'gru\u0308n')).toMatchObject({ expected: expect.stringContaining("'gr\u00fcn'") })
    expect(onlyFault(['hosts', 'labels', 'u\u0308'], 'x').path).toBe('hosts.labels["u\u0308"]')
  })
})

describe('properties', () => {
  const mayBeEmpty = ['exclude', 'artifacts']
  /** Valid nowhere else in a suite: every other list has a least length, nothing is a boolean or null. */
  const wrong = fc.constantFrom<unknown>(null, true, [], Number.NaN, { nonsense: 1 })
  const mutation = fc.record({ path: fc.constantFrom(...pathsOf(full)), value: wrong })

  it('reports a mutated value at its path or below', () => {
    fc.assert(
      fc.property(mutation, ({ path, value }) => {
        fc.pre(!(mayBeEmpty.includes(formatPath(path)) && Array.isArray(value)))
        const faults = faultsOf(changed(path, value, full))
        expect(faults.some((fault) => fault.path.startsWith(formatPath(path)))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('reports an unknown key at its path, in every mapping', () => {
    const mappings = pathsOf(full).filter((path) => {
      const node = nodeAt(full, path)
      return typeof node === 'object' && !Array.isArray(node) && formatPath(path) !== 'hosts.labels'
    })
    fc.assert(
      fc.property(fc.constantFrom(...mappings), fc.string({ minLength: 1 }), fc.anything(), (path, word, value) => {
        const key = `x-${word}`
        const copy = changed([...path, key], value === undefined ? 1 : value, full)
        expect(faultsOf(copy).map((fault) => fault.path)).toContain(formatPath([...path, key]))
      }),
    )
  })

  /** Any value, and suites with any value somewhere in them. */
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
    fc
      .record({ path: fc.constantFrom(...pathsOf(full)), value: fc.anything() })
      .map(({ path, value }) => changed(path, value, full)),
  )

  it('never throws, agrees with TypeBox, and every fault is at a value or a missing key of an existing one', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(schemaFaults(Suite, value).length === 0).toBe(Value.Check(Suite, value))
        const existing = new Set(pathsOf(value).map(formatPath))
        for (const fault of faultsOf(value)) {
          const parent = fault.path.replace(/(\.[\w$-]+|\[[^[]*\]|^[\w$-]+)$/, '')
          expect(existing.has(fault.path) || (fault.value === undefined && existing.has(parent))).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('reports no path twice', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const paths = faultsOf(value).map((fault) => fault.path)
        expect(new Set(paths).size).toBe(paths.length)
      }),
    )
  })
})
