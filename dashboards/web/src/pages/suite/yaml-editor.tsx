/** A text of YAML with line numbers and colours; lines with faults are marked. Tab leaves it, as everywhere else. */
import { useEffect, useRef } from 'preact/hooks'
import { createEditor, type PrismEditor } from 'prism-code-editor'
import {
  editorCommands,
  indentSelectedLines,
  insertLineAndIndent,
  moveSelectedLines,
  toggleComment,
} from 'prism-code-editor/commands'
import 'prism-code-editor/languages/yaml'
import 'prism-code-editor/prism/languages/yaml'
import 'prism-code-editor/layout.css'

const hotkeys = {
  Enter: (editor: PrismEditor) => insertLineAndIndent(editor),
  'Mod+]': (editor: PrismEditor) => indentSelectedLines(editor),
  'Mod+[': (editor: PrismEditor) => indentSelectedLines(editor, true),
  'Mod+/': (editor: PrismEditor) => toggleComment(editor),
  // Alt.
  '1+ArrowDown': (editor: PrismEditor) => moveSelectedLines(editor),
  '1+ArrowUp': (editor: PrismEditor) => moveSelectedLines(editor, true),
}

/** Where to go, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface YamlEditorProps {
  /** At first, and whenever `version` changes. */
  readonly text: string
  readonly version: number
  readonly faultyLines: ReadonlySet<number>
  /** Goes there whenever it is another object. */
  readonly goTo: Place | undefined
  readonly onChange: (text: string) => void
}

export function YamlEditor({ text, version, faultyLines, goTo, onChange }: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<PrismEditor>(undefined)
  const latest = useRef({ onChange, faultyLines })
  latest.current = { onChange, faultyLines }
  useEffect(() => {
    const created = createEditor(
      place.current,
      {
        language: 'yaml',
        value: text,
        onUpdate: (value, created) => {
          latest.current.onChange(value)
          mark(created, latest.current.faultyLines)
        },
      },
      editorCommands(hotkeys, []),
    )
    created.textarea.setAttribute('aria-label', 'Suite, as YAML')
    created.textarea.setAttribute('aria-describedby', 'suite-check')
    editor.current = created
    return () => created.remove()
  }, [version])
  useEffect(() => {
    if (editor.current) mark(editor.current, faultyLines)
  }, [faultyLines])
  useEffect(() => {
    if (editor.current && goTo) show(editor.current, goTo)
  }, [goTo])
  return <div ref={place} class="yaml-editor" />
}

function mark({ lines }: PrismEditor, faulty: ReadonlySet<number>): void {
  for (let line = 1; line < lines.length; line++) lines[line]?.classList.toggle('faulty', faulty.has(line))
}

function show({ textarea, lines }: PrismEditor, { line, column }: Place): void {
  const before = textarea.value.split('\n').slice(0, line - 1)
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  textarea.focus({ preventScroll: true })
  textarea.setSelectionRange(at, at)
  lines[line]?.scrollIntoView({ block: 'nearest' })
}
