/** What the users of clickhouse/users.xml may do, as the embedded engine (26.7, like the image) takes that file. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { statementsOf } from '../../../controller/src/store/migrate.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const read = (name: string) => readFileSync(here(`../clickhouse/${name}`), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'ringside-users-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `default`: who looks at what the others may do. */
type User = 'ringside' | 'collector' | 'grafana' | 'default'
const administrator =
  '<default><no_password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota><access_management>1</access_management></default>'
type Answer = { readonly rows: unknown[][]; readonly error?: undefined } | { readonly rows?: undefined; readonly error: string }

/**
 * The image's own files have profiles and quotas called `default`. Constraints need a setting that the embedded engine does not
 * read; see the last test.
 */
function usersAs(user: User, { constraints = false } = {}): string {
  const users = read('users.xml')
    .replace('<default remove="remove"/>', user === 'default' ? administrator : '')
    .replace('<profiles>', '<profiles><default/>')
    .replace('<quotas>', '<quotas><default/>')
    .replaceAll(`<${user}>`, '<default>')
    .replaceAll(`</${user}>`, '</default>')
    .replaceAll(/<password from_env="\w+"\/>/g, '<no_password/>')
  return constraints ? users : users.replace(/<constraints>.*<\/constraints>/s, '')
}

function as(user: User, statements: readonly string[], options = {}): { readonly answers: Answer[]; readonly stderr: string } {
  writeFileSync(join(folder, 'users.xml'), usersAs(user, options))
  // What is removed is the image's, which is not here; and the log would be the test's.
  const own = read('config.xml')
    .replaceAll(/<\w+ remove="remove"\/>/g, '')
    .replace(/<logger>.*<\/logger>/s, '')
    .replace('/var/lib/clickhouse/', `${folder}/`)
  const config = own.replace('</clickhouse>', `<users_config>${folder}/users.xml</users_config></clickhouse>`)
  writeFileSync(join(folder, 'config.xml'), config)
  const args = [here('as-user.ts'), join(folder, 'config.xml'), join(folder, 'data')]
  const { stdout, stderr } = spawnSync(process.execPath, args, { input: JSON.stringify(statements), encoding: 'utf8' })
  return { answers: stdout === '' ? [] : (JSON.parse(stdout) as Answer[]), stderr }
}

/** Codes of ClickHouse, or whatever else was said. */
const errorsOf = (answers: readonly Answer[]) => answers.map(({ error }) => /^Code: (\d+)/.exec(error ?? '')?.[1] ?? error)
const refused = '497'

/** Tables that hold who may do what, what was done, and where alerts went: nothing for a page of panels. */
const privateTables = ['alert_deliveries', 'audit', 'idempotency_keys', 'tokens']
let tables: string[]

beforeAll(() => {
  const begin = [
    'CREATE DATABASE IF NOT EXISTS ringside',
    'USE ringside',
    'MIGRATE',
    'SHOW TABLES',
    ...statementsOf(read('initdb.d/otel.sql')),
  ]
  const { answers, stderr } = as('ringside', begin)
  expect(errorsOf(answers), stderr).toEqual(begin.map(() => undefined))
  const migrations = readdirSync(here('../../clickhouse')).filter((name) => name.endsWith('.sql'))
  expect(answers[2]?.rows).toHaveLength(migrations.length)
  tables = (answers[3]?.rows ?? []).map(([name]) => String(name))
})

