/** Contexts, tokens and the audit log as a user has them: the real command against a real controller behind TLS. */
import { spawn } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type AuditPage,
  type CreatedToken,
  exitCodes,
  type RunDetail,
  type RunTrace,
  spanNames,
  type TokenInfo,
  tokenParts,
} from '@ringside/contract'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { firstLine, kill, spawnController, startTestStack, type TestStack } from '../../../controller/src/queue/testing/stack.ts'
import { CommandFailure } from '../failure.ts'
import { createProgram } from '../program.ts'
import type { RunDocument } from '../run-document.ts'
import { type CommandResult, ringside, scratchFolder } from '../testing/command.ts'

const pem = (name: string) =>
  fileURLToPath(new URL(`../../../controller/src/access/testing/tls/first.${name}.pem`, import.meta.url))

const suite = `apiVersion: ringside/v1
kind: Suite
name: short
host: rig-7
backends:
  - { name: eventfd, kind: emulated, doorbell: eventfd, device: sleeping }
  - { name: mapped, kind: emulated, doorbell: mapped, device: polling }
workloads: [{ kind: latency, rate: 10kpps, direction: loopback }]
matrix: { frame: [64] }
run: { warmup: 5ms, duration: 20ms, trials: 3 }
`

const home = scratchFolder()
/** Of the user who runs the tests. */
const quiet = { RINGSIDE_URL: '', RINGSIDE_CONTEXT: '', RINGSIDE_TOKEN: '', RINGSIDE_CA: '' }
const contextsFile = join(home, 'ringside', 'contexts.yaml')
let stack: TestStack
let controller: ReturnType<typeof spawnController>
let url: string
let adminFile: string
beforeAll(async () => {
  stack = await startTestStack({ password: 'of-the-controller' })
  const tls = { tlsCert: pem('certificate'), tlsKey: pem('key') }
  controller = spawnController({ ...stack.config, ...tls, access: 'tokens' })
  url = (JSON.parse(await firstLine(controller)) as { url: string }).url
  adminFile = join(stack.config.dataDir, 'admin.token')
})
afterAll(async () => {
  if (controller !== undefined) await kill(controller)
  await stack?.stop()
})

