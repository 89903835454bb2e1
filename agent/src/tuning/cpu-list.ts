/** A CPU list as the kernel writes it, `0-3,8` (cpuset(7) "List format"), from numbers in any order. */
export function formatCpuList(cpus: readonly number[]): string {
  const ranges: { first: number; last: number }[] = []
  for (const cpu of [...new Set(cpus)].toSorted((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range?.last === cpu - 1) range.last = cpu
    else ranges.push({ first: cpu, last: cpu })
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',')
}
