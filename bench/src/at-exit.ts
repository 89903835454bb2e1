/** What must not stay behind however this process ends, short of SIGKILL. */

const actions = new Set<() => void>()

process.on('exit', () => {
  for (const action of actions) action()
})

/** Has `action`, which cannot wait for anything, done as the process exits; the answer takes that back. */
export function atExit(action: () => void): () => void {
  actions.add(action)
  return () => actions.delete(action)
}
