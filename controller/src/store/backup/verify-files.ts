/**
 * Whether the files of a backup are as long as its table of contents says. The engine reports success also when a full disk cut
 * them short (chdb 26.7, seen on tmpfs), and would say so only when the backup is needed.
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError } from './backup-error.ts'

/** `folder` is that of the backup. Throws BackupError. */
export async function verifyFiles(folder: string): Promise<void> {
  const contents = await readFile(join(folder, '.backup'), 'utf8').catch(() => '')
  if (!contents.trimEnd().endsWith('</config>')) throw incomplete(folder, 'its table of contents is cut short')
  for (const [, entry = ''] of contents.matchAll(/<file>(.*?)<\/file>/gs)) {
    // Files with the same content are there once.
    if (entry.includes('<data_file>')) continue
    const name = unescaped(/<name>(.*?)<\/name>/s.exec(entry)?.[1] ?? '')
    const size = Number(/<size>(\d+)<\/size>/.exec(entry)?.[1])
    const { size: written } = await stat(join(folder, name)).catch(() => ({ size: 0 }))
    if (written !== size) throw incomplete(folder, `${name} has ${written} bytes, expected ${size}`)
  }
}

const incomplete = (folder: string, why: string): BackupError =>
  new BackupError(
    507,
    `the backup in ${folder} is incomplete (${why}): there was no room, or the disk fails; make room, or set RINGSIDE_BACKUP_DIR`,
  )

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }

const unescaped = (text: string): string => text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity)
