/** `ringside context`: names for controllers, so that commands need no addresses and tokens are nowhere on a command line. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { tokenParts } from '@ringside/contract'
import { type Command, Option } from 'commander'
import { type Context, contextOf, type GlobalOptions } from '../context.ts'
import {
  type Connection,
  type ContextInfo,
  type Contexts,
  checkedToken,
  checkedUrl,
  connectionOf,
  localContext,
  readContexts,
  writeContexts,
} from '../contexts.ts'
import { messageOf, usageFailure } from '../failure.ts'
import { renderContexts } from '../render/index.ts'

/** Letters and digits of any script, and what addresses have. */
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{0,63}$/u

interface AddOptions {
  readonly tokenStdin?: boolean
  readonly tokenFile?: string
  readonly ca?: string
}

export function addContext(program: Command): void {
  const context = program
    .command('context')
    .summary('keep several controllers under names')
    .description(
      `Keeps addresses and tokens of controllers under names. The name ${localContext} is there already: the stack of this machine.\n` +
        'One is in use; --context NAME or $RINGSIDE_CONTEXT choose another for one command.',
    )
  context
    .command('add')
    .argument('<name>', 'new, or of a context to replace')
    .summary('keep a controller: ringside context add lab --url https://... --token-stdin')
    .option('--token-stdin', 'read the token from standard input')
    .addOption(new Option('--token-file <file>', 'read the token from a file').conflicts('tokenStdin'))
    .option('--ca <file>', "PEM file with the certificates to trust, where the system's are not enough")
    .action((name: string, options: AddOptions, command: Command) => add(name, options, command))
  context
    .command('use')
    .argument('<name>')
    .summary('use a context from now on')
    .action((name: string, _options: object, command: Command) => change(command, (before) => used(name, before)))
  context
    .command('list')
    .summary('list contexts')
    .action((_options: object, command: Command) => show(contextOf(command), infosOf(readContexts(process.env))))
  context
    .command('show')
    .argument('[name]', 'default: the one in use')
    .summary('show a context, without its token')
    .action((name: string | undefined, _options: object, command: Command) => {
      const contexts = readContexts(process.env)
      const wanted = name ?? (process.env.RINGSIDE_CONTEXT || contexts.current)
      connectionOf(wanted, contexts)
      show(
        contextOf(command),
        infosOf(contexts).filter((info) => info.name === wanted),
      )
    })
  context
    .command('remove')
    .argument('<name>')
    .summary('forget a context and its token')
    .action((name: string, _options: object, command: Command) => change(command, (before) => removed(name, before)))
}

async function add(name: string, options: AddOptions, command: Command): Promise<void> {
  const { url } = command.optsWithGlobals<GlobalOptions>()
  if (!namePattern.test(name) || name === localContext) {
    throw usageFailure(`the name is '${name}', expected up to 64 letters, digits, '.', '-', '_', and not ${localContext}`)
  }
  if (url === undefined) throw usageFailure('a context needs an address: --url https://bench.lab:7070')
  const token = await tokenFrom(options)
  const connection: Connection = {
    url: checkedUrl(url, '--url'),
    ...(token === undefined ? {} : { token }),
    ...(options.ca === undefined ? {} : { ca: existing(options.ca) }),
  }
  change(command, ({ current, contexts }) => ({ current, contexts: new Map([...contexts, [name, connection]]) }))
}

/** The token comes by a file or a pipe: what stands on a command line can be read by everyone on the machine. */
async function tokenFrom({ tokenStdin, tokenFile }: AddOptions): Promise<string | undefined> {
  if (tokenStdin) return checkedToken((await textOf(process.stdin)).trim(), 'standard input')
  if (tokenFile === undefined) return undefined
  try {
    return checkedToken(readFileSync(tokenFile, 'utf8').trim(), tokenFile)
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? usageFailure(`--token-file: ${messageOf(error)}`) : error
  }
}

function existing(file: string): string {
  if (existsSync(file)) return resolve(file)
  throw usageFailure(`--ca is '${file}', which is not there; expected a PEM file`)
}

function used(name: string, before: Contexts): Contexts {
  connectionOf(name, before)
  return { ...before, current: name }
}

function removed(name: string, before: Contexts): Contexts {
  if (connectionOf(name, before) === undefined)
    throw usageFailure(`the context ${localContext} is always there; expected another`)
  const contexts = new Map([...before.contexts].filter(([each]) => each !== name))
  return { current: before.current === name ? localContext : before.current, contexts }
}

/** Changes the contexts and shows what there is then. */
function change(command: Command, how: (before: Contexts) => Contexts): void {
  const after = how(readContexts(process.env))
  writeContexts(after, process.env)
  show(contextOf(command), infosOf(after))
}

function infosOf({ current, contexts }: Contexts): ContextInfo[] {
  const named = [...contexts].map(([name, { url, token, ca }]) => {
    const tokenId = token === undefined ? undefined : tokenParts(token)?.id
    return {
      name,
      current: name === current,
      url,
      ...(tokenId === undefined ? {} : { tokenId }),
      ...(ca === undefined ? {} : { ca }),
    }
  })
  return [{ name: localContext, current: current === localContext }, ...named]
}

function show(context: Context, contexts: readonly ContextInfo[]): void {
  context.result({ contexts }, () => renderContexts(contexts, context.render))
}
