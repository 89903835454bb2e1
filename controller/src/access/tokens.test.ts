import { tokenParts } from '@ringside/contract'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { StoreError } from '../store/store.ts'
import { type MemoryTokenStore, memoryTokenStore } from './testing/memory-token-store.ts'
import { infoOf, newSecret, textOf } from './token.ts'
import { type NewToken, Tokens } from './tokens.ts'

const start = Date.parse('2026-03-01T00:00:00Z')
let now: number
let store: MemoryTokenStore
let tokens: Tokens
beforeEach(() => {
  now = start
  store = memoryTokenStore()
  tokens = new Tokens(store, () => now)
})

async function made(expiresInMs = 0): Promise<NewToken> {
  const made = tokens.fresh({ name: 'ci', scopes: ['run'], expiresInMs }, 'open')
  await tokens.add(made.token)
  return made
}

async function afterRestart(): Promise<Tokens> {
  const again = new Tokens(store, () => now)
  await again.load()
  return again
}

it('takes the text of a token apart again, and nothing that is none', () => {
  for (let i = 0; i < 100; i++) {
    const made = newSecret()
    expect(tokenParts(textOf(made))).toEqual(made)
  }
  fc.assert(fc.property(fc.string(), (text) => void expect(tokens.check(text)).toEqual({ ok: false, why: 'malformed' })))
})

it('stores the hash of a secret and never the secret', async () => {
  const { text } = await made()
  const { secret } = tokenParts(text) ?? { secret: '' }
  expect(JSON.stringify(store.rows)).not.toContain(secret)
  expect(store.rows[0]?.secretSha256).toMatch(/^[0-9a-f]{64}$/)
})

describe('a token', () => {
  it('is known by its secret, also after a restart', async () => {
    const { text, token } = await made()
    for (const each of [tokens, await afterRestart()]) {
      expect(each.check(text)).toEqual({ ok: true, token })
      expect(each.check(textOf({ ...newSecret(), id: token.id }))).toEqual({ ok: false, why: 'unknown' })
    }
  })

  it('ends at the moment it expires, also where the clock was set', async () => {
    const { text } = await made(1_000)
    now += 999
    expect(tokens.check(text).ok).toBe(true)
    now += 1
    expect(tokens.check(text)).toMatchObject({ ok: false, why: 'expired' })
    now -= 1
    expect(tokens.check(text).ok).toBe(true)
  })

  it('ends at once when it is revoked, and stays so', async () => {
    const { text, token } = await made()
    await tokens.revoke(token.id, 'someone')
    now += 5
    await tokens.revoke(token.id, 'someone else')
    for (const each of [tokens, await afterRestart()]) {
      expect(each.check(text)).toMatchObject({ ok: false, why: 'revoked', token: { revokedBy: 'someone', revokedAtMs: start } })
    }
    expect(await tokens.revoke('0000000000', 'x')).toBeUndefined()
  })

  it('is revoked although the store is away, and stored as revoked when that is back', async () => {
    const { text, token } = await made()
    store.fault = new StoreError('away')
    await expect(tokens.revoke(token.id, 'x')).rejects.toThrow('away')
    expect(tokens.check(text)).toMatchObject({ ok: false, why: 'revoked' })
    await expect(tokens.revoke(token.id, 'x')).rejects.toThrow('away')
    store.fault = undefined
    await tokens.save()
    expect((await afterRestart()).check(text)).toMatchObject({ ok: false, why: 'revoked' })
  })

  it('knows to the minute when it was used, with one row for many uses', async () => {
    const { text, token } = await made()
    for (let i = 0; i < 10; i++) tokens.check(text)
    await tokens.save()
    expect(store.rows).toHaveLength(2)
    now += 59_000
    tokens.check(text)
    await tokens.save()
    expect(store.rows).toHaveLength(2)
    now += 1_000
    tokens.check(text)
    await tokens.save()
    expect(store.rows).toHaveLength(3)
    const stored = (await afterRestart()).find(token.id)
    expect(stored && infoOf(stored, now)).toMatchObject({ lastUsedAt: '2026-03-01T00:01:00.000Z', state: 'valid' })
  })
})

it('opens the receiver to its own process, which no list and no store knows of', async () => {
  expect(tokens.check(tokens.own)).toMatchObject({ ok: true, token: { scopes: ['agent'] } })
  await tokens.save()
  expect([tokens.all(), store.rows]).toEqual([[], []])
})
