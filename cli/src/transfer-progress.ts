/** How much of a file has gone over, on a terminal; nothing elsewhere. */
import { formatQuantity } from '@ringside/dashboards'
import cliProgress from 'cli-progress'

export interface TransferProgress {
  update(bytes: number): void
  /** May be called twice. */
  end(): void
}

/** A bar where it is known how much there is, else a number that grows. */
export function transferProgress(stream: NodeJS.WriteStream, totalBytes?: number): TransferProgress {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined }
  const format = totalBytes === undefined ? '  {size}' : '  {bar} {size}'
  const options = { stream, format, barsize: 24, hideCursor: true, clearOnComplete: true, gracefulExit: false }
  const bar = new cliProgress.SingleBar(options, cliProgress.Presets.shades_grey)
  const most = totalBytes ?? Number.MAX_SAFE_INTEGER
  bar.start(most, 0, { size: '' })
  return {
    update: (bytes) => bar.update(Math.min(bytes, most), { size: formatQuantity(bytes, 'B') }),
    end: () => bar.stop(),
  }
}
