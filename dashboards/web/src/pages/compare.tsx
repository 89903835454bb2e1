/** Two sets of runs side by side, or the backends of one: the sentence, the picture, the table, and behind each row what it is made of. */
import { useLocation } from 'preact-iso'
import { useTitle } from '../parts/use-title.ts'
import { Chooser } from './compare/chooser.tsx'
import { Comparing } from './compare/comparing.tsx'
import { SetForm } from './compare/set-form.tsx'
import { type CompareView, compareAddress, viewOf } from './compare/view.ts'

export function ComparePage() {
  useTitle('Compare')
  const { query, route } = useLocation()
  const view = viewOf(query)
  const change = (changes: Partial<CompareView>) => route(compareAddress({ ...view, ...changes }), true)
  const compare = (sets: Pick<CompareView, 'a' | 'b'>) => route(compareAddress({ ...view, ...sets, row: undefined }))
  return view.a === undefined ? (
    <>
      <h1>Compare</h1>
      <p>What is compared is a run, a submission, or all runs that are alike in something.</p>
      <SetForm key="empty" onCompare={compare} />
      <Chooser />
    </>
  ) : (
    <Comparing key={`${view.a}\n${view.b}`} view={{ ...view, a: view.a }} onChange={change} onCompare={compare} />
  )
}
