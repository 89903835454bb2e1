/**
 * Builds the OpenTelemetry Collector and telemetrygen from their Go modules, exactly those of go.mod and go.sum, into
 * node_modules/.cache; does nothing when they are there. The Collector's own builder writes its main package from
 * builder.yaml. Needs Go and nothing else.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findTool } from '../setup/platform.mjs'
import { runCommand } from '../setup/run-command.mjs'

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
  const problem = goProblem()
  if (problem !== undefined) throw new Error(problem)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of inputs) copyFileSync(join(here, file), join(folder, file))

  const go = async (title, args) => {
    note(`${title}: go ${args.join(' ')}`)
    // The toolchain that is here, and sums checked against go.sum; no cgo, so that no C library plays a part.
    const env = { GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOWORK: 'off' }
    const failure = await runCommand({ command: findTool('go'), args, cwd: folder, env, remedy }, () => undefined)
    if (failure !== undefined) throw new Error(failure)
  }
  const build = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w']
  await go('telemetrygen', [...build, '-o', programs.telemetrygen, generator])
  const generate = ['--config', 'builder.yaml', '--skip-get-modules', '--skip-compilation']
  await go("the Collector's main package", ['run', '-mod=readonly', builder, ...generate])
  await go('the Collector', [...build, '-o', programs.collector, '.'])
  writeFileSync(marker, wanted)
  note(`built in ${folder}`)
}

/** Why Go cannot build this; undefined when it can. */
function goProblem() {
  const wanted = /^go (\d+)\.(\d+)/m.exec(read('go.mod'))
  const install = `install Go ${wanted[1]}.${wanted[2]} or newer (https://go.dev/dl); the package of Debian 12 is too old`
  const path = findTool('go')
  if (path === undefined) return `go is not on PATH, and the OpenTelemetry Collector is built with it; ${install}`
  const version = execFileSync(path, ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } })
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? []
  const enough = Number(major) > Number(wanted[1]) || (major === wanted[1] && Number(minor) >= Number(wanted[2]))
  return enough ? undefined : `${path} is ${version.trim()}; ${install}`
}

function read(file) {
  return readFileSync(join(here, file), 'utf8')
}
