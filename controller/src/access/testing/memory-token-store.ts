/** Tokens' store without a database. */
import type { Token } from '../token.ts'
import type { TokenStore } from '../token-store.ts'

export interface MemoryTokenStore extends Pick<TokenStore, 'all' | 'save'> {
  readonly rows: Token[]
  /** While set, every save fails with it. */
  fault: Error | undefined
}

export function memoryTokenStore(): MemoryTokenStore {
  const rows: Token[] = []
  return {
    rows,
    fault: undefined,
    all: async () => {
      const newest = new Map(rows.toSorted((a, b) => a.version - b.version).map((row) => [row.id, row]))
      return [...newest.values()]
    },
    async save(tokens) {
      if (this.fault !== undefined) throw this.fault
      rows.push(...tokens)
    },
  }
}
