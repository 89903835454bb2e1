/**
 * `npm run test:crash`: the crash matrix, in namespaces of its own. Small disks are mounted for it, and processes are killed, stopped and
 * started again: whatever happens to the test, all of that is gone with it.
 *
 *     node infra/crash/crash.mjs              the matrix
 *     node infra/crash/crash.mjs --update     and writes what was seen into README.md
 *     node infra/crash/crash.mjs -t 'agent'   only the cells with that in their name
 */
import { spawn, spawnSync } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const say = (line) => process.stderr.write(`crash: ${line}\n`)
const vitest = fileURLToPath(new URL('../../node_modules/.bin/vitest', import.meta.url))
const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url))

/** As root, or as the root of a user namespace where those are allowed. */
const asRoot = process.getuid() === 0 ? [] : ['--map-root-user']
const namespaces = [...asRoot, '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Exit code. */
async function main(args) {
  const probe = spawnSync('unshare', [...namespaces, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'none', '/mnt'], {
    encoding: 'utf8',
  })
  if (probe.status !== 0) {
    const reason = probe.error?.message ?? probe.stderr.trim()
    say(
      `no namespace in which disks can be mounted (${reason}); needed are unshare and mount of util-linux, and root or user namespaces`,
    )
    return 1
  }
  const [update, rest] = [args.includes('--update'), args.filter((argument) => argument !== '--update')]
  const env = { ...process.env, ...(update ? { RINGSIDE_CRASH_UPDATE: '1' } : {}) }
  const child = spawn('unshare', [...namespaces, vitest, 'run', '--config', config, ...rest], { env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill('SIGKILL'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

process.exitCode = await main(process.argv.slice(2))
