/** What the controller says of a text, soon after it was last changed. */
import type { SuiteValidation } from '@ringside/contract'
import { useEffect, useState } from 'preact/hooks'
import { api, content } from '../../api/client.ts'

/** A pause in typing. */
const pauseMs = 250

export interface Validation {
  /** Of the last text that was checked, which may be older than the one at hand. */
  readonly answer: SuiteValidation | undefined
  /** Whether it is of the text at hand. */
  readonly current: boolean
  readonly error: Error | undefined
}

export function useValidation(text: string): Validation {
  const [state, setState] = useState<{ text?: string; answer?: SuiteValidation; error?: Error }>({})
  useEffect(() => {
    const leaving = new AbortController()
    const check = async () => {
      try {
        const asked = await api.POST('/api/v1/suites/validate', { body: { yaml: text }, signal: leaving.signal })
        setState({ text, answer: content<SuiteValidation>(asked) })
      } catch (error) {
        if (!leaving.signal.aborted) setState(({ answer }) => ({ text, ...(answer && { answer }), error: error as Error }))
      }
    }
    const timer = setTimeout(check, pauseMs)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [text])
  return { answer: state.answer, current: state.text === text, error: state.error }
}
