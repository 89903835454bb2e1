/** How Grafana and ClickHouse's clients reach the results of a stack: the endpoint of its controller, and its password. */
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort, loopback } from './ports.ts'

export interface ClickHouseAccess {
  /** `http://127.0.0.1:8123`. */
  readonly url: string
  readonly user: string
  readonly password: string
}

/** Present as the name of every data source that was set up with it. */
const defaultUser = 'grafana'

/**
 * The port is `port` itself, or any free one for 0. Name and password are those of the environment where they are given there; else the password
 * is made at random once and kept in the data folder, for its user only. Throws CommandFailure when the port is taken.
 */
export async function clickhouseAccess(port: number, folder: string, env = process.env): Promise<ClickHouseAccess> {
  const url = `http://${loopback}:${await freePort(port, '--clickhouse-port')}`
  const { RINGSIDE_CLICKHOUSE_USER: user, RINGSIDE_CLICKHOUSE_PASSWORD: password } = env
  return { url, user: user || defaultUser, password: password || keptPassword(join(folder, 'clickhouse.password')) }
}

function keptPassword(file: string): string {
  try {
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8').trim()
}

/** For the controller. */
export const clickhouseEnvironment = ({ url, user, password }: ClickHouseAccess): NodeJS.ProcessEnv => ({
  RINGSIDE_CLICKHOUSE_HOST: loopback,
  RINGSIDE_CLICKHOUSE_PORT: new URL(url).port,
  RINGSIDE_CLICKHOUSE_USER: user,
  RINGSIDE_CLICKHOUSE_PASSWORD: password,
})
