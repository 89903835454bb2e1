/** Loading, failed, and nothing there: what is missing, why, and what mends it. */
import type { ComponentChildren } from 'preact'
import { ApiError } from '../api/client.ts'
import type { Query } from '../api/use-query.ts'

export function Loading({ what }: { what: string }) {
  return (
    <p class="state" role="status">
      Loading {what} …
    </p>
  )
}

export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const missing = error instanceof ApiError && error.status === 404
  return (
    <div class="state failed" role="alert">
      <p>
        <strong>{missing ? 'Not there.' : 'This did not load.'}</strong> {error.message}
      </p>
      {retry && !missing && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  )
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="state">{children}</div>
}

/** What a query has come to: `children` with its data, and the trouble above it where a newer answer did not come. */
export function Answer<Data>({
  query,
  what,
  children,
}: {
  query: Query<Data>
  what: string
  children: (data: Data) => ComponentChildren
}) {
  const { data, error, reload } = query
  return (
    <>
      {error && <Failed error={error} retry={reload} />}
      {data === undefined ? !error && <Loading what={what} /> : children(data)}
    </>
  )
}
