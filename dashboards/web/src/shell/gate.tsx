/** Asks for a token where the controller wants one. It is kept for this tab only. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { askedForToken, setToken } from '../api/token.ts'

export function Gate({ children }: { children: ComponentChildren }) {
  const [asked, setAsked] = useState<string>()
  useEffect(() => askedForToken(setAsked), [])
  if (asked === undefined) return <>{children}</>
  return (
    <form
      class="card narrow"
      onSubmit={(event) => {
        event.preventDefault()
        setToken(String(new FormData(event.currentTarget).get('token')).trim())
        setAsked(undefined)
      }}
    >
      <h1>A token, please</h1>
      <p>{asked}</p>
      <label>
        Token
        <input name="token" type="password" required autocomplete="off" spellcheck={false} placeholder="rs_…" />
      </label>
      <p class="soft">
        It is kept until this tab is closed. Who has an admin token makes others: <code>ringside token create</code>
      </p>
      <button type="submit">Go on</button>
    </form>
  )
}
