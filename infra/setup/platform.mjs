/** What has to be there before: the machine and its tools. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

const minimumRust = [1, 88]

/** Why this machine cannot run Ringside; undefined when it can. */
export function platformProblem() {
  const { platform, arch } = process
  if (Number.parseInt(process.versions.node, 10) < 18)
    return `Node ${process.versions.node} is too old; install Node 18 or newer (https://nodejs.org)`
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch))
    return `${platform} ${arch} is not supported; Ringside runs on Linux x64 and arm64`
  // Without this the report would resolve the addresses of open connections.
  if (process.report) process.report.excludeNetwork = true
  if (process.report?.getReport().header.glibcVersionRuntime === undefined)
    return 'this system has no glibc (Alpine?); use a distribution with glibc, such as Debian'
  return undefined
}

/** The path of an executable; undefined when there is none. Looks where rustup installs as well as on PATH. */
export function findTool(name) {
  for (const folder of toolPath().split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      if (statSync(path).isFile()) return path
    } catch {}
  }
  return undefined
}

/** PATH for the tools of a step, without the folders in `except`. */
export function toolPath(except = []) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '' && !except.includes(folder))
  return [...folders, join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'bin')].join(delimiter)
}

export function npmProblems() {
  return findTool('npm') === undefined
    ? ['npm is not on PATH; install it together with Node 18 or newer (https://nodejs.org)']
    : []
}

export function rustProblems() {
  const problems = []
  const rustup = "install Rust 1.88 or newer with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  if (findTool('cargo') === undefined || findTool('rustc') === undefined)
    problems.push(`cargo and rustc are not on PATH; ${rustup}`)
  else {
    const version = spawnSync(findTool('rustc'), ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
    if (!isRecentRust(version)) problems.push(`'${version || 'rustc --version'}' is too old; ${rustup}`)
  }
  if (findTool('cc') === undefined)
    problems.push('no C compiler (cc) on PATH, which Rust links with; install one: apt-get install gcc libc6-dev')
  return problems
}

/** Whether what `rustc --version` says is the minimum or newer. */
export function isRecentRust(version) {
  const [, major, minor] = /^rustc (\d+)\.(\d+)/.exec(version) ?? []
  return Number(major) > minimumRust[0] || (Number(major) === minimumRust[0] && Number(minor) >= minimumRust[1])
}
