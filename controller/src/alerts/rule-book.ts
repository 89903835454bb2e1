/** The rules that hold for all runs they fit, kept in the store. */
import type { AlertRule } from '@ringside/contract'
import type { Store } from '../store/store.ts'
import { isoTime, msColumn, storeTime } from './store-time.ts'

interface RuleRow {
  readonly name: string
  readonly definition: string
  readonly removed: boolean
  readonly created_by: string
  readonly created_at_ms: string
  readonly version: string
}

/** Each is looked at for every run that ends. */
export const maxRules = 200

/** Changes throw StoreError when the store is out of reach; then nothing has changed. */
export class RuleBook {
  readonly #store: Store
  readonly #rules = new Map<string, AlertRule>()
  readonly #versions = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  async restore(): Promise<void> {
    const rows = await this.#store.query<RuleRow>(
      `SELECT name, definition, removed, created_by, ${msColumn('created_at')}, version FROM alert_rules FINAL`,
    )
    for (const { name, definition, removed, created_by, created_at_ms, version } of rows) {
      this.#versions.set(name, Number(version))
      const rest = JSON.parse(definition) as Omit<AlertRule, 'name' | 'createdBy' | 'createdAt'>
      if (!removed) this.#rules.set(name, { ...rest, name, createdBy: created_by, createdAt: isoTime(Number(created_at_ms)) })
    }
  }

  /** By name. */
  list(): AlertRule[] {
    return [...this.#rules.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  get(name: string): AlertRule | undefined {
    return this.#rules.get(name)
  }

  async put(rule: AlertRule): Promise<void> {
    await this.#save(rule, false)
    this.#rules.set(rule.name, rule)
  }

  async remove(rule: AlertRule): Promise<void> {
    await this.#save(rule, true)
    this.#rules.delete(rule.name)
  }

  async #save({ name, createdBy, createdAt, ...definition }: AlertRule, removed: boolean): Promise<void> {
    const version = (this.#versions.get(name) ?? 0) + 1
    const row = {
      name,
      definition: JSON.stringify(definition),
      removed,
      created_by: createdBy,
      created_at: storeTime(Date.parse(createdAt)),
      version,
    }
    await this.#store.insertRows('alert_rules', [row], { token: `alert rule:${name}:${version}` })
    this.#versions.set(name, version)
  }
}
