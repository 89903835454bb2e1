/** For the tests of what the command prints. */
import { stripVTControlCharacters } from 'node:util'
import type { RenderOptions } from './line.ts'

export const plain: RenderOptions = { width: 80, color: false, unicode: true }

/** The lines of a rendered text, colours left out. */
export const linesOf = (text: string): string[] => stripVTControlCharacters(text).split('\n')
