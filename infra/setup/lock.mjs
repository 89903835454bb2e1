/** One set-up at a time in a checkout. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 200
/** Long enough for two that found the same dead holder to see who won. */
const settleMs = 100

/** Runs `work` while no other process that uses this lock does; waits for the others. Also let go when the process is ended. */
export async function withLock(root, work) {
  const path = join(root, 'target/setup.lock')
  mkdirSync(join(root, 'target'), { recursive: true })
  const mine = `${process.pid} ${randomUUID()}`
  let waited = false
  while (!(await acquire(path, mine))) {
    if (!waited) process.stderr.write(`setup: waiting for another set-up (process ${holder(path)})\n`)
    waited = true
    await sleep(pollMs)
  }
  const release = () => {
    if (read(path) === mine) rmSync(path, { force: true })
  }
  const interrupted = (signal) => {
    process.exit(signal === 'SIGINT' ? 130 : 143)
  }
  process.once('exit', release)
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted)
  try {
    return await work()
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, interrupted)
    process.removeListener('exit', release)
    release()
  }
}

async function acquire(path, mine) {
  const takesOver = read(path) !== undefined && !isAlive(holder(path))
  if (takesOver) rmSync(path, { force: true })
  try {
    writeFileSync(path, mine, { flag: 'wx' })
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  if (takesOver) await sleep(settleMs)
  return read(path) === mine
}

const holder = (path) => Number.parseInt(read(path) ?? '', 10)

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
