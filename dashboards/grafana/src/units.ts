/** Units of everything a dashboard shows, in Grafana's words. `si:` and `suffix:` make units of their own. */
export const units = {
  ns: 'ns',
  seconds: 's',
  bytes: 'bytes',
  /** Packets a second. */
  pps: 'pps',
  perSecond: 'cps',
  requestsPerSecond: 'reqps',
  /** A share of 1, shown in per cent. */
  share: 'percentunit',
  /** 1.42 x. */
  ratio: 'suffix:x',
  time: 'dateTimeAsIso',
  /** How long ago. */
  ago: 'dateTimeFromNow',
  text: 'string',
  /** Of a queue among others. */
  number: 'prefix:no. ',
  runs: 'suffix:runs',
  trials: 'suffix:trials',
  alerts: 'suffix:alerts',
  hosts: 'suffix:hosts',
  figures: 'suffix:figures',
  changes: 'suffix:changes',
  buffers: 'suffix:buffers',
  lines: 'si: lines',
  packets: 'si: packets',
  doorbells: 'si: doorbells',
  ioctls: 'si: ioctls',
  spans: 'si: spans',
  items: 'si: items',
  itemsPerSecond: 'si: items/s',
  doorbellsPerSecond: 'si: doorbells/s',
  /** Place on the HDR axis: one packet of so many is at least this slow. 100 is the 99th percentile. */
  oneIn: 'prefix:1 in ',
} as const

export type Unit = (typeof units)[keyof typeof units]
