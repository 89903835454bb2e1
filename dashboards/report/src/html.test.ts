import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { embeddedJson, escapeHtml, html } from './html.ts'

describe('html', () => {
  it('escapes values and keeps markup', () => {
    const name = '<img src=x onerror="alert(1)">'
    expect(html`<p title="${name}">${html`<b>${name}</b>`}${['a', '&']}${3}</p>`.markup).toBe(
      '<p title="&#60;img src=x onerror=&#34;alert(1)&#34;&#62;"><b>&#60;img src=x onerror=&#34;alert(1)&#34;&#62;</b>a&#38;3</p>',
    )
  })

  it('leaves nothing that could open a tag, end an attribute or confuse a parser', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeHtml(text)
        expect(escaped).not.toMatch(/[<>"']/)
        expect(escaped).not.toMatch(/[^\P{C}\n\t]/u)
        expect(escaped.replaceAll(/&#\d+;/g, '')).not.toContain('&')
      }),
    )
  })

  it('embeds JSON that reads back and cannot end its element', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = embeddedJson(value)
        expect(json).not.toContain('<')
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
