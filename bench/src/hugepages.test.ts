import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { reserveHugepages } from './hugepages.ts'

let pool: string

beforeEach(() => {
  pool = mkdtempSync(join(tmpdir(), 'ringside-hugepages-'))
})

afterEach(() => rmSync(pool, { recursive: true }))

function fillPool(numbers: { nr: number; free: number; resv?: number }): void {
  for (const [name, value] of Object.entries({ resv: 0, ...numbers }))
    writeFileSync(join(pool, `${name}_hugepages`), `${value}\n`)
}

const size = () => Number(readFileSync(join(pool, 'nr_hugepages'), 'utf8'))

test('what is missing is added, and taken away again', () => {
  fillPool({ nr: 10, free: 4 })
  const reservation = reserveHugepages(100, pool)
  expect(size()).toBe(106)
  expect(reservation).toMatchObject({ enough: true, text: '100 free 2 MB pages, 96 of them added for this run' })
  reservation.release()
  reservation.release()
  expect(size()).toBe(10)
})

test('pages that others added meanwhile stay', () => {
  fillPool({ nr: 0, free: 0 })
  const reservation = reserveHugepages(8, pool)
  fillPool({ nr: 8 + 5, free: 13 })
  reservation.release()
  expect(size()).toBe(5)
})

test('a pool with enough free pages is left alone', () => {
  fillPool({ nr: 120, free: 110, resv: 10 })
  const reservation = reserveHugepages(100, pool)
  reservation.release()
  expect(size()).toBe(120)
  expect(reservation.enough).toBe(true)
})

test('pages that somebody reserved are not free', () => {
  fillPool({ nr: 120, free: 110, resv: 50 })
  reserveHugepages(100, pool)
  expect(size()).toBe(160)
})

test('a pool that cannot be changed is reported with the reason', () => {
  const reservation = reserveHugepages(100, join(pool, 'missing'))
  expect(reservation).toMatchObject({ enough: false, text: '0 free 2 MB pages; more were refused (ENOENT)' })
})
