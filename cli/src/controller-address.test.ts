import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Connection, contextsFile, readContexts, writeContexts } from './contexts.ts'
import { controllerAddress, defaultUrl } from './controller-address.ts'
import { CommandFailure } from './failure.ts'
import { scratchFolder } from './testing/command.ts'

const token = `rs_7k2m9q4x1c_${'a'.repeat(43)}`
const other = `rs_0000000000_${'b'.repeat(43)}`
const lab = { url: 'https://bench.lab:7070', token, ca: '/lab.pem' }

let env: NodeJS.ProcessEnv
beforeEach(() => {
  const folder = scratchFolder()
  env = { XDG_CONFIG_HOME: folder, XDG_RUNTIME_DIR: folder }
})

const keep = (current = 'local') => writeContexts({ current, contexts: new Map([['lab', lab]]) }, env)

function write(text: string, mode = 0o600): void {
  const file = contextsFile(env)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  chmodSync(file, mode)
}

describe('the address of the controller', () => {
  it('is the default where nothing is said', () => expect(controllerAddress({}, env)).toEqual({ url: defaultUrl }))

  it('comes from --url, --context, RINGSIDE_URL, RINGSIDE_CONTEXT and the context in use, in this order', () => {
    keep('lab')
    const all = { ...env, RINGSIDE_URL: 'http://u', RINGSIDE_CONTEXT: 'local' }
    expect(controllerAddress({ url: 'http://o' }, all).url).toBe('http://o')
    expect(controllerAddress({ context: 'lab' }, all)).toEqual(lab)
    expect(controllerAddress({}, all).url).toBe('http://u')
    expect(controllerAddress({}, { ...all, RINGSIDE_URL: '' }).url).toBe(defaultUrl)
    expect(controllerAddress({}, env)).toEqual(lab)
  })

  it('takes RINGSIDE_TOKEN and RINGSIDE_CA, but for a context, which has its own', () => {
    keep()
    const said = { ...env, RINGSIDE_TOKEN: `${other}\n`, RINGSIDE_CA: '/e.pem' }
    const own = { token: other, ca: '/e.pem' }
    expect(controllerAddress({ url: 'http://o' }, said)).toEqual({ url: 'http://o', ...own })
    expect(controllerAddress({}, { ...said, RINGSIDE_URL: 'http://u' })).toEqual({ url: 'http://u', ...own })
    expect(controllerAddress({ context: 'local' }, said)).toEqual({ url: defaultUrl, ...own })
    expect(controllerAddress({ context: 'lab' }, said)).toEqual(lab)
    expect(controllerAddress({}, { ...said, RINGSIDE_CONTEXT: 'lab' })).toEqual(lab)
  })

  it.each([
    [{ url: 'http://o', context: 'lab' }, {}, 'expected one of them'],
    [{ url: 'o' }, {}, "--url is 'o'"],
    [{}, { RINGSIDE_URL: 'ftp://o' }, "RINGSIDE_URL is 'ftp://o'"],
    [{ context: 'lba' }, {}, "no context 'lba', expected one of local, lab"],
    [{}, { RINGSIDE_TOKEN: 's3cret-but-none' }, 'RINGSIDE_TOKEN holds no token (15 characters)'],
  ])('is refused for %j with %j', (options, said, says) => {
    keep()
    expect(() => controllerAddress(options, { ...env, ...said })).toThrow(says)
    expect(() => controllerAddress(options, { ...env, ...said })).not.toThrow('s3cret')
  })
})

describe('the file of contexts', () => {
  it('gives back what was kept, with names in any script', () => {
    const contexts = new Map<string, Connection>([
      ['lab', lab],
      ['лабораторія', { url: 'http://127.0.0.1:1' }],
    ])
    writeContexts({ current: 'лабораторія', contexts }, env)
    expect(readContexts(env)).toEqual({ current: 'лабораторія', contexts })
  })

  it.each([0o640, 0o604, 0o666])('is not read while others may read it: %o', (mode) => {
    write('current: local\n', mode)
    expect(() => readContexts(env)).toThrow('chmod 600')
  })

  it.each([
    ['{', 'is no YAML'],
    ['current: [1]', 'is at fault'],
    ['contexts: 1', 'is at fault'],
    ['contexts: { lab: { url: here } }', "lab: url is 'here'"],
    ['contexts: { lab: }', "lab: url is 'undefined'"],
    ['contexts: { lab: { url: "http://h", token: s3cret } }', 'lab: token holds no token (6 characters)'],
  ])('is refused, with its fault named: %s', (text, says) => {
    write(text)
    expect(() => readContexts(env)).toThrow(says)
    expect(() => readContexts(env)).toThrow(CommandFailure)
  })

  it('is read or refused, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        write(text)
        try {
          readContexts(env)
        } catch (error) {
          expect(error).toBeInstanceOf(CommandFailure)
        }
      }),
    )
  })
})
