import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Check, Measurement } from '@ringside/agent'
import { describe, expect, it } from 'vitest'
import { ringside, scratchFolder, startCommand } from './testing/command.ts'

const demo = fileURLToPath(new URL('../../bench/suites/demo.yaml', import.meta.url))
const nowhere = 'http://127.0.0.1:2'

describe('usage', () => {
  it('prints the version, and a help that documents the exit codes', async () => {
    expect(await ringside(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' })
    const help = await ringside(['--help'])
    expect(help.code).toBe(0)
    expect(help.stdout).toContain('Exit codes:')
  })

  it.each([
    ['an unknown command', ['bogus'], "unknown command 'bogus'"],
    ['a missing argument', ['run'], "missing required argument 'suite'"],
    ['an unknown option', ['runs', '--wat'], "unknown option '--wat'"],
    ['a port that is none', ['up', '--port', '70000'], 'Expected an integer from 0 to 65535'],
    ['a duration without a unit', ['measure', '--duration', '250'], 'Expected a duration such as 250ms'],
    ['a ring size that is no power of two', ['measure', '--ring-size', '100'], '--ring-size is 100; expected a power of two'],
    ['a rate without a unit', ['measure', '--workload', 'latency', '--rate', '5'], "--rate is '5'; expected a packet rate"],
    ['a model at fault', ['measure', '--model', '{ serviceTime: 5 }'], '--model serviceTime is 5; expected a time with a unit'],
    ['a model that is no YAML', ['measure', '--model', '{'], 'Expected YAML such as'],
    ['recorded times without a capture', ['measure', '--workload', 'latency', '--rate', 'recorded'], "--rate is 'recorded'"],
    ['an artifact of no run', ['runs', '--artifact', 'log'], 'expected its id: ringside runs RUN --artifact log'],
    ['queues of no run', ['runs', '--queues'], 'expected its id: ringside runs RUN --queues'],
    ['an address that is none', ['runs', '--url', 'here'], "--url is 'here'; expected an address such as"],
    ['a suite that is not there', ['validate', 'none.yaml'], 'cannot read the suite'],
    ['a shell that is not known', ['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
  ])('%s is a usage error', async (_, args, message) => {
    const { code, stdout, stderr } = await ringside(args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('says what to do when there is no controller, without a stack trace', async () => {
    const { code, stderr } = await ringside(['runs', '--url', nowhere])
    expect(code).toBe(1)
    expect(stderr).toBe(`ringside: no controller at ${nowhere}; start one with: ringside up\n`)
  })

  it('takes the address from the environment', async () => {
    const { stderr } = await ringside(['runs'], { env: { RINGSIDE_URL: 'http://127.0.0.1:3' } })
    expect(stderr).toContain('no controller at http://127.0.0.1:3')
  })

  it('shows stack traces to those who ask', async () => {
    const { stderr } = await ringside(['runs', '--url', nowhere], { env: { RINGSIDE_DEBUG: '1' } })
    expect(stderr).toMatch(/\n +at /)
  })
})

describe('validate', () => {
  it('says what the demo suite makes', async () => {
    const { code, stdout } = await ringside(['validate', demo])
    expect(code).toBe(0)
    expect(stdout).toContain('6 runs, 120 trials, at least 21.6 s on the host')
  })

  it.each(['validate', 'expand', 'run'])('%s explains every fault, and exits with 2', async (command) => {
    const file = join(scratchFolder(), 'suite.yaml')
    writeFileSync(
      file,
      'apiVersion: ringside/v1\nkind: Suite\nname: x\nbackends: []\nworkloads: [{ kind: speed }]\nmatrix: { frame: [1] }\n',
    )
    const { code, stdout, stderr } = await ringside([command, file, '--url', nowhere])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('3 faults, nothing was started')
    for (const place of ['4:11 backends: is []', '5:21 workloads[0].kind: is "speed"', '6:19 matrix.frame[0]: is 1']) {
      expect(stderr).toContain(`\n${file}:${place}, expected `)
    }
    const json = await ringside([command, file, '--json', '--url', nowhere])
    const [first] = (JSON.parse(json.stdout) as { faults: object[] }).faults
    expect(first).toEqual({ file, line: 4, column: 11, path: 'backends', value: [], expected: expect.any(String) })
  })
})

describe('expand', () => {
  it('lists every point with its content id and its cost, and the whole', async () => {
    const { code, stdout } = await ringside(['expand', demo])
    const lines = stdout.trimEnd().split('\n')
    expect([code, lines.length]).toEqual([0, 7])
    expect(lines[0]).toMatch(/^c-[0-9a-f]{12} +6\.60 s +x 1 {2}throughput 64 B on mapped, eventfd$/)
    expect(lines[6]).toBe('demo: 6 runs, 120 trials, at least 21.6 s on the host, about 39.6 s with set-up and export')
  })

  it('says the same in one JSON document', async () => {
    const { points, total } = JSON.parse((await ringside(['expand', demo, '--json'])).stdout) as Record<string, object[]>
    expect(points).toHaveLength(6)
    const backends = ['mapped', 'eventfd']
    expect(points?.[0]).toMatchObject({
      label: 'throughput 64 B',
      backends,
      repetitions: 1,
      measuringMs: 3600,
      estimatedMs: 6600,
    })
    expect(total).toEqual({ points: 6, runs: 6, trials: 120, measuringMs: 21_600, estimatedMs: 39_600 })
  })

  it('takes a suite whose file and names are in any script', async () => {
    const file = join(scratchFolder(), '夜間 試験.yaml')
    writeFileSync(
      file,
      readFileSync(demo, 'utf8')
        .replace(/name: mapped/, 'name: ליל')
        .replace(/, \{ capture.*\}/, ''),
    )
    const { stdout, stderr } = await ringside(['expand', file])
    expect(stdout, stderr).toContain('throughput 64 B on ליל, eventfd')
  })

  it('refuses a suite of a million runs with their number', async () => {
    const file = join(scratchFolder(), 'suite.yaml')
    const many = Array.from({ length: 1_000 }, (_, index) => 64 + index).join(', ')
    writeFileSync(
      file,
      `${readFileSync(demo, 'utf8').replace(/frame: \[.*\]/, `frame: [${many}]`)}`.replace('seed: 42', 'repeat: 500'),
    )
    const { code, stderr } = await ringside(['expand', file])
    expect([code, stderr]).toEqual([2, expect.stringContaining('matrix: is "1000000 runs", expected at most 100000 runs')])
  })

  it('ends quietly when nobody reads on', async () => {
    const file = join(scratchFolder(), 'suite.yaml')
    const many = Array.from({ length: 1_000 }, (_, index) => 64 + index).join(', ')
    writeFileSync(file, readFileSync(demo, 'utf8').replace(/frame: \[.*\]/, `frame: [${many}]\n  ringSize: [64, 128, 256, 512]`))
    const { child, ended } = startCommand(['expand', file])
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('up, when it cannot', () => {
  it('names the program that is missing when there is no Redis on the path', async () => {
    const folder = scratchFolder()
    const { code, stderr } = await ringside(['up', '--port', '0'], { cwd: folder, env: { PATH: folder } })
    expect(code).toBe(1)
    expect(stderr).toContain('no redis-server or valkey-server on PATH')
    expect(stderr).toContain('apt-get install redis-server')
  })

  it.each(['--port', '--redis-port'])('says that the port given with %s is in use', async (option) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    try {
      const { code, stderr } = await ringside(['up', '--port', '0', option, String(port)])
      expect(code).toBe(1)
      expect(stderr).toContain(`port ${port} on 127.0.0.1 is in use by another program`)
      expect(stderr).toContain(option)
    } finally {
      server.close()
    }
  })

  it('says that the data folder cannot be written', async () => {
    const file = join(scratchFolder(), 'file')
    writeFileSync(file, '')
    const { code, stderr } = await ringside(['up', '--port', '0', '--data', join(file, 'data')])
    expect(code).toBe(1)
    expect(stderr).toContain('cannot write to the data folder')
  })

  it('says which process holds the data folder', async () => {
    const folder = scratchFolder()
    const { openDataFolder } = await import('./stack/data-folder.ts')
    const held = await openDataFolder(folder)
    const { code, stderr } = await ringside(['up', '--port', '0', '--data', folder])
    held.release()
    expect(code).toBe(1)
    expect(stderr).toContain(`in use by another ringside up (process ${process.pid})`)
  })
})

describe('on this host alone', () => {
  it('measures one trial, and every packet is accounted for', async () => {
    const args = [
      'measure',
      '--workload',
      'latency',
      '--rate',
      '5kpps',
      '--direction',
      'loopback',
      '--warmup',
      '5ms',
      '--duration',
      '40ms',
    ]
    const { code, stdout, stderr } = await ringside([...args, '--json'])
    expect(code, stderr).toBe(0)
    const { trial, phases } = JSON.parse(stdout) as Measurement
    expect(trial.packets.sent).toBe(trial.packets.verified + trial.packets.lost)
    expect(trial.packets.verified).toBeGreaterThan(0)
    expect(trial.metrics.latency_ns_p99).toBeGreaterThan(0)
    expect(phases.map(({ name }) => name)).toEqual(['setup', 'warmup', 'measure', 'teardown'])
  })

  it('replays a capture, and refuses what is none before anything starts', async () => {
    const capture = fileURLToPath(new URL('../../bench/suites/data/capture.pcap', import.meta.url))
    const { code, stdout } = await ringside(['measure', '--capture', capture, '--warmup', '5ms', '--duration', '20ms'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^throughput +[\d.]+ \w?pps$/m)
    expect(await ringside(['measure', '--capture', demo])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a pcap or pcapng file'),
    })
  })

  it('examines the host, with a remedy for whatever is not right', async () => {
    const { stdout, code } = await ringside(['doctor', '--json'])
    const { checks } = JSON.parse(stdout) as { checks: Check[] }
    expect(checks.map(({ name }) => name)).toContain('redis-server')
    for (const check of checks) expect(check.status === 'ok' || check.remedy !== undefined).toBe(true)
    expect(code).toBe(checks.some(({ status }) => status === 'missing') ? 1 : 0)
  })

  it('prints a completion script that knows every command', async () => {
    const { stdout } = await ringside(['completion', 'bash'])
    for (const command of [
      'demo',
      'up',
      'validate',
      'expand',
      'run',
      'runs',
      'compare',
      'report',
      'trace',
      'measure',
      'doctor',
      'completion',
    ]) {
      expect(stdout).toContain(`    '${command}') `)
    }
  })
})
