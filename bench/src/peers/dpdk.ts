/** DPDK as a peer: testpmd with virtio-user as the driver, testpmd with vhost as the device, over a vhost-user socket. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProgram } from '@ringside/agent/find-program'
import { atExit } from '../at-exit.ts'
import { type Cpus, measuredCpus } from '../cpus.ts'
import { burst, durationMs, type Load, ringSize, warmupMs } from '../load.ts'
import type { Side } from '../side.ts'
import { receivedPps } from './port-rate.ts'
import { startTestpmd, type Testpmd, type TestpmdSpec } from './testpmd.ts'

/** Ring formats by the options of virtio-user that ask for them. Its defaults are in-order and mergeable buffers. */
const dpdkFormats = {
  split: [],
  'split, not in-order': ['in_order=0'],
  packed: ['packed_vq=1'],
  'packed, not mergeable': ['packed_vq=1', 'mrg_rxbuf=0'],
} as const

export type DpdkFormat = keyof typeof dpdkFormats

/** Memory of one process. */
const memoryMb = 64
const pageMb = 2
/** Pages that one side takes: two processes. */
export const dpdkPages = 2 * (memoryMb / pageMb)

/** Both ends, ready and paused. */
interface Ends {
  readonly driver: Testpmd
  readonly device: Testpmd
}

/** testpmd under `load` on rings of this format. Its processes live from `prepare` to `close` and sleep between trials. */
export function dpdkSide(format: DpdkFormat, load: Load): Side {
  let removeFolder = () => {}
  const started: Testpmd[] = []
  let ends: Ends | undefined
  return {
    name: `DPDK testpmd, ${format}`,
    prepare: async () => {
      if (findProgram(['dpdk-testpmd']) === undefined) {
        throw new Error('dpdk-testpmd is not on PATH; on Debian and Ubuntu: apt-get install dpdk-dev')
      }
      const folder = mkdtempSync(join(tmpdir(), 'ringside-bench-'))
      const remove = () => rmSync(folder, { recursive: true, force: true })
      const forget = atExit(remove)
      removeFolder = () => {
        remove()
        forget()
      }
      const specs = testpmdSpecs({ format, load, cpus: measuredCpus(), folder })
      const device = await startTestpmd(specs.device)
      started.push(device)
      const driver = await startTestpmd(specs.driver)
      started.push(driver)
      ends = { driver, device }
    },
    trial: async (signal) => {
      if (ends === undefined) throw new Error('a trial of DPDK was asked for before it was prepared; this is a bug')
      const pps = await forward(ends, load, signal)
      if (pps === 0) throw new Error(`dpdk-testpmd (${format}) received no packets in ${durationMs} ms`)
      return pps
    },
    // Without them it does not start.
    pages: () => 'hugetlb-2M',
    close: async () => {
      for (const testpmd of started.splice(0).toReversed()) await testpmd.close()
      removeFolder()
    },
  }
}

/** Packets per second at the end that receives, over one trial. */
async function forward({ driver, device }: Ends, load: Load, signal: AbortSignal): Promise<number> {
  const receiver = load.direction === 'oneway' ? device : driver
  await device.command('start')
  await driver.command('start')
  await sleep(warmupMs, undefined, { signal })
  // The rate of the second answer is since the first.
  await receiver.command('show port stats 0')
  await sleep(durationMs, undefined, { signal })
  const pps = receivedPps(await receiver.command('show port stats 0'))
  await driver.command('stop')
  await device.command('stop')
  return pps
}

interface SpecInput {
  readonly format: DpdkFormat
  readonly load: Load
  readonly cpus: Cpus
  /** For the socket and DPDK's runtime files. */
  readonly folder: string
}

/** How both ends are started. The forwarding thread of each has a CPU of its own; their consoles sleep on the other's. */
export function testpmdSpecs({ format, load, cpus, folder }: SpecInput): { driver: TestpmdSpec; device: TestpmdSpec } {
  const socket = join(folder, 'vhost.sock')
  const driver = ['virtio_user0', `path=${socket}`, 'queues=1', `queue_size=${ringSize}`, ...dpdkFormats[format]]
  const generator = load.content === 'full' ? ['--vdev', `net_null0,size=${load.frameBytes},copy=1`] : []
  const eal = (console: number) => [
    ...['-l', `${cpus.driver},${cpus.device}`, '--main-lcore', String(console)],
    // Memory without names: nothing to mount and nothing that stays behind.
    ...['--no-pci', '--no-telemetry', '--in-memory', '--single-file-segments', '-m', String(memoryMb)],
  ]
  const app = ['--nb-cores=1', '--total-num-mbufs=4096', `--burst=${burst}`, `--rxd=${ringSize}`, `--txd=${ringSize}`]
  return {
    device: {
      name: 'the device',
      eal: [...eal(cpus.driver), '--vdev', `net_vhost0,iface=${socket},queues=1`],
      app: [...app, `--forward-mode=${load.direction === 'oneway' ? 'rxonly' : 'io'}`],
      runtimeFolder: join(folder, 'device'),
    },
    driver: {
      name: 'the driver',
      eal: [...eal(cpus.device), '--vdev', `net_${driver.join()}`, ...generator],
      app: [...app, `--forward-mode=${driverMode(load)}`, `--txpkts=${load.frameBytes}`],
      runtimeFolder: join(folder, 'driver'),
    },
  }
}

/**
 * Full frames come from a null port that copies a template into every packet, and reads every byte of what comes back.
 * testpmd's own generators write Ethernet, IP and UDP headers only; of these, `txonly` does not receive.
 */
function driverMode({ content, direction, manyFlows }: Load): string {
  if (content === 'full') return 'io'
  return direction === 'oneway' && manyFlows !== true ? 'txonly' : 'flowgen'
}
