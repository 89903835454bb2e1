/** The token that requests show, and who is told when one is missing. */

const key = 'ringside.token'
const asking = new EventTarget()

export const currentToken = (): string | undefined => sessionStorage.getItem(key) ?? undefined

export const setToken = (token: string): void => sessionStorage.setItem(key, token)

/** The controller has refused what was shown, in its words. */
export function askForToken(why: string): void {
  sessionStorage.removeItem(key)
  asking.dispatchEvent(new CustomEvent('ask', { detail: why }))
}

/** Hears of it until the returned function is called. */
export function askedForToken(listen: (why: string) => void): () => void {
  const hear = (event: Event) => listen(String((event as CustomEvent).detail))
  asking.addEventListener('ask', hear)
  return () => asking.removeEventListener('ask', hear)
}
