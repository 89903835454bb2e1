#!/usr/bin/env node
/** Builds the program that asks with clickhouse-go, into node_modules/.cache; does nothing when it is there. Needs Go and nothing else. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { goBuild, goProblem, runGo } from '../setup/go.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const folder = resolve(here, '../../node_modules/.cache/ringside/clickhouse-client')
const inputs = ['go.mod', 'go.sum', 'main.go', 'values.go']
const remedy = 'is the Go module proxy reachable? `go env GOPROXY` names it; then try again: npm run test:clickhouse-go'

/** Its path. */
export const program = join(folder, 'clickhouse-client')

async function build() {
  const read = (name) => readFileSync(join(here, name), 'utf8')
  const marker = join(folder, 'built')
  const wanted = createHash('sha256').update(inputs.map(read).join('\0')).digest('hex')
  if (existsSync(program) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  const problem = goProblem(read('go.mod'), "the test with ClickHouse's Go client")
  if (problem !== undefined) throw new Error(problem)
  mkdirSync(folder, { recursive: true })
  await runGo([...goBuild, '-o', program, '.'], { cwd: here, remedy })
  writeFileSync(marker, wanted)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build().catch((error) => {
    process.stderr.write(`clickhouse-client: ${error.message}\n`)
    process.exitCode = 1
  })
}
