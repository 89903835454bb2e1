/** Everything about who may do what, put together. */
import { join } from 'node:path'
import type { Redis } from 'ioredis'
import type { Logger } from 'pino'
import { StartupError } from '../startup-error.ts'
import type { Store } from '../store/store.ts'
import { AuditLog } from './audit-log.ts'
import { AuditStore } from './audit-store.ts'
import { bootstrap } from './bootstrap.ts'
import { type ExposureSettings, exposureFault } from './exposure.ts'
import type { AccessMode } from './guard.ts'
import { RedisUsers } from './redis-users.ts'
import { TokenStore } from './token-store.ts'
import { Tokens } from './tokens.ts'

/** How late the end of an agent's token reaches Redis, and the last uses of tokens the store. */
const houseworkMs = 10_000

export interface Access {
  readonly mode: AccessMode
  readonly tokens: Tokens
  readonly redisUsers: RedisUsers
  readonly audit: AuditLog
  readonly auditStore: AuditStore
  close(): Promise<void>
}

export interface AccessSettings extends ExposureSettings {
  readonly dataDir: string
  readonly bootstrapTokenFile?: string
}

export interface AccessParts {
  readonly store: Store
  readonly redis: Redis
  readonly logger: Logger
}

/** Rejects with StartupError where the settings would let anyone in, or the first token cannot be written. */
export async function openAccess(settings: AccessSettings, { store, redis, logger }: AccessParts): Promise<Access> {
  const fault = exposureFault(settings)
  if (fault !== undefined) throw new StartupError(fault)
  const tokens = new Tokens(new TokenStore(store))
  await tokens.load()
  const redisUsers = new RedisUsers({ redis, tokens, logger })
  await redisUsers.sync({ all: true })
  if (settings.access === 'tokens') {
    const file = await bootstrap(tokens, settings.bootstrapTokenFile ?? join(settings.dataDir, 'admin.token'))
    if (await redisUsers.isOpen())
      logger.warn('redis asks for no password, so that tokens protect nothing there; set requirepass, or ACL users')
    if (file !== undefined)
      logger.warn({ file }, 'there was no admin token, so one is in this file; make others with it and remove it')
  }
  const auditStore = new AuditStore(store)
  const audit = new AuditLog({ store: auditStore, logger })
  const save = () =>
    tokens.save().catch((error: unknown) => logger.warn({ err: error }, 'changes of tokens could not be stored; next try soon'))
  const housework = setInterval(() => void Promise.all([redisUsers.sync(), save()]), houseworkMs).unref()
  const close = async () => {
    clearInterval(housework)
    redisUsers.close()
    await audit.close()
    await save()
  }
  return { mode: settings.access, tokens, redisUsers, audit, auditStore, close }
}
