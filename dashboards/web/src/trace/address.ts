/** What of the view is in the address, so that a link restores it. Times are Unix ns, which no later span changes. */

export interface Address {
  readonly fromUnixNs?: string | undefined
  readonly toUnixNs?: string | undefined
  /** Key of a row, or the id of a doorbell. */
  readonly selected?: string | undefined
  readonly search: string
  /** Keys of what is not as it is at first. */
  readonly toggled: readonly string[]
}

/** More would make no address that one can send to anybody. */
const mostToggled = 60
const unixNs = /^\d{1,19}$/

export function addressOf(query: URLSearchParams): Address {
  const time = (name: string) => (unixNs.test(query.get(name) ?? '') ? (query.get(name) ?? undefined) : undefined)
  const [fromUnixNs, toUnixNs] = [time('from'), time('to')]
  const bounded = fromUnixNs !== undefined && toUnixNs !== undefined && BigInt(fromUnixNs) < BigInt(toUnixNs)
  return {
    ...(bounded && { fromUnixNs, toUnixNs }),
    ...(query.get('span') && { selected: query.get('span') as string }),
    search: query.get('q') ?? '',
    toggled: (query.get('open') ?? '').split(',').filter((key) => key !== ''),
  }
}

/** `?…`, or "" for nothing. */
export function queryOf({ fromUnixNs, toUnixNs, selected, search, toggled }: Address): string {
  const query = new URLSearchParams()
  if (search !== '') query.set('q', search)
  if (selected !== undefined && selected !== '') query.set('span', selected)
  if (fromUnixNs !== undefined && toUnixNs !== undefined) {
    query.set('from', fromUnixNs)
    query.set('to', toUnixNs)
  }
  if (toggled.length > 0 && toggled.length <= mostToggled) query.set('open', toggled.join(','))
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text === '' ? '' : `?${text}`
}
