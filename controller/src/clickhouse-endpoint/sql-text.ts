/** Texts within SQL. */

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\0': '\\0' }

/** A string literal. */
export const quoted = (text: string): string => `'${text.replace(/[\\'\0]/g, (character) => escapes[character] ?? character)}'`
