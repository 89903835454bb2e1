/** What a run was made of and has left behind, as text that can be copied. */
import type { ArtifactList, RunDetail, SuiteText } from '@ringside/contract'
import { useState } from 'preact/hooks'
import { formatQuantity } from '../../../../words/src/quantity.ts'
import { api, content, send } from '../../api/client.ts'
import { useQuery } from '../../api/use-query.ts'
import { CopyText } from '../../parts/copy-text.tsx'

export function SuiteOfRun({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Suite</summary>
      {open && <SuiteYaml id={id} />}
    </details>
  )
}

function SuiteYaml({ id }: { id: string }) {
  const { data, error } = useQuery(id, async (signal) =>
    content<SuiteText>(await api.GET('/api/v1/runs/{id}/suite', { params: { path: { id } }, signal })),
  )
  if (error) return <p role="alert">{error.message}</p>
  return data === undefined ? <p class="soft">Loading …</p> : <CopyText text={data.yaml} name="suite" />
}

/** The stable facts, of which the fingerprint is made, and the state of that hour beside them. */
export function Environment({ run: { result } }: { run: RunDetail }) {
  if (result === undefined) return null
  const { host, tuned } = result
  const environments = [...new Set(result.trials.map(({ environment: { stealRatio: _, ...rest } }) => JSON.stringify(rest)))]
  const document = { host, ...(tuned && { tuned }), trials: environments.map((text) => JSON.parse(text) as unknown) }
  return (
    <details>
      <summary>Environment</summary>
      <CopyText text={JSON.stringify(document, undefined, 2)} name="environment" />
    </details>
  )
}

export function Artifacts({ id }: { id: string }) {
  const { data } = useQuery(id, async (signal) =>
    content<ArtifactList>(await api.GET('/api/v1/runs/{id}/artifacts', { params: { path: { id } }, signal })),
  )
  return (
    <>
      {data?.artifacts.map(({ name, bytes }) => (
        <Artifact key={name} id={id} name={name} bytes={bytes} />
      ))}
    </>
  )
}

function Artifact({ id, name, bytes }: { id: string; name: string; bytes: number }) {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Artifact {name} <span class="soft">{formatQuantity(bytes, 'B')} compressed</span>
      </summary>
      {open && <ArtifactText id={id} name={name} />}
    </details>
  )
}

function ArtifactText({ id, name }: { id: string; name: string }) {
  const { data, error } = useQuery(`${id} ${name}`, async (signal) => {
    const answer = await send(
      new Request(`${location.origin}/api/v1/runs/${id}/artifacts/${encodeURIComponent(name)}`, { signal }),
    )
    return answer.text()
  })
  if (error) return <p role="alert">{error.message}</p>
  return data === undefined ? <p class="soft">Loading …</p> : <CopyText text={data} name={name} />
}
