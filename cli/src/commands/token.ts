/** `ringside token`: make, list and revoke the tokens of a controller. */
import { type CreatedToken, defaultTokenLifetimeMs, type Scope, scopes } from '@ringside/contract'
import { type Command, Option } from 'commander'
import { type Context, contextOf } from '../context.ts'
import { lifetime } from '../option-values.ts'
import { renderTokens } from '../render/index.ts'

interface CreateOptions {
  readonly name: string
  readonly scope: readonly Scope[]
  readonly host?: string
  readonly expires: number
}

export function addToken(program: Command): void {
  const token = program
    .command('token')
    .summary('make, list and revoke tokens')
    .description(
      'Tokens let people, scripts and agents use a controller. Needs a token with the scope admin; the first one is in the\n' +
        "file admin.token of the controller's data folder.",
    )
  token
    .command('create')
    .summary('make a token, and print it this once')
    .description(
      'Makes a token and prints it on standard output, this once. Scopes: read looks at everything; run submits and cancels too;\n' +
        "agent is for the agent of one host (--host) and reaches nothing but that host's work; admin may do everything.",
    )
    .requiredOption('--name <name>', 'for people: whose it is, and what for')
    .addOption(new Option('--scope <scopes...>', 'what it opens').choices([...scopes]).makeOptionMandatory())
    .option('--host <id>', 'of an agent: its host')
    .addOption(
      new Option('--expires <time>', 'how long it holds: 90d, 12h, never')
        .argParser(lifetime)
        .default(defaultTokenLifetimeMs, '90d'),
    )
    .action((options: CreateOptions, command: Command) => create(options, contextOf(command)))
  token
    .command('list')
    .summary('list tokens, without their secrets')
    .action(async (_options: object, command: Command) => {
      const context = contextOf(command)
      const tokens = await context.client().tokens()
      context.result({ tokens }, () => renderTokens(tokens, context.render))
    })
  token
    .command('revoke')
    .argument('<id>', 'of the token: the 10 characters behind rs_')
    .summary('end a token, at once')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command)
      const info = await context.client().revokeToken(id)
      context.result(info, () => `revoked ${info.id} (${info.name})`)
    })
}

async function create({ name, scope, host, expires }: CreateOptions, context: Context): Promise<void> {
  const request = { name, scopes: [...scope], expiresInMs: expires, ...(host === undefined ? {} : { host }) }
  const created = await context.client().createToken(request)
  const { id, expiresAt } = created.info
  const until = expiresAt === undefined ? 'does not expire' : `expires at ${expiresAt}`
  context.note(`token ${id} (${name}) ${until}; this is the only time that it is shown`)
  for (const line of agentLines(created)) context.note(line)
  context.result(created, () => created.token)
}

/** What an agent is told, by the names of its variables. The secret is on standard output already, and not said twice. */
function agentLines({ redisUser }: CreatedToken): string[] {
  if (redisUser === undefined) return []
  return [
    'in the environment of the agent, with TOKEN for all of it and SECRET for its last 43 characters:',
    '  RINGSIDE_TOKEN=TOKEN',
    `  RINGSIDE_REDIS_URL=rediss://${redisUser}:SECRET@REDIS_HOST:6379`,
  ]
}
