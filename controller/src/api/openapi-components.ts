/** Schemas with a title become components that are referred to, so that a document says each of them once. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type Mapping = Readonly<Record<string, Json>>

/** Members whose values are data, and not schemas. */
const data = new Set(['const', 'default', 'enum', 'example', 'examples', 'required', 'security', 'tags'])

/** The document with every titled schema in its components. Throws where two schemas differ and share a title. */
export function withComponents(document: object): object {
  const { paths, components, ...rest } = JSON.parse(JSON.stringify(document)) as Record<string, Mapping>
  const schemas = new Map<string, Json>()
  const hoisted = hoist(paths ?? {}, schemas)
  const sorted = Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...rest, paths: hoisted, components: { ...components, schemas: sorted } }
}

function hoist(value: Json, schemas: Map<string, Json>): Json {
  if (Array.isArray(value)) return value.map((each) => hoist(each, schemas))
  if (!isMapping(value)) return value
  const { title, $id, patternProperties, ...members } = ofToday(value)
  const kept = Object.fromEntries(
    Object.entries(members).map(([key, member]) => [key, data.has(key) ? member : hoist(member, schemas)]),
  )
  const schema: Mapping = {
    ...kept,
    // A member of this name of something that is described, and no keyword.
    ...(isMapping(title) ? { title: hoist(title, schemas) } : {}),
    ...(isMapping($id) ? { $id: hoist($id, schemas) } : {}),
    ...mapOf(patternProperties, schemas),
  }
  if (typeof title !== 'string') return schema
  const known = schemas.get(title)
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`two different schemas are titled '${title}', expected a title of its own for each; rename one`)
  schemas.set(title, schema)
  return { $ref: `#/components/schemas/${title}` }
}

/** Tuples as JSON Schema 2020-12 writes them, which OpenAPI 3.1 goes by. */
function ofToday({ additionalItems, ...schema }: Mapping): Mapping {
  if (!Array.isArray(schema.items)) return additionalItems === undefined ? schema : { additionalItems, ...schema }
  const { items, ...rest } = schema
  return { ...rest, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) }
}

/** A mapping with any keys, in the keyword that generators of clients know. */
function mapOf(patternProperties: Json | undefined, schemas: Map<string, Json>): Mapping {
  if (!isMapping(patternProperties)) return {}
  const [[pattern, member] = [undefined, undefined], ...others] = Object.entries(patternProperties)
  if (member === undefined) return {}
  if (others.length > 0 || pattern !== '^.*$') return { patternProperties: hoist(patternProperties, schemas) }
  return { additionalProperties: hoist(member, schemas) }
}

const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
