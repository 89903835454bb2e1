/** Search, phases, and moving through time for who has no keys. */
import { phaseNames } from '@ringside/contract/span'
import type { RefObject } from 'preact'
import { useState } from 'preact/hooks'
import { phaseOf, searchHelp, searchOf, withPhase } from './search.ts'
import type { View } from './use-view.ts'

interface ToolbarProps {
  readonly view: View
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly field: RefObject<HTMLInputElement | null>
  /** How much passes, "" where everything does. */
  readonly passed: string
  readonly onPicture: () => void
  readonly fit: (() => void) | undefined
}

export function Toolbar({ view, search, onSearch, field, passed, onPicture, fit }: ToolbarProps) {
  const [problem, setProblem] = useState<string>()
  const take = (text: string) => {
    const found = searchOf(text)
    setProblem(found.problem)
    if (found.problem === undefined) onSearch(text.trim())
  }
  return (
    <search class="filters trace-tools">
      <label>
        search
        <input
          ref={field}
          class="wide"
          type="search"
          defaultValue={search}
          key={search}
          placeholder={searchHelp}
          aria-invalid={problem !== undefined}
          aria-describedby="search-words"
          spellcheck={false}
          onChange={({ currentTarget: { value } }) => take(value)}
        />
      </label>
      <label>
        phase
        <select value={phaseOf(search)} onChange={({ currentTarget: { value } }) => take(withPhase(search, value))}>
          <option value="">all</option>
          {phaseNames.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <span class="zoom-buttons">
        <button type="button" aria-label="Zoom in" onClick={() => view.zoom(0.5)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => view.zoom(2)}>
          −
        </button>
        <button type="button" onClick={view.lookAtAll}>
          All
        </button>
        <button type="button" onClick={fit} disabled={fit === undefined}>
          Fit
        </button>
        <button type="button" class="quiet" onClick={onPicture} aria-label="Save what is seen as PNG">
          PNG
        </button>
      </span>
      <span id="search-words" class={problem ? 'problem' : 'soft'} role="status">
        {problem ?? passed}
      </span>
    </search>
  )
}