/** What a command prints and how it ends, in this process, because starting one takes longer than all that it does. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CommandResult> {
  const printed = { stdout: '', stderr: '' }
  for (const [name, value] of Object.entries({ ...quiet, XDG_CONFIG_HOME: home, ...env })) vi.stubEnv(name, value)
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      printed[stream] += chunk
      return true
    })
  }
  try {
    await createProgram().parseAsync([...args], { from: 'user' })
    return { code: 0, ...printed }
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    return { code: error.exitCode, stdout: printed.stdout, stderr: `${printed.stderr}${error.message}` }
  } finally {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  }
}

async function json<T>(args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await run([...args, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
  return JSON.parse(stdout) as T
}

describe('a controller behind TLS that asks for tokens', () => {
  it('is not trusted and does not let in, and both times the remedy is said', async () => {
    const distrusted = await run(['runs', '--url', url])
    expect([distrusted.code, distrusted.stderr]).toEqual([1, expect.stringMatching(/not trusted \(\w+\).*RINGSIDE_CA/)])
    const nobody = await run(['runs', '--url', url], { RINGSIDE_CA: pem('certificate') })
    expect([nobody.code, nobody.stderr]).toEqual([
      1,
      expect.stringMatching(/no token was shown; give a token with: ringside context add/),
    ])
  })

  it('is used by its context, and a token that is made is shown once', async () => {
    const ca = ['--ca', pem('certificate')]
    const { contexts } = await json<{ contexts: unknown[] }>([
      'context',
      'add',
      'lab',
      '--url',
      url,
      ...ca,
      '--token-file',
      adminFile,
    ])
    const admin = readFileSync(adminFile, 'utf8').trim()
    expect(contexts).toEqual([
      { name: 'local', current: true },
      { name: 'lab', current: false, url, tokenId: admin.slice(3, 13), ca: pem('certificate') },
    ])
    expect((statSync(contextsFile).mode & 0o777).toString(8)).toBe('600')
    await run(['context', 'use', 'lab'])
    expect((await run(['runs'])).stdout).toContain('No runs yet')

    const made = await run(['token', 'create', '--name', 'ci', '--scope', 'run', '--expires', '12h'])
    expect(made.stdout).toMatch(/^rs_[0-9a-z]{10}_[\w-]{43}\n$/)
    expect(made.stderr).toContain('this is the only time that it is shown')
    expect(made.stderr).not.toContain(made.stdout.trim().slice(14))
    const piping = { stdin: made.stdout, env: { XDG_CONFIG_HOME: home } }
    expect((await ringside(['context', 'add', 'ci', '--url', url, ...ca, '--token-stdin'], piping)).code).toBe(0)
    expect((await run(['runs', '--context', 'ci'])).code).toBe(0)
    const refused = await run(['token', 'list', '--context', 'ci'])
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('the token has the scope run, expected admin')])
  })

  it("makes an agent's token with its user of Redis, lists it, and revokes it", async () => {
    const made = await json<CreatedToken>([
      'token',
      'create',
      '--name',
      'агент',
      '--scope',
      'agent',
      '--host',
      'bench-1',
      '--expires',
      'never',
    ])
    expect(made).toMatchObject({ info: { host: 'bench-1', scopes: ['agent'] }, redisUser: `ringside-agent-${made.info.id}` })
    expect((await run(['token', 'list'])).stdout).toMatch(new RegExp(`${made.info.id} +агент +agent +valid +never +bench-1`))
    expect((await run(['token', 'revoke', made.info.id])).stdout).toBe(`revoked ${made.info.id} (агент)\n`)
    const { tokens } = await json<{ tokens: TokenInfo[] }>(['token', 'list'])
    expect(tokens.find(({ id }) => id === made.info.id)).toMatchObject({ state: 'revoked' })
    expect(await run(['token', 'revoke', '0000000000'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ringside token list'),
    })
  })

  it('has a suite measured by an agent that knows nothing but its token, for someone who may only run', async () => {
    const create = ['token', 'create', '--name', 'rig-7', '--scope', 'agent', '--host', 'rig-7']
    const { token, redisUser } = await json<CreatedToken>(create)
    const redisUrl = stack.redis.url.replace(':of-the-controller', `${redisUser}:${tokenParts(token)?.secret}`)
    const agent = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.resolve('@ringside/agent')))], {
      env: {
        PATH: process.env.PATH,
        RINGSIDE_HOST_ID: 'rig-7',
        RINGSIDE_REDIS_URL: redisUrl,
        RINGSIDE_OTLP_ENDPOINT: url,
        OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token}`,
        OTEL_EXPORTER_OTLP_CERTIFICATE: pem('certificate'),
        RINGSIDE_OTLP_SPOOL_DIR: join(home, 'spool'),
        XDG_STATE_HOME: home,
        XDG_RUNTIME_DIR: home,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    try {
      await firstLine(agent)
      const file = join(home, 'suite.yaml')
      writeFileSync(file, suite)
      const { stdout, stderr, code } = await run(['run', file, '--context', 'ci', '--json'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) })
      const { runs } = JSON.parse(stdout) as RunDocument
      const id = runs[0]?.id ?? ''
      await expect.poll(async () => (await json<RunDetail>(['runs', id])).traceStatus).toBe('complete')
      const trace = await json<RunTrace>(['trace', id])
      expect(trace.spans.map(({ name }) => name)).toEqual(
        expect.arrayContaining([spanNames.submit, spanNames.run, spanNames.runExecute]),
      )
    } finally {
      await kill(agent)
    }
  })

  it('shows who did what, and goes on where a page ended', async () => {
    const page = await json<AuditPage>(['audit', '--limit', '1'])
    expect(page.entries).toHaveLength(1)
    const older = await json<AuditPage>(['audit', '--limit', '100', '--cursor', page.next ?? ''])
    expect(older.entries.map(({ action, status }) => `${action} ${status}`)).toEqual(
      expect.arrayContaining(['POST /api/v1/tokens 201', 'GET /api/v1/tokens 403', 'GET /api/v1/runs 401']),
    )
    const { stdout } = await run(['audit'])
    expect(stdout).toMatch(/201 +POST \/api\/v1\/tokens +127\.0\.0\.1/)
  })

  it('forgets a context with its token', async () => {
    await run(['context', 'remove', 'ci'])
    expect(readFileSync(contextsFile, 'utf8')).toContain('lab:')
    expect(readFileSync(contextsFile, 'utf8')).not.toContain('ci:')
    expect((await run(['context', 'remove', 'lab'])).stdout).toMatch(/\* +local/)
  })
})

describe('usage', () => {
  /** Commander's own refusals are thrown too; it prints them before. */
  const attempt = (args: readonly string[]) =>
    run(args, { XDG_CONFIG_HOME: scratchFolder() }).catch((error: unknown) => {
      if (!(error instanceof CommanderError)) throw error
      return { code: exitCodes.usage, stdout: '', stderr: error.message }
    })

  it.each([
    ['a context without an address', ['context', 'add', 'x'], 'needs an address'],
    ['the reserved name', ['context', 'add', 'local', '--url', 'http://h'], 'and not local'],
    ['a name that is a path', ['context', 'add', '../x', '--url', 'http://h'], "the name is '../x'"],
    ['certificates that are not there', ['context', 'add', 'x', '--url', 'http://h', '--ca', 'no.pem'], "--ca is 'no.pem'"],
    ['a token file that is not there', ['context', 'add', 'x', '--url', 'http://h', '--token-file', 'no'], 'ENOENT'],
    ['a context that is not there', ['context', 'use', 'x'], "no context 'x'"],
    [
      'a scope that is none',
      ['token', 'create', '--name', 'n', '--scope', 'root'],
      'Allowed choices are read, run, agent, admin',
    ],
    ['a lifetime without a unit', ['token', 'create', '--name', 'n', '--scope', 'read', '--expires', '90'], 'such as 90d'],
    ['a token without a name', ['token', 'create', '--scope', 'read'], "required option '--name <name>'"],
  ])('%s is a usage error', async (_, args, message) => {
    const { code, stdout, stderr } = await attempt(args)
    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('a standard input without a token is a usage error', async () => {
    const { code, stderr } = await ringside(['context', 'add', 'x', '--url', 'http://h', '--token-stdin'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('standard input holds no token') })
  })

  it('certificates that are none are said to be none', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'no.pem'), 'x')
    const { code, stderr } = await run(['runs', '--url', 'https://127.0.0.1:1'], { RINGSIDE_CA: join(folder, 'no.pem') })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('expected a PEM file') })
  })
})
