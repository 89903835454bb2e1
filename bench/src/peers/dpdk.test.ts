import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Load } from '../load.ts'
import { dpdkSide, testpmdSpecs } from './dpdk.ts'

const load: Load = { direction: 'oneway', frameBytes: 64, content: 'full' }
const never = new AbortController().signal

/** Plays testpmd: notes its options and commands, and answers with a rate that tells the two ends apart. */
const fakeTestpmd = `#!/bin/sh
case "$*" in *net_vhost*) end=device; rate=111 ;; *) end=driver; rate=222 ;; esac
echo "$*" > "$FAKE_LOG/$end.options"
printf 'Done\\ntestpmd> '
while read -r line; do
  echo "$end $line" >> "$FAKE_LOG/commands"
  printf '%s\\r\\n' "$line"
  case "$line" in show*) echo "  Rx-pps: $rate   Rx-bps: 0" ;; esac
  [ "$line" = "$FAKE_DEATH" ] && { echo 'no memory' >&2; exit 7; }
  printf 'testpmd> \\nPort 0: link state change event\\n'
done
`

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringside-testpmd-'))
  writeFileSync(join(folder, 'dpdk-testpmd'), fakeTestpmd)
  chmodSync(join(folder, 'dpdk-testpmd'), 0o755)
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  vi.stubEnv('FAKE_LOG', folder)
  vi.stubEnv('TMPDIR', folder)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('ringside-bench-'))

test('a trial starts the device first, counts at the receiving end and pauses both', async () => {
  const side = dpdkSide('split', load)
  try {
    await side.prepare(never)
    expect(await side.trial(never)).toBe(111)
  } finally {
    await side.close()
  }
  const commands = readFileSync(join(folder, 'commands'), 'utf8').trim().split('\n')
  const expected = [
    'device start',
    'driver start',
    'device show port stats 0',
    'device show port stats 0',
    'driver stop',
    'device stop',
  ]
  expect(commands).toEqual(expected)
  expect(leftovers()).toEqual([])
})

test('a loopback counts at the driver', async () => {
  const side = dpdkSide('packed', { ...load, direction: 'loopback' })
  try {
    await side.prepare(never)
    expect(await side.trial(never)).toBe(222)
  } finally {
    await side.close()
  }
})

test('testpmd that dies is reported with the command, its exit code and its last words', async () => {
  vi.stubEnv('FAKE_DEATH', 'start')
  const side = dpdkSide('split', load)
  try {
    await side.prepare(never)
    await expect(side.trial(never)).rejects.toThrow(/the device, ended with exit code 7 after 'start'.*no memory/s)
  } finally {
    await side.close()
  }
  expect(leftovers()).toEqual([])
})

test('without testpmd the message says what to install', async () => {
  vi.stubEnv('PATH', join(folder, 'empty'))
  expect(existsSync(join(folder, 'empty'))).toBe(false)
  await expect(dpdkSide('split', load).prepare(never)).rejects.toThrow(/dpdk-testpmd is not on PATH; .*apt-get install dpdk-dev/)
})

test('the two forwarding threads get the two CPUs of the datapath', () => {
  const { driver, device } = testpmdSpecs({ format: 'packed', load, cpus: { driver: 5, device: 4 }, folder: '/run/x' })
  // testpmd forwards on every CPU but the console's.
  expect(driver.eal.join(' ')).toContain('-l 5,4 --main-lcore 4')
  expect(device.eal.join(' ')).toContain('-l 5,4 --main-lcore 5')
})

test.each([
  { direction: 'oneway', content: 'full', driverMode: 'io', deviceMode: 'rxonly', copies: true },
  { direction: 'oneway', content: 'header', driverMode: 'txonly', deviceMode: 'rxonly', copies: false },
  { direction: 'loopback', content: 'full', driverMode: 'io', deviceMode: 'io', copies: true },
  { direction: 'loopback', content: 'header', driverMode: 'flowgen', deviceMode: 'io', copies: false },
] as const)('$direction of $content frames: the driver runs $driverMode, the device $deviceMode', (expected) => {
  const { direction, content } = expected
  const input = { load: { direction, content, frameBytes: 512 }, cpus: { driver: 1, device: 0 }, folder: '/run/x' }
  const { driver, device } = testpmdSpecs({ format: 'packed', ...input })
  expect(driver.app).toContain(`--forward-mode=${expected.driverMode}`)
  expect(device.app).toContain(`--forward-mode=${expected.deviceMode}`)
  expect(driver.eal).toContain('net_virtio_user0,path=/run/x/vhost.sock,queues=1,queue_size=256,packed_vq=1')
  expect(driver.eal.includes('net_null0,size=512,copy=1')).toBe(expected.copies)
})
