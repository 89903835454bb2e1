/** An address without what may be secret in it: credentials, query, and the part of a path that many services use as a key. */
export function shownUrlOf(text: string): string {
  const url = new URL(text)
  const [first = ''] = url.pathname.split('/').filter((part) => part !== '')
  const isWhole = url.pathname.replace(/\/$/, '') === (first === '' ? '' : `/${first}`)
  return `${url.protocol}//${url.host}${first === '' ? '' : `/${first}`}${isWhole ? '' : '/…'}`
}
