/** Tokens, the audit log, and contexts as tables. */
import type { AuditPage, TokenInfo } from '@ringside/contract'
import type { ContextInfo } from '../contexts.ts'
import { paint, type RenderOptions } from './line.ts'
import { type Column, table } from './table.ts'

const column = (title: string, optional = false): Column => ({ title, align: 'left', optional })
/** To the minute, UTC. */
const minute = (iso: string | undefined, none: string): string => iso?.slice(0, 16).replace('T', ' ') ?? none

export function renderTokens(tokens: readonly TokenInfo[], options: RenderOptions): string {
  if (tokens.length === 0) return paint([['No tokens yet. Make one: ringside token create --name NAME --scope run']], options)
  const columns = [
    ...[column('token'), column('name'), column('scope'), column('state'), column('expires (UTC)')],
    ...[column('host', true), column('last used (UTC)', true)],
  ]
  const rows = tokens.map((token) => [
    token.id,
    token.name,
    token.scopes.join(', '),
    { text: token.state, style: token.state === 'valid' ? undefined : ('dim' as const) },
    minute(token.expiresAt, 'never'),
    token.host ?? '',
    minute(token.lastUsedAt, ''),
  ])
  return paint(table({ columns, rows }, options.width), options)
}

export function renderAudit({ entries, next }: AuditPage, options: RenderOptions): string {
  if (entries.length === 0) return paint([['Nothing was changed or refused yet.']], options)
  const columns = [
    column('at (UTC)'),
    column('who'),
    column('status'),
    column('request'),
    column('from', true),
    column('times', true),
  ]
  const rows = entries.map(({ at, who, name, status, action, target, address, count }) => [
    at.slice(0, 19).replace('T', ' '),
    name === '' ? who : `${who} (${name})`,
    { text: String(status), style: status >= 400 ? ('warn' as const) : undefined },
    `${action.split(' ', 1)[0]} ${target}`,
    address,
    count === 1 ? '' : String(count),
  ])
  const more = next === undefined ? [] : [[{ text: `  older ones: --cursor ${next}`, style: 'dim' as const }]]
  return paint([...table({ columns, rows }, options.width), ...more], options)
}

export function renderContexts(contexts: readonly ContextInfo[], options: RenderOptions): string {
  const columns = [column(''), column('context'), column('address'), column('token'), column('certificates', true)]
  const rows = contexts.map(({ name, current, url, tokenId, ca }) => [
    current ? '*' : '',
    name,
    url ?? 'the stack of this machine',
    tokenId ?? 'none',
    ca ?? '',
  ])
  return paint(table({ columns, rows }, options.width), options)
}
