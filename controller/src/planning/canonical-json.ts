/** One text for all values that mean the same, so that a hash of it names what they mean. */
import { hash } from 'node:crypto'
import { withoutDefaults } from '@ringside/contract'

/** JSON with the keys of every object in code unit order, without members that are undefined or later defaults. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(withoutDefaults(member)).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

const idHexChars = 12

/** First 12 hex digits of the text's SHA-256. */
export const shortHash = (text: string): string => hash('sha256', text, 'hex').slice(0, idHexChars)
