/** A receiver that a service knows of itself, beside those that the environment names, and how it is let in there. */
import type { AgentOptions } from 'node:https'
import { type Signal, urlUnder } from './endpoints.ts'

export interface Receiver {
  /** Base of its address: `http://127.0.0.1:7070`. */
  readonly url: string
  /** Sent to it and to nobody else. */
  readonly headers?: Readonly<Record<string, string>>
  /** How to know it where it speaks TLS. */
  readonly tls?: AgentOptions
}

/** What an exporter to `url` is made with: the receiver's own headers only where `url` is the receiver's. */
export function exporterOptions(url: string, signal: Signal, receiver: Receiver | undefined) {
  if (receiver === undefined || url !== urlUnder(receiver.url, signal)) return { url }
  const { headers, tls } = receiver
  return {
    url,
    ...(headers === undefined ? {} : { headers: { ...headers } }),
    ...(tls === undefined ? {} : { httpAgentOptions: { keepAlive: true, ...tls } }),
  }
}
