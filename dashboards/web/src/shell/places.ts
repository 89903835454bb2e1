/** Where one can go from every page. */

/** In the order of the navigation; `keys`: pressed one after the other. */
export const places = [
  { path: '/runs', name: 'Runs', keys: 'g r' },
  { path: '/compare', name: 'Compare', keys: 'g c' },
  { path: '/trends', name: 'Trends', keys: 'g t' },
  { path: '/alerts', name: 'Alerts', keys: 'g a' },
  { path: '/fleet', name: 'Fleet', keys: 'g f' },
  { path: '/suites/new', name: 'New suite', keys: 'g n' },
] as const
