import { expect, it } from 'vitest'
import { readConfig } from '../config.ts'

const pem = { RINGSIDE_TLS_CERT: '/c.pem', RINGSIDE_TLS_KEY: '/k.pem' }

it.each([
  [{}, undefined],
  [{ RINGSIDE_ACCESS: 'open' }, undefined],
  [{ RINGSIDE_ACCESS: 'open', RINGSIDE_HOST: '::1' }, undefined],
  [{ RINGSIDE_ACCESS: 'open', RINGSIDE_HOST: '0.0.0.0', ...pem }, 'whoever reaches an open controller may do everything'],
  [{ RINGSIDE_ACCESS: 'open', RINGSIDE_HOST: '10.0.0.1', RINGSIDE_ALLOW_PLAINTEXT: '1' }, 'expected a loopback address'],
  [{ RINGSIDE_ACCESS: 'closed' }, "RINGSIDE_ACCESS is 'closed', expected open or tokens"],
  [{ RINGSIDE_HOST: '0.0.0.0' }, 'everybody on the way could read the tokens'],
  [{ RINGSIDE_HOST: '0.0.0.0', ...pem }, undefined],
  [{ RINGSIDE_HOST: '0.0.0.0', RINGSIDE_ALLOW_PLAINTEXT: '1' }, undefined],
  [{ RINGSIDE_HOST: '0.0.0.0', RINGSIDE_ALLOW_PLAINTEXT: 'yes' }, "(RINGSIDE_ALLOW_PLAINTEXT) is 'yes', expected 1 or 0"],
  [{ RINGSIDE_TLS_CERT: '/c.pem' }, 'there is a TLS certificate (/c.pem) and no key'],
  [{ RINGSIDE_TLS_KEY: '/k.pem' }, 'there is a TLS key (/k.pem) and no certificate'],
])('a controller with %j starts, or says why not: %s', (env, says) => {
  const reading = readConfig([], env)
  if (says === undefined) expect(reading).toMatchObject({ ok: true })
  else expect(reading).toEqual({ ok: false, message: expect.stringContaining(says) })
})

it('takes the switch as a flag too', () => {
  expect(readConfig(['--host', '0.0.0.0', '--allow-plaintext'], {})).toMatchObject({ ok: true, config: { allowPlaintext: true } })
})
