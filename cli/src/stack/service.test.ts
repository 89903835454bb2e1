import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { eventually, isRunning, scratchFolder } from '../testing/command.ts'
import { type Keeper, startKeeper } from './keeper.ts'
import { readyLine } from './ready-line.ts'
import { type Service, type ServiceHost, type ServiceSpec, startService } from './service.ts'

let keeper: Keeper
let notices: string[]
let host: ServiceHost
const services: Service<unknown>[] = []

beforeEach(() => {
  keeper = startKeeper(() => undefined)
  notices = []
  host = {
    keeper,
    signal: new AbortController().signal,
    notice: (line) => notices.push(line),
    failed: (error) => notices.push(error.message),
  }
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop()
  await keeper.close()
})

/** A service that is the given script. */
function spec(script: string, folder = scratchFolder()): ServiceSpec<unknown> {
  return {
    name: 'worker',
    file: process.execPath,
    args: () => ['-e', script],
    env: () => process.env,
    logPath: join(folder, 'worker.log'),
    niceness: 0,
    ready: async (child) => (await readyLine(child)).number,
  }
}

const steady = `console.log('starting'); console.log(JSON.stringify({ ready: true, number: 7 })); setInterval(() => {}, 1000)`

async function start(script: string): Promise<Service<unknown>> {
  const service = await startService(spec(script), host)
  services.push(service)
  return service
}

it('takes the ready line from among other lines', async () => {
  expect((await start(steady)).ready).toBe(7)
})

it('starts a service again that was killed, and says both', async () => {
  const service = await start(steady)
  const first = service.pid() as number
  process.kill(first, 'SIGKILL')
  const second = await eventually('a new process', () => (service.pid() === first ? undefined : service.pid()))
  await eventually('the notice that it is back', () => notices.length === 2)
  expect(notices[0]).toBe('worker was ended by SIGKILL; starting it again in 0.5 s')
  expect(notices[1]).toBe(`worker is back (process ${second})`)
})

it('fails with the end of the log when a service ends before it is ready', async () => {
  const script = `process.stderr.write(JSON.stringify({ level: 50, msg: 'no such port' }) + '\\nplain words\\n'); process.exit(3)`
  await expect(startService(spec(script), host)).rejects.toThrow(
    /the worker ended with exit code 3; .*\n {2}no such port\n {2}plain words$/s,
  )
})

it('fails when there is nothing to run', async () => {
  await expect(startService({ ...spec(''), file: '/does/not/exist' }, host)).rejects.toThrow(/nice: .*\/does\/not\/exist/)
})

it('stops for good, and does not come back', async () => {
  const service = await start(steady)
  const pid = service.pid() as number
  await service.stop()
  expect(isRunning(pid)).toBe(false)
  await new Promise((resolve) => setTimeout(resolve, 800))
  expect(notices).toEqual([])
})

it('is interrupted while it starts, and leaves nothing behind', async () => {
  const interruption = new AbortController()
  const folder = scratchFolder()
  const hanging = spec(`process.stderr.write(String(process.pid)); setInterval(() => {}, 1000)`, folder)
  const starting = startService(hanging, { ...host, signal: interruption.signal })
  const pid = Number(await eventually('its pid in the log', () => readFileSync(join(folder, 'worker.log'), 'utf8')))
  interruption.abort()
  await expect(starting).rejects.toThrow('interrupted while the worker was starting')
  expect(isRunning(pid)).toBe(false)
})
