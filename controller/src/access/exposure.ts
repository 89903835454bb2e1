/** Which settings would let in whoever comes by, or let them read the tokens of others. */
import { isLoopback } from './local-request.ts'

export interface ExposureSettings {
  readonly host: string
  readonly access: 'open' | 'tokens'
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly allowPlaintext: boolean
}

/** What is wrong with them, for people; undefined where nothing is. */
export function exposureFault({ host, access, tlsCert, tlsKey, allowPlaintext }: ExposureSettings): string | undefined {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    const [given, missing] = tlsCert === undefined ? ['key', 'certificate'] : ['certificate', 'key']
    return `there is a TLS ${given} (${tlsCert ?? tlsKey}) and no ${missing}; expected both of --tls-cert (RINGSIDE_TLS_CERT) and --tls-key (RINGSIDE_TLS_KEY), or none`
  }
  if (isLoopback(host)) return undefined
  if (access === 'open')
    return `RINGSIDE_ACCESS is 'open' and --host (RINGSIDE_HOST) is '${host}', expected a loopback address such as 127.0.0.1: whoever reaches an open controller may do everything; leave RINGSIDE_ACCESS out to ask for tokens`
  if (tlsCert === undefined && !allowPlaintext)
    return `--host (RINGSIDE_HOST) is '${host}' without TLS, so that everybody on the way could read the tokens; give --tls-cert and --tls-key, or --allow-plaintext (RINGSIDE_ALLOW_PLAINTEXT=1) where something else encrypts`
  return undefined
}
