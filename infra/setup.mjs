/**
 * Makes a fresh clone ready to run: packages from npm, the native parts from cargo, redis-server from the distribution,
 * the web UI by Vite.
 * Does only what is missing; says what it does on stderr and nothing on stdout. Needs Node 18 or newer and no packages.
 *
 *     node infra/setup.mjs           install and build what is missing
 *     node infra/setup.mjs --check   only say what is missing; exit code 1 if anything is
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './setup/lock.mjs'
import { nativeStep } from './setup/native.mjs'
import { packagesStep } from './setup/packages.mjs'
import { platformProblem } from './setup/platform.mjs'
import { showProgress } from './setup/progress.mjs'
import { redisStep } from './setup/redis.mjs'
import { webStep } from './setup/web.mjs'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const steps = [packagesStep(root), nativeStep(root), redisStep(), webStep(root)]

/** Exit code: 0 when everything is there. */
async function main(args) {
  const unknown = args.find((argument) => argument !== '--check')
  if (unknown !== undefined) return say([`unknown argument '${unknown}'; expected --check or nothing`], 2)
  let missing = steps.filter((step) => step.missing() !== undefined)
  if (missing.length === 0) return 0
  if (args.includes('--check')) return say([...missing.map((step) => step.missing()), 'to install all of it: npm run setup'], 1)
  // All that only the user can do is said at once, before any of the work begins.
  const problems = [platformProblem(), ...missing.flatMap((step) => step.problems())].filter((problem) => problem !== undefined)
  if (problems.length > 0) return say([...new Set(problems)], 1)
  return await withLock(root, async () => {
    // Whoever held the lock may have done it all.
    missing = steps.filter((step) => step.missing() !== undefined)
    const failures = await install(missing)
    return failures.length === 0 ? 0 : say(failures, 1)
  })
}

/** Runs the steps side by side: one waits for the network while the other compiles. Answers the failures, as text. */
async function install(missing) {
  const progress = showProgress()
  const running = new Map()
  const run = async (step) => {
    if ((await running.get(step.after)) !== undefined) return undefined
    const task = progress.start(step.title)
    const failure = await step.install((line) => task.note(line))
    task.end(failure === undefined)
    return failure
  }
  for (const step of missing) running.set(step.title, run(step))
  const failures = await Promise.all(running.values())
  progress.stop()
  return failures.filter((failure) => failure !== undefined)
}

function say(lines, exitCode) {
  for (const line of lines) process.stderr.write(`setup: ${line}\n`)
  return exitCode
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => {
    process.exitCode = say([`failed: ${error.message}`], 1)
  },
)
