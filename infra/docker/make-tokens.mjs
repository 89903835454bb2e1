/**
 * Makes the tokens that services of the stack need, with the admin token that the controller wrote at its first start; leaves
 * those alone that still hold. Once, before agents and Collector start.
 *
 *     node make-tokens.mjs --admin FILE --accept FILE HOST=FILE ...
 *
 * Each FILE gets the token for the agent of HOST, for its user's eyes only. The one after --accept gets the tokens of all
 * hosts but `collector`, one a line: those that the Collector lets in. RINGSIDE_URL is the controller.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const patienceMs = 10_000

async function main(args) {
  const options = { admin: { type: 'string' }, accept: { type: 'string' } }
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const wanted = positionals.map((text) => text.split('='))
  if (!values.admin || !values.accept || wanted.length === 0 || wanted.some((parts) => parts.length !== 2))
    throw new Error(`got '${args.join(' ')}', expected --admin FILE --accept FILE HOST=FILE ...`)
  const url = process.env.RINGSIDE_URL ?? 'http://127.0.0.1:7070'
  const accepted = []
  for (const [host, file] of wanted) {
    const token = await tokenIn(file, { url, host, admin: values.admin })
    if (host !== 'collector') accepted.push(token)
  }
  writePrivately(values.accept, `${accepted.join('\n')}\n`)
}

/** The token of a file, where it holds; else a new one, which is in the file from then on. */
async function tokenIn(file, { url, host, admin }) {
  const present = read(file)
  if (present !== undefined && (await isAccepted(url, present))) {
    say(`${host}: its token holds`)
    return present
  }
  const shown = read(admin)
  if (shown === undefined)
    throw new Error(`${host} needs a token and there is no admin token in ${admin}; put one there, or restart the controller`)
  // Its life ends with `ringside token revoke`: nobody is there to renew it.
  const request = { name: `compose: ${host}`, scopes: ['agent'], host, expiresInMs: 0 }
  const answer = await fetch(`${url}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shown}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(patienceMs),
  })
  if (answer.status !== 201)
    throw new Error(`${url} answered ${answer.status} to the request for the token of ${host}: ${await answer.text()}`)
  const { token } = await answer.json()
  writePrivately(file, `${token}\n`)
  say(`${host}: made a token`)
  return token
}

/** An empty request to the receiver, which is for agents. Throws when there is no answer to go by. */
async function isAccepted(url, token) {
  const answer = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-protobuf' },
    body: new Uint8Array(),
    signal: AbortSignal.timeout(patienceMs),
  })
  if (answer.ok) return true
  if (answer.status === 401 || answer.status === 403) return false
  throw new Error(`${url}/v1/traces answered ${answer.status}, expected 200 or 401; is it a Ringside controller?`)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** In one step, so that nobody reads half of it. */
function writePrivately(file, text) {
  const next = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(next, text, { mode: 0o600, flag: 'wx' })
  renameSync(next, file)
}

function say(line) {
  process.stderr.write(`make-tokens: ${line}\n`)
}

main(process.argv.slice(2)).catch((error) => {
  say(error.message)
  process.exitCode = 1
})
