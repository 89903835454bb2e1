/** Texts that have been begun, kept by the browser until they are submitted. */

const prefix = 'ringside.draft:'

/** `source`: what the text began as. */
export const draftOf = (source: string): string | undefined => localStorage.getItem(prefix + source) ?? undefined

/** Storage may be full or refused; then a draft lasts as long as its page. */
export function keepDraft(source: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(prefix + source)
    else localStorage.setItem(prefix + source, text)
  } catch {
    // What is written is still in the editor.
  }
}
