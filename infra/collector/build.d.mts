/** Version of the Collector, such as `0.161.0`. */
export declare const collectorVersion: string
/** Paths of the two programs. */
export declare const programs: { readonly collector: string; readonly telemetrygen: string }
/** Makes sure that both programs are there; `note` gets what is being done. Rejects with the remedy when that fails. */
export declare function buildCollector(note: (line: string) => void): Promise<void>
