/** Where and how sides were measured, side by side; what differs is marked, and comes first. */
import type { HostFacts } from '@ringside/contract'
import { formatQuantity } from '../../words/src/quantity.ts'

export interface Environment {
  readonly title: string
  /** Names and values; sides have the same names. */
  readonly facts: readonly (readonly [string, string])[]
}

export function EnvironmentTable({ caption, sides }: { caption: string; sides: readonly Environment[] }) {
  const names = [...new Set(sides.flatMap(({ facts }) => facts.map(([name]) => name)))]
  const all = names.map((name) => {
    const values = sides.map(({ facts }) => facts.find(([each]) => each === name)?.[1] ?? '–')
    return { name, values, differs: new Set(values).size > 1 }
  })
  const rows = [...all.filter(({ differs }) => differs), ...all.filter(({ differs }) => !differs)]
  return (
    <div class="scroll">
      <table class="rows words environments">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">what</th>
            {sides.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values, differs }) => (
            <tr key={name} class={differs ? 'differs' : undefined}>
              <td data-label="what">
                {name}
                {differs && <span class="soft"> differs</span>}
              </td>
              {values.map((value, i) => (
                <td key={sides[i]?.title} data-label={sides[i]?.title}>
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Of a host, in the words of every surface. */
export const hostFacts = (host: HostFacts): readonly (readonly [string, string])[] => [
  ['host', `${host.hostname} (${host.id})`],
  ['processor', `${host.cpuModel}, ${host.cpus} CPUs, ${host.arch}`],
  ['microcode', host.microcode ?? 'not told'],
  ['memory', formatQuantity(host.memoryBytes, 'B')],
  ['kernel', `Linux ${host.kernel}`],
  ['virtualization', host.virtualization ?? 'not told'],
  ['governor', host.state.governor ?? 'not exposed'],
  ['clock source', host.state.clocksource ?? 'not exposed'],
  ['2 MB pages', String(host.state.hugepages2M)],
  ['isolated CPUs', host.state.isolatedCpus || 'none'],
  ['load before', host.state.loadAverage1m.toFixed(2)],
]
