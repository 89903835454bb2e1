/** Where alerts and their rules are asked for. */
import {
  type Alert,
  type AlertListQuery,
  type AlertPage,
  type AlertReceiver,
  type AlertRule,
  type AlertRuleRequest,
  alertDefaults,
  alertMetricOf,
  defaultChangeRatio,
  type RunJudgement,
  worseOf,
} from '@ringside/contract'
import type { AlertRecord } from './alert-record.ts'
import type { AlertPlace, AlertStore } from './alert-store.ts'
import type { Alerts, Asked } from './alerts.ts'
import { type DeliveryStore, deliveryOf } from './delivery-store.ts'
import { type JudgementStore, judgementOf } from './judgement-store.ts'
import type { Outbox } from './outbox.ts'
import { noticedAlert, summaryOf } from './presentation.ts'
import type { Receiver } from './receivers/receiver.ts'
import { maxRules, type RuleBook } from './rule-book.ts'
import { suiteRule } from './watches.ts'

export interface AlertDeskOptions {
  readonly store: AlertStore
  readonly deliveries: DeliveryStore
  readonly judgements: JudgementStore
  readonly alerts: Alerts
  readonly rules: RuleBook
  readonly outbox: Outbox
  readonly receivers: readonly Receiver[]
  readonly baseUrl: () => string
}

export type AlertAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly status: 400 | 404 | 409 | 422; readonly detail: string }

export class AlertDesk {
  readonly #options: AlertDeskOptions

  constructor(options: AlertDeskOptions) {
    this.#options = options
  }

  /** Newest first. */
  async list({ cursor, ...query }: AlertListQuery): Promise<AlertAnswer<AlertPage>> {
    const after = cursor === undefined ? undefined : placeOf(cursor)
    if (cursor !== undefined && after === undefined)
      return refuse(400, `cursor is '${cursor}', expected the 'next' of the page before; leave it out to begin at the first page`)
    const { store, baseUrl } = this.#options
    const found = await store.page(query, after)
    const shown = found.slice(0, query.limit)
    const last = shown.at(-1)
    const next = found.length > shown.length && last !== undefined ? { next: cursorAt(last) } : {}
    return { ok: true, value: { alerts: shown.map((alert) => summaryOf(alert, baseUrl())), ...next } }
  }

  async show(id: string): Promise<AlertAnswer<Alert>> {
    const alert = await this.#options.store.find(id)
    return alert === undefined ? noAlert(id) : { ok: true, value: await this.#detailOf(alert) }
  }

  async acknowledge(id: string, reason: string, by: string): Promise<AlertAnswer<Alert>> {
    return this.#answer(id, await this.#options.alerts.acknowledge(id, { by, reason }))
  }

  async resolve(id: string, resolution: { reason: string; expected: boolean }, by: string): Promise<AlertAnswer<Alert>> {
    return this.#answer(id, await this.#options.alerts.resolve(id, { by, ...resolution }))
  }

  async judgements(runId: string): Promise<RunJudgement[]> {
    return (await this.#options.judgements.ofRun(runId)).map(judgementOf)
  }

  rules(): AlertRule[] {
    return this.#options.rules.list()
  }

  /** Refuses a name that is taken. */
  async addRule(request: AlertRuleRequest, by: string): Promise<AlertAnswer<AlertRule>> {
    const { rules } = this.#options
    const { name } = request
    if (rules.get(name) !== undefined)
      return refuse(
        409,
        `there is a rule '${name}' already; choose another name, or replace it: ringside alerts rules add --replace`,
      )
    return this.replaceRule(name, request, by)
  }

  /** Adds it, or replaces the one of that name. */
  async replaceRule(name: string, request: AlertRuleRequest, by: string): Promise<AlertAnswer<AlertRule>> {
    if (name !== request.name) return refuse(422, `the rule is named '${request.name}', expected '${name}' as in the path`)
    if (name === suiteRule) return refuse(422, `'${suiteRule}' stands for the rules of suites; choose another name`)
    const { rules } = this.#options
    if (rules.get(name) === undefined && rules.list().length >= maxRules)
      return refuse(409, `there are ${maxRules} rules, which is the most; remove one first`)
    const rule = ruleOf(request, rules.get(name) ?? { createdBy: by, createdAt: new Date().toISOString() })
    await rules.put(rule)
    return { ok: true, value: rule }
  }

  async removeRule(name: string): Promise<AlertAnswer<void>> {
    const { rules } = this.#options
    const rule = rules.get(name)
    if (rule === undefined) return refuse(404, `no rule '${name}'; see what there is: ringside alerts rules list`)
    return { ok: true, value: await rules.remove(rule) }
  }

  receivers(): AlertReceiver[] {
    const { receivers, outbox } = this.#options
    return receivers.map(({ name, kind, shownUrl: url, signed }) => ({ name, kind, url, signed, pending: outbox.waiting(name) }))
  }

  async #answer(id: string, asked: Asked): Promise<AlertAnswer<Alert>> {
    if (asked.ok) return { ok: true, value: await this.#detailOf(asked.alert) }
    return asked.resolved ? refuse(409, `alert '${id}' is resolved; what gets worse again is a new alert`) : noAlert(id)
  }

  async #detailOf(alert: AlertRecord): Promise<Alert> {
    const { deliveries, baseUrl } = this.#options
    return { ...noticedAlert(alert, baseUrl()), deliveries: (await deliveries.ofAlert(alert.id)).map(deliveryOf) }
  }
}

function ruleOf(request: AlertRuleRequest, made: Pick<AlertRule, 'createdBy' | 'createdAt'>): AlertRule {
  const { name, metric: word, worse, minChangeRatio, baselineRuns, suite, labels, backends, enabled } = request
  const metric = alertMetricOf(word)
  return {
    name,
    metric,
    worse: worse ?? worseOf(metric),
    minChangeRatio: minChangeRatio ?? defaultChangeRatio(metric),
    baselineRuns: baselineRuns ?? alertDefaults.baselineRuns,
    ...(suite === undefined ? {} : { suite }),
    ...(labels === undefined ? {} : { labels }),
    ...(backends === undefined ? {} : { backends }),
    enabled: enabled ?? true,
    createdBy: made.createdBy,
    createdAt: made.createdAt,
  }
}

const refuse = (status: 400 | 404 | 409 | 422, detail: string) => ({ ok: false, status, detail }) as const

const noAlert = (id: string) => refuse(404, `no alert '${id}'; see what there is: ringside alerts`)

const cursorAt = ({ openedAtMs, id }: AlertRecord): string => Buffer.from(JSON.stringify([openedAtMs, id])).toString('base64url')

/** Undefined for text that no {@link cursorAt} made. */
function placeOf(cursor: string): AlertPlace | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(place) || place.length !== 2) return undefined
    const [openedAtMs, id] = place as [unknown, unknown]
    const isTime = Number.isSafeInteger(openedAtMs) && (openedAtMs as number) >= 0 && (openedAtMs as number) <= latestMs
    return isTime && typeof id === 'string' ? { openedAtMs: openedAtMs as number, id } : undefined
  } catch {
    return undefined
  }
}

/** 2286-11-20: as far as the store's times go without a second thought. */
const latestMs = 9_999_999_999_999
