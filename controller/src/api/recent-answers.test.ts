import { expect, it, vi } from 'vitest'
import { RecentAnswers } from './recent-answers.ts'

it('reads once while nothing changes, and again when something has', async () => {
  let version = 1
  const answers = new RecentAnswers(() => version)
  const read = vi.fn(async () => `${version}`)
  expect([await answers.get('a', read), await answers.get('a', read)]).toEqual(['1', '1'])
  expect(read).toHaveBeenCalledTimes(1)
  version = 2
  expect(await answers.get('a', read)).toBe('2')
  expect(await answers.get('b', async () => 'other')).toBe('other')
})

it('does not take an answer for one that was begun before a change', async () => {
  let version = 1
  const answers = new RecentAnswers(() => version)
  const slow = answers.get('a', async () => {
    version = 2
    return 'before'
  })
  expect(await slow).toBe('before')
  expect(await answers.get('a', async () => 'after')).toBe('after')
})

it('keeps no failure', async () => {
  const answers = new RecentAnswers(() => 1)
  await expect(answers.get('a', () => Promise.reject(new Error('store is away')))).rejects.toThrow('store is away')
  expect(await answers.get('a', async () => 'fine')).toBe('fine')
})

it('keeps a bounded number', async () => {
  const answers = new RecentAnswers(() => 1)
  for (let n = 0; n < 100; n++) await answers.get(`${n}`, async () => `${n}`)
  expect(await answers.get('0', async () => 'again')).toBe('again')
  expect(await answers.get('99', async () => 'again')).toBe('99')
})
