/** A time as people say it, with the exact one beside it for machines and for who hovers or asks. */

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `3 minutes ago`, of ISO 8601. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={at}>
      {agoWords((Date.parse(at) - Date.now()) / 1_000)}
    </time>
  )
}

export function agoWords(seconds: number): string {
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return relative.format(Math.trunc(seconds / size), unit)
}
