import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suiteJsonSchema } from '@ringside/contract'
import { expand, hostTimeMs } from '@ringside/controller/planning'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readSuite } from './suite-file.ts'

const folder = new URL('../../bench/suites/', import.meta.url)
const schema = new URL('../../contract/schema/suite.schema.json', import.meta.url)
const accepts = new Ajv({ unicodeRegExp: true }).compile(suiteJsonSchema())
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8')

describe.each(files)('%s', (name) => {
  it('is what the published schema accepts, and names it for editors', () => {
    expect(accepts(parse(text(name))) ? [] : accepts.errors).toEqual([])
    const modeline = /^# yaml-language-server: \$schema=(.+)$/m.exec(text(name))
    expect(new URL(modeline?.[1] ?? '', new URL(name, folder)).href).toBe(schema.href)
  })
})

describe.each(files.filter((name) => /^kind: Suite$/m.test(text(name))))('the suite %s', (name) => {
  it('has no faults', () => {
    const file = readSuite(fileURLToPath(new URL(name, folder)))
    expect(file.ok ? [] : file.faults).toEqual([])
  })
})

it.each(files.filter((name) => !/^(hosts|runs|kind: SuitePart)/m.test(text(name))))(
  '%s, which is for one machine, takes less than a minute',
  (name) => {
    const file = readSuite(fileURLToPath(new URL(name, folder)))
    const measuringMs = file.ok ? expand(file.suite).reduce((sum, run) => sum + hostTimeMs(run), 0) : Number.NaN
    expect(measuringMs).toBeLessThan(40_000)
  },
)
