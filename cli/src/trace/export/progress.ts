/** How far an export is, on a terminal; nothing elsewhere. */
import type { SpanCounts } from '@ringside/contract'
import { formatCount } from '@ringside/dashboards'
import cliProgress from 'cli-progress'

export interface ExportProgress {
  update(spans: number): void
  /** May be called twice. */
  end(): void
}

/** `counts` are those of the run: with a filter, the bar ends before it is full. */
export function exportProgress(counts: SpanCounts | undefined, stream: NodeJS.WriteStream): ExportProgress {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined }
  const total = counts === undefined ? 0 : counts.doorbell.stored + counts.ioctl.stored
  const bar = new cliProgress.SingleBar(
    {
      stream,
      format: '  {bar} {spans} spans',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      // Ctrl-C is handled by the export.
      gracefulExit: false,
    },
    cliProgress.Presets.shades_grey,
  )
  bar.start(total, 0, { spans: '0' })
  return {
    update: (spans) => bar.update(Math.min(spans, total), { spans: formatCount(spans) }),
    end: () => bar.stop(),
  }
}
