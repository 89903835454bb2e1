/** Grafana's own views of one trace and of log lines. */
import { LogsDedupStrategy, LogsSortOrder } from '@grafana/grafana-foundation-sdk/common'
import { PanelBuilder as Panel } from '@grafana/grafana-foundation-sdk/dashboard'
import { PanelBuilder as LogsPanel } from '@grafana/grafana-foundation-sdk/logs'
import { asking, described, type PanelSize, type PanelText } from './panel.ts'

interface Asked extends PanelText, PanelSize {
  readonly sql: string
}

/** Columns: traceID, spanID, parentSpanID, serviceName, operationName, startTime, duration in ms, and what else the plugin knows. */
export const waterfall = ({ sql, ...text }: Asked): Panel =>
  asking(described(new Panel().type('traces'), { width: 24, height: 20, ...text }), 'traces', sql)

/** Columns: timestamp, body, level, and texts that become labels. */
export const logLines = ({ sql, ...text }: Asked): LogsPanel =>
  asking(
    described(new LogsPanel(), { width: 24, height: 12, ...text })
      .showTime(true)
      .wrapLogMessage(true)
      .enableLogDetails(true)
      .sortOrder(LogsSortOrder.Descending)
      .dedupStrategy(LogsDedupStrategy.None),
    'logs',
    sql,
  )
