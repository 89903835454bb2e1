/** Programs that are built from Go modules of ours: exactly those of their go.mod and go.sum, with the Go that is installed. */
import { execFileSync } from 'node:child_process'
import { findTool } from './platform.mjs'
import { runCommand } from './run-command.mjs'

/** The toolchain that is here, and sums checked against go.sum; no cgo, so that no C library plays a part. */
const env = { GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOWORK: 'off' }

/** Arguments of a build. */
export const goBuild = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w']

/** Runs Go in a folder. Throws with its last lines and the remedy when it fails. */
export async function runGo(args, { cwd, remedy }) {
  const failure = await runCommand({ command: findTool('go'), args, cwd, env, remedy }, () => undefined)
  if (failure !== undefined) throw new Error(failure)
}

/** Why Go cannot build `what`; undefined when it can. `goMod` is the text of its go.mod, which says what Go it wants. */
export function goProblem(goMod, what) {
  const wanted = /^go (\d+)\.(\d+)/m.exec(goMod)
  const install = `install Go ${wanted[1]}.${wanted[2]} or newer (https://go.dev/dl); the package of Debian 12 is too old`
  const path = findTool('go')
  if (path === undefined) return `go is not on PATH, and ${what} is built with it; ${install}`
  const version = execFileSync(path, ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } })
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? []
  const enough = Number(major) > Number(wanted[1]) || (major === wanted[1] && Number(minor) >= Number(wanted[2]))
  return enough ? undefined : `${path} is ${version.trim()}; ${install}`
}
