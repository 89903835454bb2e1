/** Writes the HTML report. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Report } from '@ringside/contract'
import { type PlotFile, renderReportHtml } from '@ringside/dashboards'
import { CommandFailure, messageOf } from './failure.ts'

interface ReportFileOptions {
  readonly path: string
  readonly suiteYaml: string
  /** The command that made it. */
  readonly command: string
}

/** Returns the absolute path. Throws {@link CommandFailure} when the file cannot be written. */
export function writeReportFile(report: Report, { path, suiteYaml, command }: ReportFileOptions): string {
  return writePage(path, renderReportHtml(report, { suiteYaml, command, generatedAt: new Date().toISOString() }))
}

/** Returns the absolute path. Throws {@link CommandFailure} when the file cannot be written. */
export function writePage(path: string, html: string): string {
  const file = resolve(path)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, html)
  } catch (error) {
    throw new CommandFailure(
      `cannot write the report to ${file} (${messageOf(error)}); the results are stored: write it elsewhere with: ringside report --output FILE`,
    )
  }
  return file
}

/** Returns absolute paths. Throws {@link CommandFailure} when one cannot be written. */
export function writePlots(folder: string, plots: readonly PlotFile[]): string[] {
  const place = resolve(folder)
  try {
    mkdirSync(place, { recursive: true })
    for (const { name, svg } of plots) writeFileSync(join(place, name), svg)
  } catch (error) {
    throw new CommandFailure(`cannot write plots to ${place} (${messageOf(error)}); expected a folder that can be written to`)
  }
  return plots.map(({ name }) => join(place, name))
}
