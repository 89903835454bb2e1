/**
 * Makes .env for docker-compose.yml of .env.example: a password for each that is empty there, and the CPUs that agents measure
 * on. Leaves an .env that is there alone. Needs Node 18 or newer and no packages.
 *
 *     node infra/docker/setup.mjs [FOLDER]     FOLDER: of both files; the repository's by default
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** 256 bits, in letters that neither a URL nor a shell, XML or a list of options takes for something else. */
const newPassword = () => randomBytes(32).toString('hex')

/**
 * Who runs where, as lists for Docker: agents on the upper half of the CPUs, as low ones take most interrupts, and everything else
 * on the lower. Fewer than four cannot be shared out, so all have all.
 */
export function cpuSettings(count) {
  const half = count < 4 ? undefined : Math.ceil(count / 2)
  return {
    RINGSIDE_AGENT_CPUS: list(half ?? 0, count - 1),
    RINGSIDE_SERVICE_CPUS: list(0, (half ?? count) - 1),
    CLICKHOUSE_CPUS: `${Math.min(4, half ?? count)}`,
  }
}

const list = (first, last) => (first === last ? `${first}` : `${first}-${last}`)

/** The text of .env: what the example has, with what is empty there filled in. */
export function environmentFrom(example, cpuCount) {
  const cpus = cpuSettings(cpuCount)
  return example.replace(/^(\w+)=$/gm, (line, name) => {
    if (name.endsWith('_PASSWORD')) return `${line}${newPassword()}`
    return `${line}${cpus[name] ?? ''}`
  })
}

/** Exit code. */
function main([folder = fileURLToPath(new URL('../..', import.meta.url)), ...rest]) {
  if (rest.length > 0) return say(`unknown argument '${rest[0]}'; expected a folder or nothing`, 2)
  const file = join(resolve(folder), '.env')
  const example = readFileSync(join(resolve(folder), '.env.example'), 'utf8')
  const count = availableParallelism?.() ?? cpus().length
  try {
    writeFileSync(file, environmentFrom(example, count), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return say(`${file} is there already and stays as it is; its passwords are those of the volumes: remove both for new ones`, 1)
  }
  return say(`wrote ${file}; go on with: docker compose up --wait`, 0)
}

function say(line, exitCode) {
  process.stderr.write(`compose:setup: ${line}\n`)
  return exitCode
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2))
