import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { type LockHolder, lockMachine, tryLockMachine, type Unlock } from './host-lock.ts'

const child = fileURLToPath(new URL('../testing/lock-child.ts', import.meta.url))
const me: LockHolder = { pid: process.pid, agentId: 'a-1', runId: 'r-1' }
const patient = () => new AbortController().signal
const children: ChildProcess[] = []
let machines = 0
const newMachine = () => `lock-test-${process.pid}-${++machines}`

/** A process that has the machine. */
async function holder(machineId: string): Promise<ChildProcess> {
  const holding = spawn(process.execPath, [child, machineId], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(holding)
  if (holding.stdout === null) throw new Error('the child was started without a pipe')
  await once(createInterface(holding.stdout), 'line')
  return holding
}

/** Asks for the machine; answers what is said of its holder, and the lock when it comes. */
function ask(machineId: string, signal = patient()) {
  const told = Promise.withResolvers<LockHolder | undefined>()
  const locked = lockMachine(machineId, me, { signal, onWaiting: told.resolve })
  return { told: told.promise, locked }
}

afterEach(() => {
  for (const each of children.splice(0)) each.kill('SIGKILL')
})

describe('the lock of a machine', () => {
  test('is for one at a time, and says who has it', async () => {
    const machine = newMachine()
    const unlock = await lockMachine(machine, me, { signal: patient() })
    expect(await tryLockMachine(machine, me)).toBeUndefined()
    const { told, locked } = ask(machine)
    expect(await told).toEqual(me)
    await unlock()
    await (await locked)()
    await ((await tryLockMachine(machine, me)) as Unlock)()
  })

  test('goes from one to the next until all have had it, never two at once', async () => {
    const machine = newMachine()
    let inside = 0
    let most = 0
    const visit = async () => {
      const unlock = await lockMachine(machine, me, { signal: patient() })
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setTimeout(resolve, 5))
      inside--
      await unlock()
    }
    await Promise.all(Array.from({ length: 10 }, visit))
    expect(most).toBe(1)
  })

  test('ends with the process that has it, however that ends', async () => {
    const machine = newMachine()
    const process = await holder(machine)
    const { told, locked } = ask(machine)
    expect(await told).toMatchObject({ pid: process.pid })
    process.kill('SIGKILL')
    await (await locked)()
  })

  test('stays with a process that is stopped, which cannot say who it is', async () => {
    const machine = newMachine()
    const process = await holder(machine)
    process.kill('SIGSTOP')
    const giveUp = new AbortController()
    const { told, locked } = ask(machine, giveUp.signal)
    expect(await told).toBeUndefined()
    giveUp.abort(new Error('enough'))
    await expect(locked).rejects.toThrow('enough')
  })

  test('of one machine has nothing to do with that of another', async () => {
    const [one, other] = [newMachine(), newMachine()]
    const unlock = await lockMachine(one, me, { signal: patient() })
    await (await lockMachine(other, me, { signal: patient() }))()
    await unlock()
  })
})
