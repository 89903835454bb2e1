/** Writing a suite and submitting it: checked as it is typed, begun from an example or from what has run. */
import type { Submission, SuiteFault, SuiteText } from '@ringside/contract'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api, content } from '../api/client.ts'
import { useQuery } from '../api/use-query.ts'
import { Copyable } from '../parts/copyable.tsx'
import { Answer, Failed } from '../parts/states.tsx'
import { useTitle } from '../parts/use-title.ts'
import { CheckResult } from './suite/check-result.tsx'
import { draftOf, keepDraft } from './suite/draft.ts'
import { example } from './suite/example.ts'
import { useValidation } from './suite/use-validation.ts'
import { type Place, YamlEditor } from './suite/yaml-editor.tsx'

/** `?from=`: a submission or a run, whose suite is to be changed and run again. */
export function NewSuitePage() {
  const { from } = useLocation().query
  useTitle('New suite')
  return (
    <>
      <h1>New suite</h1>
      {from ? <FromEarlier key={from} from={from} /> : <Editor source="example" start={example} />}
    </>
  )
}

function FromEarlier({ from }: { from: string }) {
  const query = useQuery(from, async (signal) => {
    const asked = { params: { path: { id: from } }, signal }
    const answer = from.startsWith('r-')
      ? await api.GET('/api/v1/runs/{id}/suite', asked)
      : await api.GET('/api/v1/submissions/{id}/suite', asked)
    return content<SuiteText>(answer).yaml
  })
  return (
    <Answer query={query} what={`the suite of ${from}`}>
      {(yaml) => (
        <>
          <p class="soft">
            As {from.startsWith('r-') ? <a href={`/runs/${from}`}>run {from}</a> : <a href={`/submissions/${from}`}>{from}</a>}{' '}
            was measured. What no run carries is not in it: description, schedule, alerts, labels of hosts.
          </p>
          <Editor source={from} start={yaml} />
        </>
      )}
    </Answer>
  )
}

/** The text at hand; `version` grows when it is replaced from outside the editor. */
interface Text {
  readonly text: string
  readonly version: number
}

function Editor({ source, start }: { source: string; start: string }) {
  const [{ text, version }, setText] = useState<Text>(() => ({ text: draftOf(source) ?? start, version: 0 }))
  const [discarded, setDiscarded] = useState<string>()
  const [goTo, setGoTo] = useState<Place>()
  const validation = useValidation(text)
  const faults = validation.answer?.faults
  const faultyLines = useMemo(() => new Set((faults ?? []).map(({ line }) => line)), [faults])
  useEffect(() => keepDraft(source, text === start ? undefined : text), [source, start, text])
  const replace = (next: string) => setText({ text: next, version: version + 1 })
  return (
    <div class="suite">
      <YamlEditor
        text={text}
        version={version}
        faultyLines={faultyLines}
        goTo={goTo}
        onChange={(next) => setText((before) => ({ ...before, text: next }))}
      />
      <aside>
        <div id="suite-check" role="status">
          <CheckResult validation={validation} onGo={({ line, column }: SuiteFault) => setGoTo({ line, column })} />
        </div>
        <Submit text={text} validation={validation} onDone={() => keepDraft(source, undefined)} />
        {text !== start && (
          <p>
            <span class="soft">A draft, kept in this browser.</span>{' '}
            <button
              type="button"
              class="small"
              onClick={() => {
                setDiscarded(text)
                replace(start)
              }}
            >
              Start over
            </button>
          </p>
        )}
        {text === start && discarded !== undefined && (
          <p>
            <button type="button" class="small" onClick={() => replace(discarded)}>
              Bring the draft back
            </button>
          </p>
        )}
        <p class="soft">
          From a file, with includes and captures beside it: <Copyable text="ringside run SUITE.yaml" />
        </p>
      </aside>
    </div>
  )
}

interface SubmitProps {
  readonly text: string
  readonly validation: ReturnType<typeof useValidation>
  readonly onDone: () => void
}

function Submit({ text, validation: { answer, current }, onDone }: SubmitProps) {
  const { route } = useLocation()
  const [state, setState] = useState<{ readonly busy: boolean; readonly error?: Error }>({ busy: false })
  // Sent again after an answer that was lost, the same text makes the same submission.
  const key = useRef({ text: '', key: '' })
  const suite = current ? answer?.suite : undefined
  const submit = async () => {
    if (suite === undefined) return
    if (key.current.text !== text) key.current = { text, key: newKey() }
    setState({ busy: true })
    try {
      const params = { header: { 'idempotency-key': key.current.key } }
      const submission = content<Submission>(await api.POST('/api/v1/submissions', { params, body: { suite } as never }))
      onDone()
      route(`/submissions/${submission.id}`)
    } catch (error) {
      setState({ busy: false, error: error as Error })
    }
  }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && submit()
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
  return (
    <>
      {state.error && <Failed error={state.error} />}
      <p class="buttons">
        <button type="button" class="primary" disabled={suite === undefined || state.busy} onClick={submit}>
          {state.busy ? 'Submitting …' : 'Submit'}
        </button>
        <span class="soft">
          <kbd>Ctrl</kbd> <kbd>Enter</kbd>
        </span>
      </p>
    </>
  )
}

/** `crypto.randomUUID` is not there on plain HTTP to another machine. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('')
