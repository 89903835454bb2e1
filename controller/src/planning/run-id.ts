/** Ids that people copy from a terminal: short, lower case, without letters that look like digits. */
import { createHash, randomBytes } from 'node:crypto'

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const idChars = 10

/** A new run id, for example `r-7k2m9q4x1c`: 50 random bits. */
export const newRunId = (): string => `r-${randomChars()}`

/** A new submission id, for example `s-7k2m9q4x1c`: 50 random bits. */
export const newSubmissionId = (): string => `s-${randomChars()}`

/** The id of the submission made under an idempotency key: the same for the same key. */
export const submissionIdOf = (key: string): string => `s-${charsOf(createHash('sha256').update(key).digest())}`

/** What tells a run from the others of its submission. */
export interface RunIdentity {
  readonly submissionId: string
  readonly contentId: string
  readonly repetition: number
  /** Among the runs of the submission: a suite may have the same content twice. */
  readonly position: number
}

/** The id of a run of a submission made under an idempotency key: accepted again, the submission has the same runs. */
export const runIdOf = ({ submissionId, contentId, repetition, position }: RunIdentity): string =>
  `r-${charsOf(
    createHash('sha256')
      .update(JSON.stringify([submissionId, contentId, repetition, position]))
      .digest(),
  )}`

const randomChars = (): string => charsOf(randomBytes(idChars))

const charsOf = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, idChars), (byte) => crockford[byte % crockford.length]).join('')
