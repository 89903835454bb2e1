/** A longer text, ready to be copied. */
import { useState } from 'preact/hooks'

export function CopyText({ text, name }: { text: string; name: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <div class="copy-text">
      <button type="button" class="small" onClick={copy} aria-label={`Copy ${name}`}>
        {copied ? 'copied' : 'copy'}
      </button>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </div>
  )
}
