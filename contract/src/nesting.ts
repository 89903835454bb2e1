/** How deep documents may be nested, whoever walks down them. */

/** Levels of lists and mappings in a document; a suite has nine. */
export const maxDepth = 64

/**
 * Whether a document has more levels than that, or contains itself. Goes level by level: one that is nested deep enough
 * would exhaust the stack of whatever walks down, and what YAML refers to many times is looked at once a level.
 */
export function isTooDeep(value: unknown): boolean {
  let level = new Set([value])
  for (let depth = 0; depth <= maxDepth; depth++) {
    const below = new Set<unknown>()
    for (const item of level) for (const child of childrenOf(item)) if (isNested(child)) below.add(child)
    if (below.size === 0) return false
    level = below
  }
  return true
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null
const childrenOf = (value: unknown): readonly unknown[] => (isNested(value) ? Object.values(value) : [])
