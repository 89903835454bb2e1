import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bar, stretch } from './bar.ts'
import { linesOf, plain } from './fixture.ts'
import { cut, paint, widthOf, wrap } from './line.ts'
import { table } from './table.ts'

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 })
const options = fc.record({ width: fc.integer({ min: 1, max: 120 }), color: fc.boolean(), unicode: fc.boolean() })

describe('paint', () => {
  it('never writes a line wider than the terminal, nor a control character of its content', () => {
    const part = fc.record({
      text: fc.oneof(anyText, fc.string({ unit: 'binary', maxLength: 40 })),
      style: fc.constantFrom('bold' as const, 32),
    })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), options, (parts, given) => {
        const painted = paint([parts], given)
        const [line = '', ...more] = linesOf(painted)
        expect(more).toEqual([])
        expect(widthOf(line)).toBeLessThanOrEqual(given.width)
        expect(line).not.toMatch(/\p{Cc}/u)
        if (!given.color) expect(painted).toBe(line)
        if (!given.unicode) expect(line).toMatch(/^[\x20-\x7e]*$/)
      }),
    )
  })

  it('does not let a message speak to the terminal', () => {
    expect(paint([['a\u001b]0;title\u0007b\u202Ec\r\nd']], plain)).toBe('a ]0;title b c  d')
  })

  it('leaves names of any script as they are, and knows how wide they are', () => {
    for (const name of ['夜間', 'ליל', 'می\u200cخواهم', 'हिन्दी', '한국어', 'C++']) {
      expect(paint([[name]], plain)).toBe(name)
      expect(widthOf(paint([[name.repeat(40)]], plain))).toBeLessThanOrEqual(plain.width)
    }
    const rows = [
      ['夜間', '1'],
      ['ab', '2'],
      ['می\u200cخواهم', '3'],
    ]
    const lines = linesOf(
      paint(
        table(
          {
            columns: [
              { title: 'x', align: 'left' },
              { title: 'y', align: 'left' },
            ],
            rows,
          },
          80,
        ),
        plain,
      ),
    )
    expect(new Set(lines.slice(1).map((line) => widthOf(line))).size).toBe(1)
  })

  it('shows that something was cut, and nothing after the cut', () => {
    expect(paint([['abcdef', { text: 'gh', style: 'bold' }]], { ...plain, width: 5 })).toBe('abcd…')
    expect(paint([['漢字', 'x']], { ...plain, width: 4 })).toBe('漢…')
    expect(paint([['abc', 'd']], { ...plain, width: 4 })).toBe('abcd')
  })
})

describe('cut and wrap', () => {
  it('keep to the width, and wrap keeps every word', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 40 }), (text, columns) => {
        expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(columns)
        const lines = wrap(text, columns)
        expect(lines.join(' ')).toBe(text.trim().split(/\s+/).join(' '))
        for (const line of lines) if (line.includes(' ')) expect(widthOf(line)).toBeLessThanOrEqual(columns)
      }),
    )
  })
})

describe('bars', () => {
  it('are as long as their share, and never invisible above zero', () => {
    expect(bar(5, 10, 20)).toBe('█'.repeat(10))
    expect(bar(1, 1e9, 20)).toBe('▏')
    expect(bar(0, 10, 20)).toBe('')
    expect(bar(Number.NaN, 10, 20)).toBe('')
    fc.assert(
      fc.property(fc.double(), fc.double(), fc.integer({ min: 1, max: 60 }), (value, max, columns) => {
        expect(bar(value, max, columns).length).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('stretch marks at least one column and fills the track', () => {
    expect(stretch(0.25, 0.5, 8)).toBe('··██····')
    expect(stretch(1, 1, 4)).toBe('···█')
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }),
        fc.double({ noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (start, end, columns) => {
          const drawn = stretch(start, end, columns)
          expect(drawn).toHaveLength(columns)
          expect(drawn).toContain('█')
        },
      ),
    )
  })
})
