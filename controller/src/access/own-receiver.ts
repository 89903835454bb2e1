/** The way of this process's own spans into its own receiver, which lets in nobody without a token. */
import type { Receiver } from '@ringside/telemetry'

export function ownReceiver(url: string, token: string): Receiver {
  const tls = url.startsWith('https:')
  const headers = { authorization: `Bearer ${token}` }
  // The connection ends in this process, so there is nobody to mistake for it; and a certificate names other addresses than
  // the one that is listened on.
  return tls ? { url, headers, tls: { rejectUnauthorized: false } } : { url, headers }
}
