/** Certificates that a user trusts beside the system's; NODE_EXTRA_CA_CERTS does the same, for all of Node's programs. */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { messageOf, usageFailure } from './failure.ts'

/** Trusts the certificates of a PEM file in this process from now on. Throws a usage failure where there are none in it. */
export function trust(file: string): void {
  try {
    const certificates = readFileSync(file, 'utf8')
    // Only to look at it: what is no certificate would be trusted without a word, and without effect.
    new X509Certificate(certificates)
    setDefaultCACertificates([...getCACertificates('default'), certificates])
  } catch (error) {
    throw usageFailure(`the certificates in '${file}' cannot be used (${messageOf(error)}); expected a PEM file`)
  }
}
