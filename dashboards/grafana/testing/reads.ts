/** How much of the span table a query reads, as the engine's own plan says. */
import type { Store } from '@ringside/controller/store'

/** Granules, which are 8192 rows at most. */
export interface TableRead {
  readonly selected: number
  readonly all: number
}

interface PlanNode {
  readonly 'Node Type': string
  readonly Description?: string
  readonly Indexes?: readonly { readonly 'Initial Granules': number; readonly 'Selected Granules': number }[]
  readonly Plans?: readonly PlanNode[]
}

/** One for each time that the plan of a query reads `spans`. */
export async function spanReads(store: Store, sql: string): Promise<TableRead[]> {
  const rows = await store.query<{ explain: string }>(`EXPLAIN json = 1, indexes = 1 ${sql}`)
  const [{ Plan: plan }] = JSON.parse(rows.map(({ explain }) => explain).join('\n')) as [{ Plan: PlanNode }]
  return nodes(plan)
    .filter(({ Description = '', ...node }) => node['Node Type'] === 'ReadFromMergeTree' && /\bspans\b/.test(Description))
    .map(({ Indexes = [] }) => ({
      selected: Indexes.at(-1)?.['Selected Granules'] ?? Number.POSITIVE_INFINITY,
      all: Indexes[0]?.['Initial Granules'] ?? 0,
    }))
}

const nodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodes)]

/** Rows of all tables that the plan of a query means to read, each as often as it reads them. */
export async function rowsRead(store: Store, sql: string): Promise<number> {
  const rows = await store.query<{ rows: string }>(`EXPLAIN ESTIMATE ${sql}`)
  return rows.reduce((sum, { rows: count }) => sum + Number(count), 0)
}
