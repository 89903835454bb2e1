/** What every command is given: how to reach the controller and how to speak to whoever reads. */
import type { Command } from 'commander'
import { type Client, createClient } from './client.ts'
import { controllerAddress } from './controller-address.ts'
import type { RenderOptions } from './render/index.ts'

/** Columns where no terminal says how wide it is. */
const defaultColumns = 100

/** The options that every command takes. */
export interface GlobalOptions {
  readonly json?: boolean
  readonly url?: string
  readonly context?: string
  /** False with --no-color. */
  readonly color: boolean
}

export interface Context {
  /** One JSON document on standard output, everything else on standard error. */
  readonly json: boolean
  readonly render: RenderOptions
  /** Of the controller the user means. Throws a usage failure for something that is no address. */
  client(): Client
  /** The result, on standard output: `document` with --json, else the text. */
  result(document: unknown, text: () => string): void
  /** A line about what happens, on standard error. */
  note(line: string): void
}

/** The context of a command, from its options and the environment. */
export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>()
  return {
    json: options.json === true,
    render: renderOptions(options.color, process.env),
    client: () => createClient(controllerAddress(options, process.env)),
    result: (document, text) => process.stdout.write(`${options.json === true ? JSON.stringify(document) : text()}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  }
}

/** NO_COLOR (no-color.org) and a standard output that is no terminal turn colour off. */
function renderOptions(wanted: boolean, env: NodeJS.ProcessEnv): RenderOptions {
  const { stdout } = process
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return {
    width: stdout.isTTY ? stdout.columns : columnsFrom(env),
    color: wanted && stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    // A terminal whose locale is not UTF-8 would show bytes; a file or pipe takes UTF-8.
    unicode: stdout.isTTY !== true || /utf-?8/i.test(locale),
  }
}

function columnsFrom({ COLUMNS }: NodeJS.ProcessEnv): number {
  const columns = Number(COLUMNS)
  return Number.isInteger(columns) && columns >= 40 ? columns : defaultColumns
}
