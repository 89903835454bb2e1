/** Deliveries in memory, as the store keeps them: of each the state that is furthest. */
import type { DeliveryRecord, DeliveryStore } from '../delivery-store.ts'

export class MemoryDeliveries implements Pick<DeliveryStore, 'save' | 'pending' | 'ofAlert'> {
  readonly #rows = new Map<string, DeliveryRecord>()

  async save(deliveries: readonly DeliveryRecord[]): Promise<void> {
    for (const one of deliveries) {
      const known = this.#rows.get(one.id)
      if (known === undefined || known.state === 'pending') this.#rows.set(one.id, one)
    }
  }

  async pending(): Promise<DeliveryRecord[]> {
    return this.all().filter(({ state }) => state === 'pending')
  }

  async ofAlert(alertId: string): Promise<DeliveryRecord[]> {
    return this.all().filter((one) => one.alertId === alertId)
  }

  all(): DeliveryRecord[] {
    return [...this.#rows.values()]
  }
}
