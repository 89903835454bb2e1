/** Ids that people copy from a terminal: short, lower case, without letters that look like digits. */
import { randomBytes } from 'node:crypto'

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const idChars = 10

/** A new run id, for example `r-7k2m9q4x1c`: 50 random bits. */
export const newRunId = (): string => `r-${randomChars()}`

/** A new submission id, for example `s-7k2m9q4x1c`: 50 random bits. */
export const newSubmissionId = (): string => `s-${randomChars()}`

function randomChars(): string {
  return Array.from(randomBytes(idChars), (byte) => crockford[byte % crockford.length]).join('')
}
