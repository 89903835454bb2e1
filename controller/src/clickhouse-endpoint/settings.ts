/**
 * Which of ClickHouse's settings clients may change, in the address or in a SETTINGS clause. The engine's session is opened with
 * them and with `readonly=1`, so whatever is not named here cannot be changed by other means either.
 */
import type { EndpointLimits } from './limits.ts'
import { QueryError } from './query-error.ts'

/** Name and text. */
export type Setting = readonly [name: string, value: string]

const number = /^\d{1,19}(\.\d{1,19})?$/
const whole = /^\d{1,19}$/
const yesOrNo = /^(0|1|true|false)$/i

/** Names and the form of their values. They change how rows look, how many there are, and how names are found: nothing beyond. */
const allowed: ReadonlyMap<string, RegExp> = new Map([
  ...Object.entries({
    date_time_output_format: /^(simple|iso|unix_timestamp)$/,
    result_overflow_mode: /^(throw|break)$/,
    timeout_overflow_mode: /^(throw|break)$/,
    read_overflow_mode: /^(throw|break)$/,
    union_default_mode: /^(ALL|DISTINCT)?$/i,
    join_default_strictness: /^(ANY|ALL)?$/i,
    session_timezone: /^[A-Za-z0-9_+/-]{0,64}$/,
    format_csv_delimiter: /^[ -~]$/,
    output_format_avro_codec: /^\w{0,16}$/,
    output_format_parquet_compression_method: /^\w{1,16}$/,
    output_format_arrow_compression_method: /^\w{1,16}$/,
    output_format_orc_compression_method: /^\w{1,16}$/,
  }),
  ...words('max_block_size limit offset max_rows_to_read max_bytes_to_read output_format_decimal_trailing_zeros').map(
    (name) => [name, whole] as const,
  ),
  ...words(
    `join_use_nulls transform_null_in extremes group_by_use_nulls aggregate_functions_null_for_empty cast_keep_nullable
    empty_result_for_aggregation_by_empty_set prefer_column_name_to_alias optimize_read_in_order final
    asterisk_include_alias_columns asterisk_include_materialized_columns`,
  ).map((name) => [name, yesOrNo] as const),
])

/** A switch or a number by which a format differs: none of them names a file. */
const formatOption =
  /^output_format_(json|csv|tsv|pretty|parquet|arrow|orc|avro|native|binary|write|values|xml|markdown|enable)_\w+$/
const formatValue = /^(\d{1,19}|true|false)$/i

/** Their values are taken up to the limit; 0, which means none, is the limit. */
const limited: Readonly<Record<string, keyof EndpointLimits>> = {
  max_execution_time: 'maxExecutionTimeS',
  max_memory_usage: 'maxMemoryBytes',
  max_result_rows: 'maxResultRows',
  max_result_bytes: 'maxResultBytes',
  max_threads: 'maxThreads',
}

/** What drivers send of their own accord, and what is the server's business: without effect here. */
const ignored = new Set(
  words(
    `wait_end_of_query buffer_size send_progress_in_http_headers http_headers_progress_interval_ms enable_http_compression
    http_zlib_compression_level network_compression_method network_zstd_compression_level log_queries log_comment
    cancel_http_readonly_queries_on_client_close http_write_exception_in_output_format add_http_cors_header stacktrace
    max_query_size use_query_cache priority async_insert wait_for_async_insert http_wait_end_of_query
    http_receive_timeout http_send_timeout send_timeout receive_timeout connect_timeout`,
  ),
)

/**
 * The settings of a query's session, the last word on each first. Throws QueryError for those that may not be changed (164),
 * and for values that are none (471).
 */
export function sessionSettings(asked: readonly Setting[], limits: EndpointLimits): Map<string, string> {
  const settings = new Map(Object.entries(limited).map(([name, limit]) => [name, String(limits[limit])]))
  settings.set('result_overflow_mode', 'throw')
  for (const [name, value] of asked) {
    const limit = limited[name]
    if (limit !== undefined) settings.set(name, atMost(name, value, limits[limit]))
    else if (ignored.has(name)) continue
    else if (name === 'readonly') checkReadonly(value)
    else settings.set(name, checked(name, value))
  }
  return settings
}

function atMost(name: string, value: string, limit: number): string {
  if (!number.test(value)) throw wrongValue(name, value, 'a number from 0')
  const wanted = name === 'max_execution_time' ? Number(value) : Math.floor(Number(value))
  return String(wanted > 0 && wanted < limit ? wanted : limit)
}

function checkReadonly(value: string): void {
  if (value !== '1' && value !== '2') throw new QueryError(164, "Cannot modify 'readonly' setting in readonly mode")
}

function checked(name: string, value: string): string {
  const form = allowed.get(name) ?? (formatOption.test(name) ? formatValue : undefined)
  if (form === undefined)
    throw new QueryError(
      164,
      `Cannot modify '${name}' setting in readonly mode: this endpoint lets clients change how results look and lower its limits; leave it out`,
    )
  if (!form.test(value)) throw wrongValue(name, value, `a value like ${form.source}`)
  return value
}

const wrongValue = (name: string, value: string, expected: string) =>
  new QueryError(471, `Setting ${name} is '${value}', expected ${expected}`)

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
