/**
 * What keeps web pages away from a controller that asks for no token. A page can send requests to this machine with its
 * visitor's browser: from another origin, which the browser names in Origin, or from its own name, which it lets point
 * here (DNS rebinding), and which stands in Host.
 * Sources: RFC 9110, 7.2; WHATWG Fetch, "Origin header".
 */
import { BlockList, isIP } from 'node:net'

/** Of a request, as Node has them. */
export interface RequestHeaders {
  readonly host?: string | undefined
  readonly origin?: string | undefined
}

/** Why the request is refused; undefined where it is not. */
export function foreignFault({ host, origin }: RequestHeaders): string | undefined {
  const name = host === undefined ? undefined : hostNameOf(`http://${host}`)
  if (name === undefined || !isLoopback(name)) {
    return `the Host header is '${host ?? ''}', expected one of this machine such as 127.0.0.1: this controller asks for no token, so it answers nobody else; start it with RINGSIDE_ACCESS=tokens to reach it by other names`
  }
  if (origin !== undefined && !isOrigin(origin, host)) {
    return `a page of '${origin}' asks, expected none but of this controller itself: it asks for no token, so pages from elsewhere may not use it`
  }
  return undefined
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine reaches an address: 127.0.0.0/8, also as IPv6 has it, ::1, and the names that always mean them. */
export function isLoopback(name: string): boolean {
  const bare = name.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(bare)
  if (family === 0) return bare === 'localhost' || bare.endsWith('.localhost')
  return loopback.check(bare, family === 4 ? 'ipv4' : 'ipv6')
}

function hostNameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

const isOrigin = (origin: string, host: string | undefined): boolean =>
  origin === `http://${host}` || origin === `https://${host}`
