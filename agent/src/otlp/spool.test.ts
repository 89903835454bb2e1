import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scratchFolder } from '../testing/otlp-settings.ts'
import { FolderInUse } from './folder-lock.ts'
import { Spool, type SpoolOptions } from './spool.ts'
import { fileName, parseFileName, type SpoolFile } from './spool-file.ts'

let folder: string
let spool: Spool

const open = async (options: Partial<SpoolOptions> = {}) => {
  spool = await Spool.open({ folder, limitBytes: 1_000, ...options })
  return spool
}
const put = (text: string, spans: number, gzip = false) => spool.put({ body: Buffer.from(text), gzip }, spans)
const textOf = async (file: SpoolFile | undefined) => String(file && (await spool.read(file))?.body)
const names = () => readdirSync(folder).toSorted()

beforeEach(() => {
  folder = scratchFolder()
})
afterEach(async () => {
  await spool.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the spool', () => {
  test('gives back what was put, oldest first, in this process and the next', async () => {
    await open()
    await put('first', 10)
    await put('second', 20, true)
    expect([spool.bytes, spool.spans]).toEqual([11, 30])
    const taken = spool.take()
    expect(await textOf(taken)).toBe('first')
    if (taken !== undefined) await spool.remove(taken)
    await spool.close()
    await open()
    expect([spool.bytes, spool.spans, spool.tornSpans]).toEqual([6, 20, 0])
    await put('third', 1)
    const second = spool.take()
    expect(second).toMatchObject({ spans: 20, gzip: true })
    expect([await textOf(second), await textOf(spool.take())]).toEqual(['second', 'third'])
  })

  test('puts what could not be delivered back to its place', async () => {
    await open()
    for (const text of ['a', 'b', 'c']) await put(text, 1)
    const [first, second] = [spool.take(), spool.take()]
    if (second !== undefined) spool.giveBack(second)
    if (first !== undefined) spool.giveBack(first)
    expect([await textOf(spool.take()), await textOf(spool.take())]).toEqual(['a', 'b'])
  })

  test('holds no more than its limit, and has room again for what was removed', async () => {
    await open({ limitBytes: 10 })
    expect(await put('1234567', 1)).toMatchObject({ ok: true })
    expect(await put('1234', 1)).toMatchObject({ ok: false, cause: 'spool-full', reason: expect.stringContaining('10 bytes') })
    const taken = spool.take()
    if (taken !== undefined) await spool.remove(taken)
    expect(await put('1234', 1)).toMatchObject({ ok: true })
    expect(names()).toHaveLength(1)
  })

  test('notices a file that is not what was written, or gone', async () => {
    await open()
    await put('first', 10)
    await put('second', 20)
    const [first = '', second = ''] = names()
    writeFileSync(join(folder, first), 'fIrst')
    rmSync(join(folder, second))
    for (const file of [spool.take(), spool.take()]) expect(file && (await spool.read(file))).toBeUndefined()
  })

  test('keeps of what a killed process was writing what is whole, and counts the rest', async () => {
    await open()
    await put('whole', 3)
    await spool.close()
    const [name = ''] = names()
    const torn = fileName({ sequence: 2, spans: 40, bytes: 6, crc: 1, gzip: false })
    writeFileSync(join(folder, `${torn}.part`), 'hal')
    writeFileSync(join(folder, `${name.replace('001.', '003.')}.part`), 'whole')
    writeFileSync(join(folder, 'notes.txt'), 'not ours')
    await open()
    expect([spool.spans, spool.tornSpans]).toEqual([6, 40])
    expect(names()).toEqual([name, name.replace('001.', '003.'), 'notes.txt'])
    await put('next', 1)
    expect(names().at(-2)).toMatch(/^000000000004\./)
  })

  test('says that a folder cannot be written, and goes on when it can again', async () => {
    await open()
    rmSync(folder, { recursive: true })
    expect(await put('lost', 1)).toMatchObject({ ok: false, cause: 'spool-failed', reason: expect.stringContaining('ENOENT') })
    await spool.close()
    await open()
    expect(await put('kept', 1)).toMatchObject({ ok: true })
  })

  test('survives a full disk, which costs the request at hand and leaves nothing behind', async () => {
    await open()
    const body = Buffer.from('too much')
    const file = { sequence: 1, spans: 9, bytes: body.length, crc: crc32(body), gzip: false }
    // Where the request will be written, there is a device that is always full: null(4).
    symlinkSync('/dev/full', join(folder, `${fileName(file)}.part`))
    expect(await put('too much', 9)).toMatchObject({
      ok: false,
      cause: 'spool-failed',
      reason: expect.stringContaining('ENOSPC'),
    })
    expect([names(), spool.bytes, spool.spans]).toEqual([[], 0, 0])
    expect(await put('too much', 9)).toMatchObject({ ok: true })
  })

  test('keeps its files from others', async () => {
    await open()
    chmodSync(folder, 0o755)
    await put('secret', 1)
    const { stdout } = spawn('stat', ['-c', '%a', join(folder, names()[0] ?? '')])
    const [mode] = await once(stdout, 'data')
    expect(String(mode)).toBe('600\n')
  })
})

describe('the folder of a spool', () => {
  test('belongs to one process, and to the next as soon as that is dead, however it died', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../testing/spool-child.ts', import.meta.url)), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const refused = await Spool.open({ folder, limitBytes: 1_000 }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(FolderInUse)
    expect((refused as Error).message).toContain(`is in use by process ${child.pid}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await open({ limitBytes: 1 << 30 })
    expect(spool.spans).toBeGreaterThan(0)
    const whole = spool.waiting.map(({ sequence }) => sequence)
    expect(whole).toEqual(whole.map((_, index) => index + 1))
    for (const file of spool.waiting) expect(String((await spool.read(file))?.body)).toBe(String(file.sequence).repeat(50_000))
  })
})

test('regression: a folder can be used whose inode belonged to one that was deleted while it was locked', async () => {
  const first = await Spool.open({ folder: join(folder, 'first'), limitBytes: 1 })
  const { ino } = statSync(first.folder)
  rmSync(first.folder, { recursive: true })
  const others: Spool[] = []
  for (let index = 0; index < 20 && others.every((other) => statSync(other.folder).ino !== ino); index++) {
    others.push(await Spool.open({ folder: join(folder, String(index)), limitBytes: 1 }))
  }
  for (const each of [first, ...others]) await each.close()
  await open()
})

describe('the name of a spooled file', () => {
  test('tells all there is to know', () => {
    const number = (max: number) => fc.integer({ min: 0, max })
    const fields = { sequence: number(999_999_999_999), spans: number(1e9), bytes: number(1e12), crc: number(2 ** 32 - 1) }
    fc.assert(
      fc.property(fc.record({ ...fields, gzip: fc.boolean() }), fc.boolean(), (file, part) => {
        expect(parseFileName(fileName(file) + (part ? '.part' : ''))).toEqual({ ...file, part })
      }),
    )
  })

  test('is not mistaken for that of another file', () => {
    fc.assert(fc.property(fc.string(), (name) => parseFileName(name) === undefined))
    expect(parseFileName('000000000001.1.1.00000000.otlp.zip')).toBeUndefined()
  })
})
