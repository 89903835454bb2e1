/** What a user can do about a controller that does not let them in, or that they cannot be sure of. */

/** Behind what the controller said of a 401. */
export const tokenHint =
  'give a token with: ringside context add NAME --url ADDRESS --token-stdin, then ringside context use NAME; or in RINGSIDE_TOKEN'

/** OpenSSL's codes for a certificate that is not to be trusted: X509 verification results, as Node names them. */
const distrust = /CERT|ISSUER|LEAF_SIGNATURE|CRL|ALTNAME/

/** What a failed connection says where the certificate is the reason; undefined where it is not. */
export function distrustMessage(url: string, code: string | undefined): string | undefined {
  if (code === undefined || !distrust.test(code)) return undefined
  return `the certificate of ${url} is not trusted (${code}); trust its issuer with --ca FILE of ringside context add, with RINGSIDE_CA or NODE_EXTRA_CA_CERTS`
}
