/** A command that makes the same outside this page, ready to be copied. */
import { useState } from 'preact/hooks'

export function Copyable({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <span class="copyable">
      <code>{text}</code>
      <button type="button" class="quiet" onClick={copy} aria-label={`Copy: ${text}`}>
        {copied ? 'copied' : 'copy'}
      </button>
    </span>
  )
}
