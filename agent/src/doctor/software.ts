import { findProgram, redisServers } from '../find-program.ts'
import { loadDatapath } from '../native.ts'
import { readFact } from '../read-fact.ts'
import type { Check } from './check.ts'

const nodeMajor = 24

/** TypeScript is run as it is, which older versions refuse. */
export function checkNode(version: string = process.version): Check {
  const status = Number.parseInt(version.slice(1), 10) >= nodeMajor ? 'ok' : 'missing'
  const remedy = `start through npm or the ringside launcher, which use the project's own Node ${nodeMajor}`
  return { name: 'node', status, detail: version, ...(status === 'ok' ? {} : { remedy }) }
}

/** Whether the datapath loads, and the clock it stamps with. */
export function checkBinding(load = loadDatapath): Check[] {
  try {
    return [{ name: 'native datapath', status: 'ok', detail: 'loaded' }, checkClock(load().clockSource())]
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return [{ name: 'native datapath', status: 'missing', detail, remedy: 'npm run setup' }]
  }
}

function checkClock(source: 'tsc' | 'monotonic'): Check {
  const kernelSource = readFact('/sys/devices/system/clocksource/clocksource0/current_clocksource') ?? 'unknown'
  const flags = /^flags\s*:(.*)$/m.exec(readFact('/proc/cpuinfo') ?? '')?.[1]?.split(' ') ?? []
  const invariant = flags.includes('constant_tsc') && flags.includes('nonstop_tsc')
  const detail = `${source}; TSC ${invariant ? 'invariant' : 'not known to be invariant'}, kernel clocksource ${kernelSource}`
  if (source === 'tsc') return { name: 'clock', status: 'ok', detail }
  const remedy =
    'a time stamp costs a call into the vDSO; on a virtual machine, let the hypervisor pass the invariant TSC through'
  return { name: 'clock', status: 'warning', detail, remedy }
}

export function checkRedis(path: string = process.env.PATH ?? ''): Check {
  const found = findProgram(redisServers, path)
  if (found !== undefined) return { name: 'redis-server', status: 'ok', detail: found }
  const remedy = 'apt-get install redis-server, or set RINGSIDE_REDIS_URL to one that runs elsewhere'
  return { name: 'redis-server', status: 'missing', detail: 'not on PATH', remedy }
}
