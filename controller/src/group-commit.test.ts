import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { GroupCommit } from './group-commit.ts'

it('works on everything once, in order, and on several together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (pauses, most) => {
      const groups: number[][] = []
      const commits = new GroupCommit<number>(
        async (items) => {
          groups.push([...items])
          await sleep(0)
        },
        { most },
      )
      const added: Promise<void>[] = []
      for (const [index, pause] of pauses.entries()) {
        added.push(commits.add(index))
        if (pause === 0) await sleep(0)
      }
      await Promise.all(added)
      expect(groups.flat()).toEqual(pauses.map((_, index) => index))
      expect(Math.max(0, ...groups.map(({ length }) => length))).toBeLessThanOrEqual(most)
    }),
    { numRuns: 50 },
  )
})

it('makes one group of what is added together', async () => {
  const groups: string[][] = []
  const commits = new GroupCommit<string>(async (items) => void groups.push([...items]), { most: 10 })
  await Promise.all(['a', 'b', 'c'].map((item) => commits.add(item)))
  expect(groups).toEqual([['a', 'b', 'c']])
})

it('rejects only what cannot be done, and does the rest', async () => {
  const done: string[] = []
  const commits = new GroupCommit<string>(
    async (items) => {
      if (items.includes('bad')) throw new Error('no')
      done.push(...items)
    },
    { most: 10 },
  )
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((item) => commits.add(item)))
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(done).toEqual(['a', 'c'])
})

it('rejects all of a group when no single item can be to blame', async () => {
  let tries = 0
  const failing = async () => {
    tries++
    throw new Error('away')
  }
  const commits = new GroupCommit<string>(failing, { most: 10, mayBeOneItem: () => false })
  const outcomes = await Promise.allSettled(['a', 'b'].map((item) => commits.add(item)))
  expect([outcomes.map(({ status }) => status), tries]).toEqual([['rejected', 'rejected'], 1])
})
