/**
 * Starts the OpenTelemetry Collector on loopback, built first where it is missing.
 *
 *     node infra/collector/collector.mjs                      with config.yaml: OTLP on 4318 and 4317, into a file
 *     node infra/collector/collector.mjs --forward            and passes traces on to a controller (forward.yaml)
 *     node infra/collector/collector.mjs --build              only builds it, and telemetrygen
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { buildCollector, programs } from './build.mjs'

const config = (name) => ['--config', fileURLToPath(new URL(name, import.meta.url))]
const say = (line) => process.stderr.write(`collector: ${line}\n`)

/** Exit code. */
async function main(args) {
  const unknown = args.find((argument) => !['--build', '--forward'].includes(argument))
  if (unknown !== undefined) {
    say(`unknown argument '${unknown}'; expected --build, --forward or nothing`)
    return 2
  }
  await buildCollector(say)
  if (args.includes('--build')) return 0
  return await run([...config('config.yaml'), ...(args.includes('--forward') ? config('forward.yaml') : [])])
}

/** In the foreground; signals are passed on, so that it ends in order. */
function run(args) {
  const child = spawn(programs.collector, args, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => {
    say(error.message)
    process.exitCode = 1
  },
)
