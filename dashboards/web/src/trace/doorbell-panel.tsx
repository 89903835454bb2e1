/** One doorbell: who rang, who noticed and when, and what was rung around it. */
import type { FullSpan, SpanPage, TraceSpan } from '@ringside/contract'
import { attributes, spanNames } from '@ringside/contract/span'
import { formatCount, formatQuantity } from '../../../words/src/quantity.ts'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Answer } from '../parts/states.tsx'
import { DoorbellList } from './doorbell-list.tsx'
import { AttributeFacts, type Fact, Facts } from './facts.tsx'
import { GoTo } from './go-to.tsx'
import { titleOf } from './labels.ts'
import { offsetNs, type Scene } from './scene.ts'
import { SpanLinks } from './span-links.tsx'
import { offsetWords } from './time.ts'
import type { View } from './use-view.ts'

export function DoorbellPanel({ scene, view, span }: { scene: Scene; view: View; span: FullSpan }) {
  const { name, attributes: values, durationNs } = span
  const parent = scene.spans.get(span.parentSpanId)?.span
  const [rings, notices] = name === spanNames.doorbellKick ? ['driver', 'device'] : ['device', 'driver']
  const unobserved = values[attributes.doorbellObserved] === 'false'
  const late = scene.lateBy.get(span.spanId) ?? []
  const facts: Fact[] = [
    [unobserved ? 'written in' : 'noticed after', `${formatQuantity(durationNs, 'ns')} (${formatCount(durationNs)} ns)`],
    ['rung at', offsetWords(offsetNs(scene, span.startUnixNs))],
    ...(parent ? [['in', <GoTo key="in" view={view} to={parent.spanId} children={titleOf(parent)} />] as const] : []),
    ...late.map(
      (packet, i): Fact => [
        i === 0 ? 'late packet' : `late packet ${i + 1}`,
        <GoTo
          key={packet.spanId}
          view={view}
          to={packet.spanId}
          children={`${formatQuantity(packet.durationNs, 'ns')} under way`}
        />,
      ],
    ),
  ]
  return (
    <>
      <h2>
        {name === spanNames.doorbellKick ? 'Kick' : 'Call'} of queue {values[attributes.queueIndex] ?? '?'}
      </h2>
      <p>
        The {rings} rang by {values[attributes.doorbellMethod] || 'an unknown method'};{' '}
        {unobserved
          ? `the ${notices} was not seen to notice.`
          : `the ${notices} saw it ${formatQuantity(durationNs, 'ns')} later.`}
      </p>
      <Facts facts={facts} />
      <Around scene={scene} view={view} span={span} />
      <h3>Attributes</h3>
      <AttributeFacts attributes={values} />
      <SpanLinks scene={scene} spanId={span.spanId} />
    </>
  )
}

/** Of each side. */
const neighbours = 4

function Around({ scene, view, span }: { scene: Scene; view: View; span: FullSpan }) {
  const query = useQuery(span.spanId, (signal) => around(scene.trace.runId, span, signal))
  return (
    <Answer query={query} what="what was rung around it">
      {(doorbells) => {
        const caption = 'Rung around it on the same queue, by time from it'
        return <DoorbellList view={view} doorbells={doorbells} from={span.startUnixNs} current={span.spanId} caption={caption} />
      }}
    </Answer>
  )
}

/** Those of its phase and queue, both kinds: some before it, itself, some after it. */
export async function around(runId: string, span: TraceSpan, signal: AbortSignal): Promise<TraceSpan[]> {
  const { parentSpanId: parent, startUnixNs, attributes: values } = span
  const queue = [Number(values[attributes.queueIndex] ?? 0)]
  const pages = await Promise.all(
    [spanNames.doorbellKick, spanNames.doorbellCall].flatMap((name) =>
      (['ascending', 'descending'] as const).map(async (order) => {
        const times = order === 'ascending' ? { fromUnixNs: startUnixNs } : { untilUnixNs: startUnixNs }
        const query = { parent, queue, name: [name], order, limit: neighbours + 1, ...times }
        return content<SpanPage>(await api.GET('/api/v1/runs/{id}/spans', { params: { path: { id: runId }, query }, signal }))
      }),
    ),
  )
  const found = new Map(pages.flatMap(({ spans }) => spans.map((each) => [each.spanId, each] as const)))
  const sorted = [...found.values()].sort((a, b) => Number(BigInt(a.startUnixNs) - BigInt(b.startUnixNs)))
  const at = sorted.findIndex(({ spanId }) => spanId === span.spanId)
  return sorted.slice(Math.max(0, at - neighbours), at + neighbours + 1)
}
