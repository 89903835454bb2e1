/** docker-compose.yml as Docker Compose understands it. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Mount {
  readonly type: 'bind' | 'volume'
  readonly source: string
  readonly target: string
  readonly read_only?: boolean
}

/** Of the Compose Specification, as much as is looked at. */
export interface ComposeService {
  readonly image: string
  readonly build?: { readonly dockerfile: string; readonly target: string }
  readonly command: readonly string[] | null
  readonly entrypoint: readonly string[] | null
  readonly user?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly { readonly host_ip?: string; readonly published: string; readonly target: number }[]
  readonly volumes?: readonly Mount[]
  readonly networks?: Readonly<Record<string, unknown>>
  readonly network_mode?: string
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly restart?: string
  readonly cpus?: number
  readonly cpuset?: string
  readonly mem_limit?: string
  readonly pids_limit?: number
  readonly read_only?: boolean
  readonly privileged?: boolean
  readonly cap_add?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly security_opt?: readonly string[]
  readonly profiles?: readonly string[]
}

export interface ComposeProject {
  readonly services: Readonly<Record<string, ComposeService>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>
}

/** A Dockerfile as Docker's builder reads it. */
export interface ComposeDockerfile {
  readonly stages: readonly string[]
  readonly warnings: readonly string[]
}

export interface ComposeReading {
  readonly project: ComposeProject
  /** By path. */
  readonly dockerfiles: Readonly<Record<string, ComposeDockerfile>>
}

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))
export const composeFile = join(root, 'docker-compose.yml')

/** With the environment that the set-up makes. Throws with what the libraries say. */
export function readCompose(): ComposeReading {
  const folder = mkdtempSync(join(tmpdir(), 'ringside-compose-'))
  try {
    copyFileSync(join(root, '.env.example'), join(folder, '.env.example'))
    execFileSync(process.execPath, [join(root, 'infra/docker/setup.mjs'), folder], { stdio: 'pipe' })
    return JSON.parse(runCompose(join(folder, '.env'))) as ComposeReading
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const composeProject = (): ComposeProject => readCompose().project

/** Answers JSON; builds the program that reads the file, which takes Go no time when nothing has changed. */
export function runCompose(envFile: string): string {
  const program = join(root, 'node_modules/.cache/ringside/compose')
  const env = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOWORK: 'off' }
  const build = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-o', program, '.']
  execFileSync('go', build, { cwd: join(root, 'infra/docker/compose'), env, stdio: 'pipe' })
  return execFileSync(program, [composeFile, envFile], { encoding: 'utf8', stdio: 'pipe' })
}
