/** What happened meanwhile, drawn into charts over time. */
import { palette } from './colors.ts'
import type { Annotation } from './dashboard.ts'
import { among } from './variables.ts'

/** From its opening to its resolution, or to now. */
export const alertAnnotation: Annotation = {
  name: 'Alerts',
  color: palette.vermilion,
  sql: `
    SELECT opened_at AS time, ifNull(resolved_at, now64(3)) AS timeEnd, concat('alert ', id, ', ', state) AS title,
      arrayStringConcat(arrayDistinct(arrayMap((metric, backend, ratio) -> concat(metric, ' of ', backend, ': ', toString(round(ratio, 2)), ' x'), metrics, backends, ratios)), ', ') AS text,
      concat(suite, ',', host) AS tags
    FROM alerts FINAL
    WHERE opened_at <= $__toTime AND ifNull(resolved_at, now64(3)) >= $__fromTime AND ${among('host', 'host')}
    ORDER BY time`,
}

/** Another hardware or kernel under the same host. */
export const environmentAnnotation: Annotation = {
  name: 'Environment changes',
  color: palette.orange,
  sql: `
    SELECT at AS time, concat(host, ' is another environment') AS title, concat('fingerprint ', before, ' became ', after) AS text, host AS tags
    FROM host_events
    WHERE kind = 'fingerprint' AND $__timeFilter(at) AND ${among('host', 'host')}
    ORDER BY time`,
}

export const availabilityAnnotation: Annotation = {
  name: 'Hosts taken out or back',
  color: palette.sky,
  off: true,
  sql: `
    SELECT at AS time, concat(host, ' is ', after) AS title, concat(reason, if(changed_by = '', '', concat(' (', changed_by, ')'))) AS text, host AS tags
    FROM host_events
    WHERE kind = 'availability' AND $__timeFilter(at) AND ${among('host', 'host')}
    ORDER BY time`,
}
