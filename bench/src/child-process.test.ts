import { expect, test } from 'vitest'
import { endChild, runChild, startChild } from './child-process.ts'

const never = new AbortController().signal

test('what a program writes is the answer', async () => {
  expect(await runChild('sh', ['-c', 'echo $GREETING'], { env: { GREETING: 'hello' }, signal: never })).toBe('hello\n')
})

test('a measured program runs just as well', async () => {
  expect(await runChild('echo', ['hello'], { measured: true, signal: never })).toBe('hello\n')
})

test('a program that fails is named with its arguments, its exit code and its last words', async () => {
  await expect(runChild('sh', ['-c', 'echo too bad >&2; exit 3'], { signal: never })).rejects.toThrow(
    /^sh -c .* ended with exit code 3:\ntoo bad$/s,
  )
})

test('a program that does not exist is named', async () => {
  await expect(runChild('/nowhere/to/be/found', [], { signal: never })).rejects.toThrow(
    /^\/nowhere\/to\/be\/found could not be started/,
  )
})

test('an abort ends the program', async () => {
  const interruption = new AbortController()
  const running = runChild('sleep', ['1000'], { signal: interruption.signal })
  interruption.abort()
  await expect(running).rejects.toThrow(/abort/i)
})

test('a child is gone when its end was waited for, also the second time', async () => {
  const child = startChild('sleep', ['1000'])
  await endChild(child)
  expect(child.signalCode).toBe('SIGTERM')
  await endChild(child)
})
