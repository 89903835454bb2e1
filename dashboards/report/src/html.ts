/** Markup that escapes whatever is put into it, unless it is markup itself. */

export interface Html {
  readonly markup: string
}

export type Content = Html | string | number | readonly Content[]

/** `<p>${name}</p>`: values are escaped, markup and lists of markup are taken as they are. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return { markup: strings.reduce((text, string, i) => text + render(values[i - 1] ?? '') + string) }
}

/** Markup that was built elsewhere and is known to be escaped. */
export const trusted = (markup: string): Html => ({ markup })

/** For text and for attributes in double or single quotes. Control characters, which HTML has no place for, are replaced. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\P{C}\n\t]/gu, '\ufffd')

/** JSON that can stand in a script element: no `<` that could end it. */
export const embeddedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

function render(content: Content): string {
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(render).join('')
}
