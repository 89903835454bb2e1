/** The logger of a service: JSON lines that name the span they were written in and keep secrets to themselves. */
import { context, isSpanContextValid, trace } from '@opentelemetry/api'
import { type DestinationStream, destination, type Logger, multistream, pino } from 'pino'

const secretNames = ['authorization', 'cookie', 'password', 'token', 'apiKey', 'secret']
/** Where they may stand: in a line itself, in an object of it, and in the headers of a request or a reply. */
const redacted = [
  ...secretNames.flatMap((name) => [name, `*.${name}`, `*.headers.${name}`]),
  // Of the command that an error of Redis is about: a password, where that was AUTH.
  '*.command.args',
]
/** Tokens, and passwords in addresses, wherever they stand in a line: in a message, in a body, in the text of an error. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/(?<=\brs_[0-9a-z]{10}_)[\w-]{43}/g, '***'],
  [/(?<=[a-z]:\/\/[^\s:/@"]*:)[^\s/@"]+(?=@)/gi, '***'],
]

export interface ServiceLoggerOptions {
  readonly name: string
  /** A level of pino. */
  readonly level: string
  /** Gets every line as well, after secrets have been struck out. */
  readonly sink?: DestinationStream | undefined
  /** Standard error unless given. */
  readonly output?: DestinationStream
}

export function serviceLogger({ name, level, sink, output = destination({ fd: 2, sync: true }) }: ServiceLoggerOptions): Logger {
  const streams = [output, ...(sink === undefined ? [] : [sink])].map(withoutSecrets)
  return pino(
    { name, level, mixin: traceIds, redact: { paths: redacted, censor: '***' } },
    // The logger has decided what is written; the streams take all of it.
    multistream(streams.map((stream) => ({ stream, level: 'trace' }))),
  )
}

const withoutSecrets = (stream: DestinationStream): DestinationStream => ({
  write: (line) => stream.write(secretTexts.reduce((text, [secret, censor]) => text.replace(secret, censor), line)),
})

/** `trace_id` and `span_id` of the active span, by the names that OpenTelemetry gives them in JSON logs. */
function traceIds(): object {
  const span = trace.getSpanContext(context.active())
  return span !== undefined && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {}
}

/** An URL without the password that may be in it, for logs. */
export function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  if (url.password !== '') url.password = '***'
  return url.href
}
