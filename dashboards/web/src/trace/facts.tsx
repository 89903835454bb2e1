/** Names and values, one below the other. */
import type { ComponentChildren } from 'preact'
import { attributeWords } from './attribute-words.ts'

export type Fact = readonly [string, ComponentChildren]

export function Facts({ facts, mono = false }: { facts: readonly Fact[]; mono?: boolean }) {
  return (
    <dl class={mono ? 'facts mono' : 'facts'}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function AttributeFacts({ attributes }: { attributes: Readonly<Record<string, string>> }) {
  const facts = Object.entries(attributes).map(([key, value]): Fact => [key, attributeWords(key, value)])
  return facts.length === 0 ? <p class="soft">It has no attributes.</p> : <Facts facts={facts} mono />
}
