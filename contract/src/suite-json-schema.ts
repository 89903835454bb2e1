/** The format of suites for editors and other programs: JSON Schema, made of the one schema that everything is checked by. */

import { Suite } from './suite.ts'
import { documentKind } from './suite-document.ts'

/**
 * JSON Schema (draft 7, which most editors read) of a file: a whole suite, a suite that includes files, or a part of one.
 * It accepts what SuiteDocument accepts, and is written so that editors know at once which keys there are. What it
 * accepts may still break rules between keys; `ringside validate` tells those too.
 */
export function suiteJsonSchema(): object {
  const { apiVersion, kind, ...rest } = Suite.properties
  const always = ['apiVersion', 'kind']
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'urn:ringside:suite:v1',
    title: 'Ringside suite',
    description: 'what to measure, on which backends, how often',
    type: 'object',
    properties: { apiVersion, kind: documentKind, ...rest },
    required: always,
    additionalProperties: false,
    // Nothing completes a suite that includes nothing.
    if: { properties: { kind: { const: kind.const } }, not: { required: ['include'] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: (Suite.required as readonly string[]).filter((key) => !always.includes(key)) },
  }
}
