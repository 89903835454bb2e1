/** What of the engine the endpoint's clients may use, decided once from what the engine has. What is not known to be harmless is refused. */
import type { Session } from 'chdb'

export interface Catalog {
  /** Functions and table functions that are refused, in lower case. */
  readonly refusedFunctions: ReadonlySet<string>
  /** Tables of the store that are refused. */
  readonly refusedTables: ReadonlySet<string>
  /** Tables of `system` that are refused, in lower case. */
  readonly refusedSystemTables: ReadonlySet<string>
  /** Formats that can be written, and their content type. */
  readonly contentTypes: ReadonlyMap<string, string>
}

/** Tables and views of the store that clients may read. Those with secrets, or of the controller's own concern, are not. */
export const visibleTables: readonly string[] = words(
  `alert_baselines alert_judgements alert_rules alerts artifacts canary_figures host_events hosts logs metrics migrations otel_logs otel_metrics_exponential_histogram
  otel_metrics_gauge otel_metrics_histogram otel_metrics_points otel_metrics_sum otel_metrics_summary otel_traces
  otel_traces_trace_id_ts point_trials queue_counters run_points runs schedule_slots schedules series_runs spans trials`,
)

/** Of `system`: what clients ask in order to describe themselves and the data. `processes` has the queries of others in it. */
const visibleSystemTables = new Set(
  words(
    `aggregate_function_combinators build_options codecs collations columns contributors data_skipping_indices data_type_families
    databases formats functions keywords licenses numbers numbers_mt one parts parts_columns projections settings table_engines
    table_functions tables time_zones zeros zeros_mt`,
  ),
)

/** They make rows of their own, or of a query in plain sight. Others reach files, networks, or tables by texts. */
const allowedTableFunctions = new Set(
  words(
    'format generateRandom generateSeries generate_series null numbers numbers_mt primes SQLStandardValues values view zeros zeros_mt',
  ),
)

/** Kinds of functions, as the engine sorts them, that look beyond the query's own rows. */
const refusedCategories = ['AI', 'Dictionary', 'Embedded Dictionary', 'Introspection', 'Machine Learning']

/** The same among those that it does not sort. */
const refusedOthers = words(
  `catboostEvaluate file fuzzQuery generateSerialID getClientHTTPHeader getMacro getServerPort hasColumnInTable joinGet joinGetOrNull
  runningConcurrency showCertificate structureToCapnProtoSchema structureToProtobufSchema transactionID transactionLatestSnapshot
  transactionOldestSnapshot zookeeperSessionUptime`,
)

interface FunctionRow {
  readonly name: string
  /** System, or that a user has defined it. */
  readonly origin: string
  /** What it is another name of; otherwise its own. */
  readonly original: string
  readonly category: string
}

/** Reads it from a session without restrictions. */
export async function readCatalog(session: Session): Promise<Catalog> {
  const rows = async <Row>(sql: string) => (await session.queryAsync(sql, { format: 'JSON' })).json<{ data: Row[] }>().data
  const names = async (sql: string) => (await rows<{ name: string }>(sql)).map(({ name }) => name)
  const functions =
    await rows<FunctionRow>(`SELECT f.name AS name, f.origin AS origin, o.name AS original, o.categories AS category
    FROM system.functions AS f LEFT JOIN system.functions AS o ON o.name = if(f.alias_to = '', f.name, f.alias_to)`)
  const tableFunctions = await names('SELECT name FROM system.table_functions')
  const tables = await names(
    "SELECT DISTINCT name FROM system.tables WHERE database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')",
  )
  const systemTables = await names("SELECT name FROM system.tables WHERE database = 'system'")
  const formats = await rows<{ name: string; content_type: string }>(
    'SELECT name, content_type FROM system.formats WHERE is_output',
  )
  const refused = functions.filter(isRefused).map(({ name }) => name)
  return {
    refusedFunctions: new Set([...refused, ...tableFunctions.filter((name) => !allowedTableFunctions.has(name))].map(lower)),
    refusedTables: new Set(tables.filter((name) => !visibleTables.includes(name))),
    refusedSystemTables: new Set(systemTables.filter((name) => !visibleSystemTables.has(name)).map(lower)),
    contentTypes: new Map(formats.map(({ name, content_type }) => [name, content_type])),
  }
}

/** With two underscores begins what only the engine itself puts into queries. */
const isRefused = ({ origin, original, category }: FunctionRow): boolean =>
  origin !== 'System' || refusedCategories.includes(category) || refusedOthers.includes(original) || original.startsWith('__')

const lower = (name: string) => name.toLowerCase()

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
