/** What a component shows while data comes, when it is there, and when it does not come. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

export interface Query<Data> {
  /** The last answer, kept while a newer one is awaited. */
  readonly data: Data | undefined
  /** Why the last attempt failed. */
  readonly error: Error | undefined
  readonly loading: boolean
  readonly reload: () => void
}

/** Asks when shown, whenever `key` changes, and every `everyMs` while the page is visible. */
export function useQuery<Data>(
  key: string,
  ask: (signal: AbortSignal) => Promise<Data>,
  { everyMs }: { readonly everyMs?: number } = {},
): Query<Data> {
  const [state, setState] = useState<{ key: string; data?: Data; error?: Error; loading: boolean }>({ key, loading: true })
  const asking = useRef<AbortController>(undefined)
  const latest = useRef(ask)
  latest.current = ask

  const load = useCallback(async () => {
    asking.current?.abort()
    const controller = new AbortController()
    asking.current = controller
    // What belongs to another key is no answer to this one.
    setState((before) => (before.key === key ? { ...before, loading: true } : { key, loading: true }))
    try {
      const data = await latest.current(controller.signal)
      if (!controller.signal.aborted) setState({ key, data, loading: false })
    } catch (error) {
      if (!controller.signal.aborted)
        setState(({ data }) => ({ key, ...(data && { data }), error: error as Error, loading: false }))
    }
  }, [key])

  useEffect(() => {
    load()
    return () => asking.current?.abort()
  }, [load])
  useEffect(() => {
    if (everyMs === undefined) return
    const timer = setInterval(() => document.visibilityState === 'visible' && load(), everyMs)
    return () => clearInterval(timer)
  }, [load, everyMs])

  const { data, error, loading } = state.key === key ? state : { data: undefined, error: undefined, loading: true }
  return { data, error, loading, reload: load }
}
