/** Holds answers against the OpenAPI document of the controller that gave them. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

type Json = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly in: 'path' | 'query' | 'header'
  readonly name: string
  readonly schema: Json
}

export interface Operation {
  readonly method: string
  /** `/api/v1/runs/{id}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** Schema of the JSON body, for operations that take one. */
  readonly body?: Json
}

export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

const pointerOf = (...steps: readonly string[]): string =>
  steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')

export class Described {
  readonly operations: readonly Operation[]
  readonly #document: Document
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  readonly #checks = new Map<string, ValidateFunction>()

  constructor(document: Document) {
    this.#document = document
    this.#ajv.addSchema(closed(document) as object, 'openapi')
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        parameters: (operation.parameters ?? []) as readonly Parameter[],
        ...bodyOf(operation),
      })),
    )
  }

  /** The schema that a reference leads to. */
  resolve(schema: Json): Json {
    if (typeof schema.$ref !== 'string') return schema
    const steps = schema.$ref.slice('#/'.length).split('/')
    return this.resolve(steps.reduce((at: unknown, step) => (at as Json)[step], this.#document) as Json)
  }

  /** What is wrong with an answer; undefined when it is as described. */
  faultOf({ method, path }: Pick<Operation, 'method' | 'path'>, answer: Answer): string | undefined {
    const responses = this.#document.paths[path]?.[method.toLowerCase()]?.responses as Readonly<Record<string, Json>>
    const response = responses[answer.status]
    if (response === undefined) return `status ${answer.status} is not described: ${answer.text.slice(0, 500)}`
    const content = (response.content ?? {}) as Readonly<Record<string, Json>>
    const mediaType = answer.contentType.split(';')[0] ?? ''
    if (content[mediaType] === undefined) return `media type '${mediaType}' is not described for ${answer.status}`
    if (!mediaType.endsWith('json')) return undefined
    const steps = ['paths', path, method.toLowerCase(), 'responses', `${answer.status}`, 'content', mediaType, 'schema']
    const check = this.#check(`openapi#/${pointerOf(...steps)}`)
    if (check(JSON.parse(answer.text))) return undefined
    return `${answer.status} does not fit: ${this.#ajv.errorsText(check.errors)}: ${answer.text.slice(0, 500)}`
  }

  #check(reference: string): ValidateFunction {
    const known = this.#checks.get(reference) ?? this.#ajv.compile({ $ref: reference })
    this.#checks.set(reference, known)
    return known
  }
}

function bodyOf({ requestBody }: Json): { body?: Json } {
  const content = (requestBody as { content?: Readonly<Record<string, { schema: Json }>> } | undefined)?.content
  const schema = content?.['application/json']?.schema
  return schema === undefined ? {} : { body: schema }
}

/** The same, without room for members that are not described. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed)
  if (typeof value !== 'object' || value === null) return value
  const schema = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, closed(member)]))
  const open = schema.type === 'object' && schema.properties !== undefined && schema.additionalProperties === undefined
  return open ? { ...schema, additionalProperties: false } : schema
}
