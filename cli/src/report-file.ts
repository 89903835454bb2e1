/** Writes the HTML report. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Report } from '@ringside/contract'
import { renderReportHtml } from '@ringside/dashboards'
import { CommandFailure, messageOf } from './failure.ts'

interface ReportFileOptions {
  readonly path: string
  readonly suiteYaml: string
  /** The command that made it. */
  readonly command: string
}

/** Returns the absolute path. Throws {@link CommandFailure} when the file cannot be written. */
export function writeReportFile(report: Report, { path, suiteYaml, command }: ReportFileOptions): string {
  const file = resolve(path)
  const html = renderReportHtml(report, { suiteYaml, command, generatedAt: new Date().toISOString() })
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, html)
  } catch (error) {
    throw new CommandFailure(
      `cannot write the report to ${file} (${messageOf(error)}); the results are stored: write it elsewhere with --report FILE`,
    )
  }
  return file
}
