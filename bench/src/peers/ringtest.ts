/** The kernel's ring benchmark (tools/virtio/ringtest): its fastest design, between two threads, without any payload. */
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChild } from '../child-process.ts'
import { measuredCpus } from '../cpus.ts'
import { durationMs, ringSize } from '../load.ts'
import type { Side } from '../side.ts'

const sources = '/usr/src/linux-source-*.tar.xz'
const cache = fileURLToPath(new URL('../../../node_modules/.cache/ringside-bench', import.meta.url))

/** Buffers of the run that the length of trials is derived from. */
const probeBuffers = 2_000_000
const buffersMost = 1_000_000_000

/** `program` of ringtest: `ring` is its own ring format, which later became virtio's packed ring. */
export function ringtestSide(program: 'ring' | 'virtio_ring_0_9'): Side {
  let file = ''
  let startMs = 0
  let buffers = probeBuffers
  return {
    name: `Linux ringtest, ${program}`,
    prepare: async (signal) => {
      file = await build(program, signal)
      const starts = [await runMs(file, 1, signal), await runMs(file, 1, signal), await runMs(file, 1, signal)]
      startMs = Math.min(...starts)
      const probeMs = Math.max(1, (await runMs(file, probeBuffers, signal)) - startMs)
      buffers = Math.min(buffersMost, Math.round((probeBuffers * durationMs) / probeMs))
    },
    // By wall time without that of an empty run: the program counts nothing itself.
    trial: async (signal) => (buffers * 1000) / ((await runMs(file, buffers, signal)) - startMs),
    pages: () => undefined,
    close: async () => undefined,
  }
}

/** Milliseconds of a run over so many buffers. */
async function runMs(file: string, buffers: number, signal: AbortSignal): Promise<number> {
  const { driver, device } = measuredCpus()
  const cpus = ['--guest-affinity', String(driver), '--host-affinity', String(device)]
  const startedMs = performance.now()
  await runChild(file, [...cpus, '--ring-size', String(ringSize), '--run-cycles', String(buffers)], { measured: true, signal })
  return performance.now() - startedMs
}

/** Path of the program, built from the distribution's kernel sources the first time. */
async function build(program: string, signal: AbortSignal): Promise<string> {
  const archive = globSync(sources).toSorted().at(-1)
  if (archive === undefined) {
    throw new Error(`no kernel sources at ${sources}; on Debian: apt-get install linux-source`)
  }
  const folder = join(cache, basename(archive, '.tar.xz'))
  const ringtest = join(folder, 'tools/virtio/ringtest')
  if (!existsSync(ringtest)) await unpack(archive, folder, signal)
  await runChild('make', ['--silent', program], { cwd: ringtest, signal })
  return join(ringtest, program)
}

/** Beside its place first, so that an interrupted run leaves nothing that looks whole. */
async function unpack(archive: string, folder: string, signal: AbortSignal): Promise<void> {
  mkdirSync(cache, { recursive: true })
  const temporary = mkdtempSync(join(cache, 'unpacking-'))
  try {
    const which = ['--strip-components=1', '--wildcards', '*/tools/virtio/ringtest/*']
    await runChild('tar', ['-xJf', archive, '-C', temporary, ...which], { signal })
    renameSync(temporary, folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}
