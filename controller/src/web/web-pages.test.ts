import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerUnrouted } from '../api/allowed-methods.ts'
import { serveAssets, webPage } from './web-pages.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-pages-'))
const script = 'export const drawn = true\n'
const app = fastify()
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Ringside</title>')
  writeFileSync(join(folder, 'secret'), 'not for the web')
  writeFileSync(join(folder, 'assets/index-1a2b.js'), script)
  writeFileSync(join(folder, 'assets/index-1a2b.js.br'), brotliCompressSync(script))
  answerUnrouted(app, webPage(folder))
  serveAssets(app, folder)
  app.get('/api/v1/runs', async () => [])
  await app.ready()
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const html = { accept: 'text/html,application/xhtml+xml' }

describe('the pages', () => {
  it.each(['/', '/runs', '/runs/r-1/trace?span=a', '/no/such/page'])(
    'are one document, which a browser gets at %s',
    async (url) => {
      const { statusCode, headers, body } = await app.inject({ url, headers: html })
      expect([statusCode, body]).toEqual([200, '<!doctype html><title>Ringside</title>'])
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      const policy = String(headers['content-security-policy']).split('; ')
      expect(policy).toEqual(
        expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]),
      )
      expect(headers['content-security-policy']).not.toContain('unsafe')
    },
  )

  it.each([
    { url: '/runs', headers: { accept: 'application/json' } },
    { url: '/api/v1/nothing', headers: html },
    { url: '/v1/nothing', headers: html },
    { url: '/runs', headers: html, method: 'POST' as const },
  ])('are for browsers that look, not for %o', async (request) => {
    const { statusCode, headers } = await app.inject(request)
    expect([statusCode, headers['content-type']]).toEqual([404, expect.stringContaining('application/problem+json')])
  })

  it('consist of files that never change, compressed where that is understood', async () => {
    const url = '/assets/index-1a2b.js'
    const plain = await app.inject({ url })
    expect([plain.statusCode, plain.body]).toEqual([200, script])
    expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(plain.headers['content-type']).toMatch(/javascript/)
    const small = await app.inject({ url, headers: { 'accept-encoding': 'br' } })
    expect([small.headers['content-encoding'], brotliDecompressSync(small.rawPayload).toString()]).toEqual(['br', script])
  })

  it.each(['/assets/../secret', '/assets/..%2fsecret', '/assets/%2e%2e/secret', '/assets/none.js', '/assets/'])(
    'have nothing else at %s',
    async (url) => {
      const { statusCode, body } = await app.inject({ url })
      expect(statusCode).toBeGreaterThanOrEqual(400)
      expect(statusCode).toBeLessThan(500)
      expect(body).not.toContain('not for the web')
    },
  )

  it('are not there where they were not built', () => {
    expect(webPage(join(folder, 'nothing'))).toBeUndefined()
  })
})
