/**
 * The first token: a controller that nobody could use writes an admin token into a file that only its user may read. The
 * file comes before the stored token, so that a crash between the two leaves a file which the next start takes up; in the
 * same way whoever installs the controller may put a token there.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { tokenParts } from '@ringside/contract'
import { StartupError } from '../startup-error.ts'
import { sha256 } from './token.ts'
import type { Tokens } from './tokens.ts'

const request = { name: 'bootstrap', scopes: ['admin' as const], expiresInMs: 0 }

/** Sees to it that there is an admin token. The file's path where one was made for it; undefined where nothing was missing. */
export async function bootstrap(tokens: Tokens, file: string): Promise<string | undefined> {
  if (tokens.valid().some(({ scopes }) => scopes.includes('admin'))) return undefined
  const fresh = tokens.fresh(request, 'bootstrap')
  const present = await presentIn(file)
  // A token that was in use before has ended for a reason.
  if (present !== undefined && tokens.find(present.id) === undefined) {
    await tokens.add({ ...fresh.token, id: present.id, secretSha256: sha256(present.secret) })
    return file
  }
  await writePrivately(file, `${fresh.text}\n`)
  await tokens.add(fresh.token)
  return file
}

async function presentIn(file: string): Promise<ReturnType<typeof tokenParts>> {
  try {
    return tokenParts((await readFile(file, 'utf8')).trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw unusable(file, error)
  }
}

/** In one step, so that nobody reads half of it. */
async function writePrivately(file: string, text: string): Promise<void> {
  const next = `${file}.${randomBytes(4).toString('hex')}`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(next, text, { mode: 0o600, flag: 'wx' })
    await rename(next, file)
  } catch (error) {
    throw unusable(file, error)
  }
}

const unusable = (file: string, error: unknown): StartupError =>
  new StartupError(
    `the first admin token cannot be kept in '${file}' (${(error as Error).message}); name another file with RINGSIDE_BOOTSTRAP_TOKEN_FILE`,
  )
