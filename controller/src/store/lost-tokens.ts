/**
 * ClickHouse notes the token of an insert just before it puts the part in its place. A process that is killed between the
 * two (seen once in 160 kills) leaves a token without rows, and the retry would be taken for a duplicate and lost. So
 * before a folder is opened, tokens whose part is nowhere are struck out, with the record the engine itself writes when
 * a part is dropped. Source: ClickHouse 26.7, `src/Storages/MergeTree/MergeTreeDeduplicationLog`; the version is pinned.
 */
import { appendFileSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Part {
  readonly partition: string
  readonly firstBlock: number
  readonly lastBlock: number
}

const added = '1'
const dropped = '2'

/** Strikes them out in every table of a data folder that no process has open. Returns how many there were. */
export function strikeLostTokens(path: string): number {
  const logs = globSync(join(path, 'store', '*', '*', 'deduplication_logs'))
  return logs.reduce((count, log) => count + strikeIn(log), 0)
}

function strikeIn(folder: string): number {
  const files = readdirSync(folder).sort((a, b) => numberOf(a) - numberOf(b))
  const last = files.at(-1)
  if (last === undefined) return 0
  const stored = readdirSync(dirname(folder)).flatMap(partOf)
  const lost = [...partsByToken(files.map((file) => readFileSync(join(folder, file), 'utf8')))].filter(([, name]) => {
    const [part] = partOf(name)
    return part !== undefined && !stored.some((other) => covers(other, part))
  })
  appendFileSync(join(folder, last), lost.map(([token, name]) => `${dropped}\t${name}\t${token}\n`).join(''))
  return lost.length
}

/** The tokens in force, each with the name of its part, after all records have been read in order. */
function partsByToken(texts: readonly string[]): Map<string, string> {
  const parts = new Map<string, string>()
  for (const line of texts.flatMap((text) => text.split('\n'))) {
    const [operation, name, token] = line.split('\t')
    if (name === undefined || token === undefined) continue
    if (operation === added) parts.set(token, name)
    else parts.delete(token)
  }
  return parts
}

/** `all_11_12_1`: a partition, its first and last block, and how often it was merged. Other names are no parts. */
function partOf(name: string): Part[] {
  const [, partition, first, last] = /^([^_]+)_(\d+)_(\d+)_\d+(?:_\d+)?$/.exec(name) ?? []
  return partition === undefined ? [] : [{ partition, firstBlock: Number(first), lastBlock: Number(last) }]
}

function covers(part: Part, other: Part): boolean {
  return part.partition === other.partition && part.firstBlock <= other.firstBlock && part.lastBlock >= other.lastBlock
}

function numberOf(file: string): number {
  return Number(/(\d+)/.exec(file)?.[1])
}
