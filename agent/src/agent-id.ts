import { randomBytes } from 'node:crypto'

const crockford = '0123456789abcdefghjkmnpqrstvwxyz'
const idChars = 10

/** New with every start of an agent, for example `a-7k2m9q4x1c`: 50 random bits in letters that look like no digits. */
export function newAgentId(): string {
  return `a-${Array.from(randomBytes(idChars), (byte) => crockford[byte % crockford.length]).join('')}`
}