describe('the controller', () => {
  test('makes backups, puts one in the place of its tables, and changes how long rows stay', () => {
    const statements = [
      'USE ringside',
      "BACKUP TABLE runs TO File('b')",
      'CREATE DATABASE ringside_restore',
      "RESTORE TABLE runs AS ringside_restore.runs FROM File('b')",
      'SELECT count() FROM ringside_restore.runs FINAL',
      'EXCHANGE TABLES runs AND ringside_restore.runs',
      'DROP DATABASE ringside_restore SYNC',
      'ALTER TABLE logs MODIFY TTL time + toIntervalDay(3)',
      "SELECT name FROM system.tables WHERE database = 'ringside' AND name = 'runs'",
      'SELECT count() FROM system.backups',
    ]
    const { answers } = as('ringside', statements)
    expect(errorsOf(answers), JSON.stringify(answers)).toEqual(statements.map(() => undefined))
  })

  test('makes no database but its own and no users, and reaches no files and no other servers', () => {
    const statements = [
      'CREATE DATABASE elsewhere',
      "CREATE USER someone IDENTIFIED BY 'x'",
      "SELECT * FROM file('/etc/passwd', 'LineAsString')",
      "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    ]
    expect(errorsOf(as('ringside', statements).answers)).toEqual(statements.map(() => refused))
  })
})

describe('Grafana', () => {
  test('reads every table and view of the results, and none that says who may do what', () => {
    const open = tables.filter((name) => !privateTables.includes(name))
    const { answers } = as(
      'grafana',
      [...open, ...privateTables].map((name) => `SELECT * FROM ringside.${name} LIMIT 1`),
    )
    const byTable = Object.fromEntries(
      [...open, ...privateTables].map((name, place) => [name, errorsOf(answers)[place] ?? 'reads']),
    )
    // A new table belongs into users.xml, or into the list above.
    expect(byTable).toEqual({
      ...Object.fromEntries(open.map((name) => [name, 'reads'])),
      ...Object.fromEntries(privateTables.map((name) => [name, refused])),
    })
  })

  test('reads whatever the dashboards and the alert rules of dashboards/grafana ask', () => {
    const dashboards = here('../../../dashboards/grafana')
    const files = readdirSync(dashboards, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(json|provisioning)\/.*\.(json|yaml)$/.test(name),
    )
    const text = files.map((name) => readFileSync(join(dashboards, name), 'utf8')).join('\n')
    const named = new Set(
      [...text.matchAll(/\b(?:FROM|JOIN)[\s\\n]+((?:system\.)?[a-z_]+)\b(?![.(])/g)].map(([, name]) => name ?? ''),
    )
    const asked = [...named].filter((name) => name.startsWith('system.') || tables.includes(name))
    expect(asked.length).toBeGreaterThan(10)
    const { answers } = as('grafana', ['USE ringside', ...asked.map((name) => `SELECT * FROM ${name} LIMIT 0`)])
    expect(Object.fromEntries(asked.map((name, place) => [name, errorsOf(answers)[place + 1] ?? 'reads']))).toEqual(
      Object.fromEntries(asked.map((name) => [name, 'reads'])),
    )
  })

  test('reads metrics of the surroundings, and what a query editor asks for', () => {
    const statements = [
      'SELECT count() FROM otel.otel_metrics_sum',
      'SELECT version()',
      "SELECT name FROM system.tables WHERE database = 'ringside'",
      "SELECT name FROM system.columns WHERE database = 'ringside'",
      'SELECT name FROM system.functions LIMIT 1',
      'SELECT name FROM system.databases',
    ]
    const { answers } = as('grafana', statements)
    expect(errorsOf(answers), JSON.stringify(answers)).toEqual(statements.map(() => undefined))
  })

  test('writes nothing, reaches no files and raises no limit', () => {
    const statements = [
      "INSERT INTO ringside.runs (id) VALUES ('x')",
      'CREATE TABLE ringside.mine (n UInt8) ENGINE = Memory',
      'DROP TABLE ringside.runs',
      "SELECT * FROM file('/etc/passwd', 'LineAsString')",
      'SELECT 1 SETTINGS max_memory_usage = 0',
      'SELECT 1 SETTINGS readonly = 0',
    ]
    const { answers } = as('grafana', statements)
    const readOnly = '164'
    expect(errorsOf(answers), JSON.stringify(answers)).toEqual([refused, refused, refused, refused, readOnly, readOnly])
  })

  test('has a limit on time, memory and rows, and a share of each minute', () => {
    const settings = ['readonly', 'max_execution_time', 'max_memory_usage', 'max_result_rows']
    const { answers } = as('default', [
      `SELECT setting_name, value FROM system.settings_profile_elements WHERE profile_name = 'reader' AND setting_name IN ('${settings.join("', '")}')`,
      "SELECT duration, max_queries, max_execution_time FROM system.quota_limits WHERE quota_name = 'reader'",
      "SELECT arraySort(apply_to_list) FROM system.quotas WHERE name = 'reader'",
    ])
    expect(answers[0]?.rows).toEqual([
      ['readonly', '1'],
      ['max_execution_time', '30'],
      ['max_memory_usage', '2000000000'],
      ['max_result_rows', '1000000'],
    ])
    expect(answers.slice(1).map(({ rows }) => rows)).toEqual([[[60, 3000, 600]], [[['grafana']]]])
  })

  test('may lower and raise the time of a query within bounds, which needs the setting that config.xml has', () => {
    const { stderr } = as('grafana', ['SELECT 1'], { constraints: true })
    const wanted =
      'changeable_in_readonly for max_execution_time is not allowed unless settings_constraints_replace_previous is enabled'
    expect(stderr).toContain(wanted)
    expect(read('config.xml')).toContain('<settings_constraints_replace_previous>true</settings_constraints_replace_previous>')
  })
})

describe('the Collector', () => {
  test('adds rows to its own tables, which it may look up, and does nothing else', () => {
    const statements = [
      'DESCRIBE TABLE otel.otel_metrics_sum',
      "INSERT INTO otel.otel_metrics_sum (MetricName, Value) VALUES ('redis.uptime', 1)",
      'SELECT * FROM otel.otel_metrics_sum',
      'DROP TABLE otel.otel_metrics_sum',
      'SELECT * FROM ringside.runs',
      "INSERT INTO ringside.logs (body) VALUES ('x')",
    ]
    expect(errorsOf(as('collector', statements).answers)).toEqual([undefined, undefined, refused, refused, refused, refused])
  })
})
