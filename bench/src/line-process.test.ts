import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startLineProcess } from './line-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-lines-'))
afterAll(() => rmSync(folder, { recursive: true }))

const library = JSON.stringify(new URL('./line-process.ts', import.meta.url).href)

function program(text: string) {
  const file = join(folder, `${Math.random()}.ts`)
  writeFileSync(file, `import { answerLines, say } from ${library}\n${text}`)
  return { name: 'echo', file }
}

const echo = program(`
  say({ hello: true })
  await answerLines(async ({ value, fault }) => {
    if (fault) throw new Error(fault)
    return value
  })
  process.exit(0)`)

test('a question is answered by its line, and an error by a rejection that names both', async () => {
  const child = await startLineProcess<{ hello: boolean }>(echo)
  expect(child.ready).toEqual({ hello: true })
  expect(await child.ask({ value: [1, 2] })).toEqual([1, 2])
  await expect(child.ask({ fault: 'too bad' })).rejects.toThrow(/^the echo could not answer {"fault":"too bad"}: too bad$/)
  expect(await child.ask({ value: 'goes on' })).toBe('goes on')
  await child.close()
})

test('a process that stands still answers when it goes on, and can be ended while it stands', async () => {
  const child = await startLineProcess(echo)
  child.pause()
  const answer = child.ask({ value: 1 })
  child.resume()
  expect(await answer).toBe(1)
  child.pause()
  await child.close()
})

test('a process that ends before its first line is an error with its last words', async () => {
  await expect(startLineProcess(program(`console.error('no luck'); process.exit(3)`))).rejects.toThrow(
    /^the echo ended with exit code 3:\nno luck$/,
  )
})
