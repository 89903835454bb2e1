/** redis-server, which carries the queue: the distribution's, without its service. */
import { chmodSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { findTool, toolPath } from './platform.mjs'
import { runCommand } from './run-command.mjs'

const policyFile = '/usr/sbin/policy-rc.d'
const aptLists = '/var/lib/apt/lists'
const remedy = 'install it yourself: apt-get install redis-server (or set RINGSIDE_REDIS_URL to one that runs elsewhere)'

export function redisStep() {
  return {
    title: 'redis-server (apt-get)',
    missing: () =>
      findTool('redis-server') !== undefined || process.env.RINGSIDE_REDIS_URL ? undefined : 'redis-server is not on PATH',
    problems: () =>
      process.getuid?.() === 0 && findTool('apt-get') !== undefined ? [] : [`redis-server is not on PATH; ${remedy}`],
    install: (note) => withoutServices(() => installRedis(note)),
  }
}

async function installRedis(note) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', PATH: toolPath() }
  const aptGet = (...args) => runCommand({ command: 'apt-get', args, env, remedy }, note)
  const install = () => aptGet('install', '-y', '--no-install-recommends', 'redis-server')
  const hasLists = existsSync(aptLists) && readdirSync(aptLists).some((name) => /_Packages(\.\w+)?$/.test(name))
  let failure = hasLists ? await install() : 'no package lists'
  if (failure !== undefined) failure = (await aptGet('update')) ?? (await install())
  if (failure !== undefined) return failure
  // Ringside starts its own on a port of its own; the package would have one start at every boot.
  if (existsSync('/run/systemd/system'))
    await runCommand({ command: 'systemctl', args: ['disable', 'redis-server'], env, remedy }, note)
  return findTool('redis-server') === undefined ? `redis-server was installed and is still not on PATH; ${remedy}` : undefined
}

/** Debian starts a service as soon as it is installed, unless this file says no (invoke-rc.d(8)). One that exists is left alone. */
async function withoutServices(work) {
  if (existsSync(policyFile)) return await work()
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { flag: 'wx' })
  chmodSync(policyFile, 0o755)
  const remove = () => rmSync(policyFile, { force: true })
  process.once('exit', remove)
  try {
    return await work()
  } finally {
    remove()
    process.removeListener('exit', remove)
  }
}
