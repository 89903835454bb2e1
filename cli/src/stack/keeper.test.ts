import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, expect, it } from 'vitest'
import { eventually, isRunning } from '../testing/command.ts'
import { startKeeper } from './keeper.ts'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

function sleeper(script = 'exec sleep 60'): number {
  const child = spawn('/bin/sh', ['-c', script], { stdio: 'ignore' })
  children.push(child)
  return child.pid as number
}

it('ends what is listed when the pipe closes, also what ignores SIGTERM, and spares what was removed', async () => {
  const keeper = startKeeper(() => undefined)
  const [listed, stubborn, removed] = [sleeper(), sleeper("trap '' TERM; while :; do sleep 0.1; done"), sleeper()]
  for (const pid of [listed, stubborn, removed]) keeper.add(pid)
  keeper.remove(removed)
  await keeper.close()
  expect(isRunning(listed)).toBe(false)
  await eventually('the stubborn one is killed', () => !isRunning(stubborn))
  expect(isRunning(removed)).toBe(true)
})

it('is replaced when it is killed, and the successor knows the whole list', async () => {
  let replaced = false
  const keeper = startKeeper(() => {
    replaced = true
  })
  const listed = sleeper()
  keeper.add(listed)
  const first = keeper.pid()
  process.kill(first, 'SIGKILL')
  await eventually('another keeper', () => replaced)
  expect(keeper.pid()).not.toBe(first)
  expect(isRunning(listed)).toBe(true)
  await keeper.close()
  expect(isRunning(listed)).toBe(false)
})
