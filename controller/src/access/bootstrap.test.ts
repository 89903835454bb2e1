import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bootstrap } from './bootstrap.ts'
import { memoryTokenStore } from './testing/memory-token-store.ts'
import { newSecret, textOf } from './token.ts'
import { Tokens } from './tokens.ts'

let folder: string
let file: string
let tokens: Tokens
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-bootstrap-'))
  file = join(folder, 'data', 'admin.token')
  tokens = new Tokens(memoryTokenStore())
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const written = () => readFileSync(file, 'utf8').trim()

it('writes an admin token that only its user reads, once', async () => {
  expect(await bootstrap(tokens, file)).toBe(file)
  expect(tokens.check(written())).toMatchObject({ ok: true, token: { scopes: ['admin'], createdBy: 'bootstrap' } })
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  const before = written()
  expect(await bootstrap(tokens, file)).toBeUndefined()
  expect([written(), readdirSync(join(folder, 'data'))]).toEqual([before, ['admin.token']])
})

it('takes up the token of a start that died before it was stored, or that somebody put there', async () => {
  const text = textOf(newSecret())
  file = join(folder, 'admin.token')
  writeFileSync(file, `${text}\n`)
  expect(await bootstrap(tokens, file)).toBe(file)
  expect([written(), tokens.check(text).ok]).toEqual([text, true])
})

it('does not take up a token that was revoked', async () => {
  await bootstrap(tokens, file)
  const before = written()
  await tokens.revoke(before.slice(3, 13), 'someone')
  expect(await bootstrap(tokens, file)).toBe(file)
  expect(written()).not.toBe(before)
  expect([tokens.check(before).ok, tokens.check(written()).ok]).toEqual([false, true])
})

it('says what to do where the file cannot be written', async () => {
  const blocker = join(folder, 'file')
  writeFileSync(blocker, '')
  chmodSync(blocker, 0o600)
  await expect(bootstrap(tokens, join(blocker, 'admin.token'))).rejects.toThrow('RINGSIDE_BOOTSTRAP_TOKEN_FILE')
  expect(existsSync(join(blocker, 'admin.token'))).toBe(false)
})
