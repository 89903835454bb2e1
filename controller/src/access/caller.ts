/** Who makes a request, and whether that is enough for it. */
import type { RouteScope, Scope } from '@ringside/contract'
import type { Token } from './token.ts'

export type Caller =
  /** Where no token is asked for: may do everything. */
  | { readonly kind: 'open' }
  /** Showed no valid token. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'token'; readonly token: Token }

/** The scopes that open what needs one of the key. */
const opening: Readonly<Record<Scope, readonly Scope[]>> = {
  read: ['read', 'run', 'admin'],
  run: ['run', 'admin'],
  agent: ['agent', 'admin'],
  admin: ['admin'],
}

export function allows(scopes: readonly Scope[], needed: RouteScope): boolean {
  return needed === 'public' || opening[needed].some((scope) => scopes.includes(scope))
}

/** Whether the caller may speak for a host: an agent only for its own. */
export function speaksFor(caller: Caller, hostId: string): boolean {
  if (caller.kind !== 'token') return caller.kind === 'open'
  return caller.token.scopes.includes('admin') || caller.token.host === hostId
}

/** As the audit log and `by` columns have it: a token's id, `open` or `nobody`. */
export const nameOf = (caller: Caller): string => (caller.kind === 'token' ? caller.token.id : caller.kind)
