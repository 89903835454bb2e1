/** Suites that say everything there is to say; as they would come from YAML. */

/** Every key but `host`, which `hosts` excludes, `include`, and rules. */
export const plainSuite = {
  apiVersion: 'ringside/v1',
  kind: 'Suite',
  name: 'nightly',
  description: 'two doorbells',
  hosts: { labels: { nic: 'e810', Ort: 'Keller 2' }, use: 'each' },
  backends: [
    { name: 'mapped', kind: 'emulated', doorbell: 'mapped', device: 'polling' },
    {
      name: 'eventfd',
      kind: 'emulated',
      doorbell: 'eventfd',
      device: 'sleeping',
      dialect: 'vhost-vdpa',
      features: ['in-order', 'event-idx', 'mergeable'],
      descriptors: 'indirect',
      model: {
        serviceTime: '50us',
        jitter: { distribution: 'normal', time: '5us' },
        perByte: '0.5ns',
        doorbellDelay: '2us',
        rateLimit: '1Mpps',
        faults: {
          drop: '0.1%',
          duplicate: '1%',
          reorder: '0.5%',
          corrupt: '0%',
          stall: { after: '100ms', for: '20ms' },
          dieAfter: '140ms',
        },
        seed: 42,
      },
    },
  ],
  workloads: [
    { kind: 'throughput', direction: 'oneway', burst: 32, flows: 1, verify: 'header' },
    { kind: 'latency', rate: '50kpps', direction: 'loopback', burst: 1 },
    { kind: 'pingpong', outstanding: 8, direction: 'loopback', verify: 'full' },
  ],
  matrix: {
    frame: [64, 1518, { capture: 'data/capture.pcap' }, 'imix', 32_000],
    ringSize: [256, 1024],
    queues: [1, 4],
    ring: ['split', 'packed'],
  },
  run: { warmup: '30ms', duration: '150ms', trials: 10, order: 'interleave', seed: 42, repeat: 3 },
  runs: { order: 'random', seed: 7 },
  priority: 'low',
  timeouts: { waiting: '8h', run: '20m', heartbeat: '15s' },
  // biome-ignore lint/suspicious/noThenProperty: the word of the suite
  onFailure: { retries: 2, then: 'stop' },
  artifacts: ['log', 'host'],
  tuning: { governor: 'performance', hugepages2M: 512, irqs: 'away' },
  tracing: { doorbells: 'all', ringEvents: 65536 },
  judge: { minChange: '2%' },
}

/** A rule is at fault as soon as the matrix loses what it names, so that only some tests have rules. */
export const fullSuite = {
  ...plainSuite,
  alerts: [
    { metric: 'latency_ns_p99', worse: 'higher', minChange: '10%', baseline: { runs: 8 } },
    { metric: 'throughput', backends: ['mapped'] },
  ],
  exclude: [
    { backend: 'eventfd', frame: { capture: 'data/capture.pcap' } },
    { workload: 'latency', ringSize: 1024, queues: 4, ring: 'packed' },
  ],
}
