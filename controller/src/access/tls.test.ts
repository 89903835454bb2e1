import { copyFileSync, readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { apiPaths, type RunTrace, type Submission, spanNames } from '@ringside/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestAgent } from '../queue/testing/agent.ts'
import { resultOf } from '../queue/testing/result.ts'
import { firstLine, kill, spawnController, startTestStack, type TestStack, testSuite } from '../queue/testing/stack.ts'
import { StartupError } from '../startup-error.ts'
import { readCertificate } from './tls.ts'

/** Self-signed for 127.0.0.1, and worth nothing anywhere else. */
const pem = (name: string) => fileURLToPath(new URL(`testing/tls/${name}.pem`, import.meta.url))
const ca = [readFileSync(pem('first.certificate')), readFileSync(pem('second.certificate'))]

describe('a controller with a certificate', () => {
  let stack: TestStack
  let controller: ReturnType<typeof spawnController>
  let url: string
  let files: { tlsCert: string; tlsKey: string }
  let token: string
  let log = ''
  beforeAll(async () => {
    stack = await startTestStack()
    files = { tlsCert: `${stack.config.dataDir}.cert.pem`, tlsKey: `${stack.config.dataDir}.key.pem` }
    install('first')
    controller = spawnController({ ...stack.config, ...files, access: 'tokens', logLevel: 'info' })
    controller.stderr?.on('data', (chunk: Buffer) => {
      log += chunk
    })
    url = (JSON.parse(await firstLine(controller)) as { url: string }).url
    token = readFileSync(join(stack.config.dataDir, 'admin.token'), 'utf8').trim()
  })
  afterAll(async () => {
    if (controller !== undefined) await kill(controller)
    await stack?.stop()
  })

  function install(name: 'first' | 'second') {
    copyFileSync(pem(`${name}.certificate`), files.tlsCert)
    copyFileSync(pem(`${name}.key`), files.tlsKey)
  }

  /** An answer, and the name in the certificate that came with it. */
  function ask(path: string, body?: object): Promise<{ status: number | undefined; name: unknown; text: string }> {
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    return new Promise((resolve, reject) => {
      request(`${url}${path}`, { ca, headers, method: body === undefined ? 'GET' : 'POST', agent: false }, async (response) => {
        const name = (response.socket as TLSSocket).getPeerCertificate().subject.CN
        let text = ''
        for await (const chunk of response) text += chunk
        resolve({ status: response.statusCode, name, text })
      })
        .on('error', reject)
        .end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  it('says that its address is https, and shows the certificate', async () => {
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask(apiPaths.health)).toMatchObject({ status: 200, name: 'ringside test first' })
  })

  it('shows a renewed certificate after SIGHUP, and keeps the one it has when the new one is none', async () => {
    install('second')
    controller.kill('SIGHUP')
    await expect.poll(async () => (await ask(apiPaths.health)).name).toBe('ringside test second')
    copyFileSync(pem('first.certificate'), files.tlsCert)
    controller.kill('SIGHUP')
    await expect.poll(() => log).toContain('the one before stays')
    expect((await ask(apiPaths.health)).name).toBe('ringside test second')
  })

  it('still stores its own spans by its own receiver', async () => {
    const agent = await startTestAgent({
      redisUrl: stack.redis.url,
      host: 'bench-1',
      execute: async ({ data }) => resultOf(data.id, ['a', 'b'], data.trials),
    })
    const { status, text } = await ask(apiPaths.submissions, { suite: testSuite })
    expect(status).toBe(201)
    const [run] = (JSON.parse(text) as Submission).runs
    await expect.poll(async () => JSON.parse((await ask(`${apiPaths.runs}/${run?.id}`)).text).state).toBe('succeeded')
    const trace = await ask(`${apiPaths.runs}/${run?.id}/trace`)
    expect((JSON.parse(trace.text) as RunTrace).spans.map((span) => span.name)).toEqual([spanNames.submit, spanNames.run])
    await agent.stop()
  })
})

it.each([
  ['first.certificate', 'none.key', /TLS key '.*none\.key\.pem' cannot be read \(ENOENT/],
  ['none.certificate', 'first.key', /TLS certificate '.*none\.certificate\.pem' cannot be read/],
  ['first.certificate', 'second.key', /cannot be used \(.*\); expected PEM files that belong together/],
  ['first.key', 'first.key', /cannot be used/],
])('names the file that is at fault: %s with %s', (certificate, key, says) => {
  const read = () => readCertificate({ tlsCert: pem(certificate), tlsKey: pem(key) })
  expect(read).toThrow(StartupError)
  expect(read).toThrow(says)
})
