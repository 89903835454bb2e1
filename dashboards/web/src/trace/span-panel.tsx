/** Everything of one span that is no doorbell. */
import type { FullSpan, SpanPage } from '@ringside/contract'
import { spanNames } from '@ringside/contract/span'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import type { SpanNode } from '../../../words/src/trace-tree.ts'
import { AttributeFacts, type Fact, Facts } from './facts.tsx'
import { GoTo } from './go-to.tsx'
import { titleOf } from './labels.ts'
import { PacketDoorbells } from './packet-doorbells.tsx'
import { offsetNs, type Scene } from './scene.ts'
import { SpanLinks } from './span-links.tsx'
import { offsetWords } from './time.ts'
import type { View } from './use-view.ts'

interface SpanPanelProps {
  readonly scene: Scene
  readonly view: View
  readonly node: SpanNode
  /** While it comes, what the rows know is shown. */
  readonly full: FullSpan | undefined
  readonly page: SpanPage | undefined
}

export function SpanPanel({ scene, view, node, full, page }: SpanPanelProps) {
  const { span, children } = node
  const parent = scene.spans.get(span.parentSpanId)?.span
  const facts: Fact[] = [
    ['duration', `${formatQuantity(span.durationNs, 'ns')} (${formatCount(span.durationNs)} ns)`],
    ['begins', offsetWords(offsetNs(scene, span.startUnixNs))],
    ...(parent ? [['in', <GoTo key="in" view={view} to={parent.spanId} children={titleOf(parent)} />] as const] : []),
    ...(children.length > 0 ? [['holds', `${formatCount(children.length)} below it`] as const] : []),
    ['from', full?.kind ? `${span.service}, ${full.kind.toLowerCase()}` : span.service],
  ]
  const origin = page?.origins[full?.origin ?? 0]
  return (
    <>
      <h2>{titleOf(span)}</h2>
      {span.error && (
        <p>
          <strong>Failed{full?.statusMessage ? `: ${full.statusMessage}` : ''}</strong>
        </p>
      )}
      <Facts facts={facts} />
      {span.name === spanNames.packetOutlier && <PacketDoorbells scene={scene} view={view} packet={span} />}
      <h3>Attributes</h3>
      <AttributeFacts attributes={span.attributes} />
      {origin && (
        <details>
          <summary>Where it comes from</summary>
          <AttributeFacts
            attributes={{ scope: `${origin.scopeName} ${origin.scopeVersion}`.trim(), ...origin.scope, ...origin.resource }}
          />
        </details>
      )}
      <SpanLinks scene={scene} spanId={span.spanId} />
    </>
  )
}
