/**
 * A webhook: the notice as JSON, signed. `Ringside-Signature: t=UNIX SECONDS,v1=HEX`, where v1 is HMAC-SHA256 under the secret of
 * the text `t`, a dot and the body. Receivers check it, refuse an old `t`, and tell repetitions by `Ringside-Delivery`.
 */
import { createHmac } from 'node:crypto'
import { postJson } from './post-json.ts'
import type { Receiver } from './receiver.ts'
import { shownUrlOf } from './shown-url.ts'

export interface WebhookSettings {
  readonly name: string
  readonly url: string
  /** Without it nothing is signed. */
  readonly secret?: string | undefined
  readonly timeoutMs: number
}

export function webhook({ name, url, secret, timeoutMs }: WebhookSettings, now: () => number = Date.now): Receiver {
  return {
    name,
    kind: 'webhook',
    shownUrl: shownUrlOf(url),
    signed: secret !== undefined,
    deliver: (notice, signal) => {
      const body = JSON.stringify(notice)
      const headers = {
        'ringside-delivery': notice.id,
        'idempotency-key': notice.id,
        'ringside-event': notice.event,
        ...(secret === undefined ? {} : { 'ringside-signature': signatureOf(body, secret, Math.floor(now() / 1_000)) }),
      }
      return postJson(url, body, { headers, timeoutMs, signal })
    },
  }
}

/** Value of the header. `seconds` since 1970. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
