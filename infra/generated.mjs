#!/usr/bin/env node
/**
 * Generates what is generated and committed: the type declarations of the native bindings, by @napi-rs/cli, the OpenAPI
 * document of the controller, from it the types of its clients, the JSON Schema of suites, and Grafana's dashboards. Files named as
 * arguments, else all of them. `--check` changes nothing and fails if a committed file is out of date.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bindings = [
  { folder: 'agent/native/binding', workspace: 'agent' },
  { folder: 'controller/native', workspace: 'controller' },
]

function declarations({ folder, workspace }) {
  const out = mkdtempSync(join(tmpdir(), 'ringside-generated-'))
  try {
    const arguments_ = ['build', '--release', '--no-js', '--dts', 'index.d.ts', '--output-dir', out]
    arguments_.push('--manifest-path', 'Cargo.toml', '--package-json-path', join(root, workspace, 'package.json'))
    execFileSync(join(root, 'node_modules/.bin/napi'), arguments_, {
      cwd: join(root, folder),
      env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    return readFileSync(join(out, 'index.d.ts'), 'utf8')
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

const openapi = { document: 'contract/schema/openapi.json', types: 'contract/schema/openapi.d.ts' }

async function openapiDocument() {
  const { openapiDocument: document } = await import('../controller/src/api/document.ts')
  return `${JSON.stringify(await document(), null, 2)}\n`
}

async function openapiTypes() {
  const { default: openapiTS, astToString } = await import('../contract/node_modules/openapi-typescript/dist/index.mjs')
  const types = await openapiTS(JSON.parse(await openapiDocument()), { alphabetize: true })
  return `/** Made by npm run generate from openapi.json. */\n${astToString(types)}`
}

async function suiteSchema() {
  const { suiteJsonSchema } = await import('../contract/src/suite-json-schema.ts')
  return `${JSON.stringify(suiteJsonSchema(), null, 2)}\n`
}

const { dashboardFiles, dashboardJson } = await import('../dashboards/grafana/src/index.ts')

const generated = [
  ...bindings.map((binding) => ({ file: join(binding.folder, 'index.d.ts'), fresh: () => declarations(binding) })),
  { file: openapi.document, fresh: openapiDocument },
  { file: openapi.types, fresh: openapiTypes },
  { file: 'contract/schema/suite.schema.json', fresh: suiteSchema },
  ...dashboardFiles.map(({ file, dashboard }) => ({ file, fresh: () => dashboardJson(dashboard) })),
]

const check = process.argv.includes('--check')
const wanted = process.argv.slice(2).filter((argument) => argument !== '--check')
for (const { file, fresh } of generated) {
  if (wanted.length > 0 && !wanted.includes(file)) continue
  const text = await fresh()
  if (!check) {
    writeFileSync(join(root, file), text)
  } else if (text !== readFileSync(join(root, file), 'utf8')) {
    process.stderr.write(`${file} is out of date: run npm run generate and commit the change\n`)
    process.exitCode = 1
  }
}
