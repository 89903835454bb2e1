/** Equal spans that are folded: how long they took, and the slowest of them. */
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import type { FoldNode } from '../../../words/src/trace-tree.ts'
import { type Fact, Facts } from './facts.tsx'
import { GoTo } from './go-to.tsx'
import { titleOf } from './labels.ts'
import type { View } from './use-view.ts'

const named = 10

export function FoldPanel({ view, node }: { view: View; node: FoldNode }) {
  const slowest = node.nodes.map(({ span }) => span).sort((a, b) => b.durationNs - a.durationNs)
  const at = (share: number) => formatQuantity(slowest[Math.floor((slowest.length - 1) * (1 - share))]?.durationNs ?? 0, 'ns')
  const facts: Fact[] = [
    ['spans', formatCount(slowest.length)],
    ['durations', `median ${at(0.5)}, longest ${at(1)}`],
  ]
  return (
    <>
      <h2>
        {formatCount(slowest.length)} more {slowest[0]?.name}
      </h2>
      <Facts facts={facts} />
      <h3>Slowest</h3>
      <ol class="plain">
        {slowest.slice(0, named).map((span) => (
          <li key={span.spanId}>
            <GoTo view={view} to={span.spanId} children={titleOf(span)} /> {formatQuantity(span.durationNs, 'ns')}
          </li>
        ))}
      </ol>
    </>
  )
}
