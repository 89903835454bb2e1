/**
 * Builds the OpenTelemetry Collector and telemetrygen from their Go modules, exactly those of go.mod and go.sum, into
 * node_modules/.cache; does nothing when they are there. The Collector's own builder writes its main package from
 * builder.yaml. Needs Go and nothing else.
 */
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { goBuild, goProblem, runGo } from '../setup/go.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const inputs = ['builder.yaml', 'go.mod', 'go.sum']
const builder = 'go.opentelemetry.io/collector/cmd/builder'
const generator = 'github.com/open-telemetry/opentelemetry-collector-contrib/cmd/telemetrygen'
const remedy = 'is the Go module proxy reachable? `go env GOPROXY` names it; then try again: npm run collector -- --build'

/** Version of the Collector, from builder.yaml. */
export const collectorVersion = /^ {2}version: (\S+)$/m.exec(read('builder.yaml'))[1]
const folder = resolve(here, '../../node_modules/.cache/ringside', `collector-${collectorVersion}`)

/** Paths of the two programs. */
export const programs = { collector: join(folder, 'otelcol'), telemetrygen: join(folder, 'telemetrygen') }

/** Makes sure that both programs are there; `note` gets what is being done. Throws with the remedy when that fails. */
export async function buildCollector(note) {
  const marker = join(folder, 'built')
  const wanted = createHash('sha256').update(inputs.map(read).join('\0')).digest('hex')
  const present = existsSync(marker) && readFileSync(marker, 'utf8') === wanted && Object.values(programs).every(existsSync)
  if (present) return
  const problem = goProblem(read('go.mod'), 'the OpenTelemetry Collector')
  if (problem !== undefined) throw new Error(problem)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of inputs) copyFileSync(join(here, file), join(folder, file))

  const go = async (title, args) => {
    note(`${title}: go ${args.join(' ')}`)
    await runGo(args, { cwd: folder, remedy })
  }
  await go('telemetrygen', [...goBuild, '-o', programs.telemetrygen, generator])
  const generate = ['--config', 'builder.yaml', '--skip-get-modules', '--skip-compilation']
  await go("the Collector's main package", ['run', '-mod=readonly', builder, ...generate])
  await go('the Collector', [...goBuild, '-o', programs.collector, '.'])
  writeFileSync(marker, wanted)
  note(`built in ${folder}`)
}

function read(file) {
  return readFileSync(join(here, file), 'utf8')
}
