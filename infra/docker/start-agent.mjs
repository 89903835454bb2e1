/**
 * Starts an agent with the token of a file: as bearer token for spans, and as user and password of Redis, which one token is.
 * Writes the file READY (RINGSIDE_READY_FILE) when the agent takes runs, for the health check.
 *
 *     RINGSIDE_TOKEN_FILE=... RINGSIDE_REDIS_ADDRESS=redis:6379 node start-agent.mjs
 */
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../agent/src/main.ts', import.meta.url))
const { RINGSIDE_TOKEN_FILE, RINGSIDE_REDIS_ADDRESS = 'redis:6379', RINGSIDE_READY_FILE = '/tmp/ready' } = process.env

/** Throws where there is no token. Source: controller/README.md, "Who may use it". */
function environmentOf(file) {
  if (!file) throw new Error('RINGSIDE_TOKEN_FILE is not set, expected the file that make-tokens.mjs wrote')
  const token = readFileSync(file, 'utf8').trim()
  const [, id, secret] = /^rs_([0-9a-z]{10})_([A-Za-z0-9_-]{43})$/.exec(token) ?? []
  if (secret === undefined) throw new Error(`${file} has no token in it, expected rs_, 10 characters, _ and 43 characters`)
  return { RINGSIDE_TOKEN: token, RINGSIDE_REDIS_URL: `redis://ringside-agent-${id}:${secret}@${RINGSIDE_REDIS_ADDRESS}` }
}

function start() {
  rmSync(RINGSIDE_READY_FILE, { force: true })
  const env = { ...process.env, ...environmentOf(RINGSIDE_TOKEN_FILE) }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal))
  createInterface({ input: child.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`)
    if (line.startsWith('{"ready":true')) writeFileSync(RINGSIDE_READY_FILE, '')
  })
  child.on('error', fail)
  child.on('exit', (code, signal) => {
    rmSync(RINGSIDE_READY_FILE, { force: true })
    process.exit(code ?? 128 + constants.signals[signal])
  })
}

function fail(error) {
  process.stderr.write(`start-agent: ${error.message}\n`)
  process.exit(1)
}

try {
  start()
} catch (error) {
  fail(error)
}
