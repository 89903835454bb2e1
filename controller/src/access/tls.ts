/** TLS from certificate files, read at start and again on SIGHUP. */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { Server as TlsServer } from 'node:https'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'
import { StartupError } from '../startup-error.ts'

/** PEM texts. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface TlsFiles {
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** What is in the files; undefined where none are named. Throws StartupError that names the file. */
export function readCertificate({ tlsCert, tlsKey }: TlsFiles): Certificate | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined
  const certificate = { cert: contentOf(tlsCert, 'certificate'), key: contentOf(tlsKey, 'key') }
  try {
    createSecureContext(certificate)
  } catch (error) {
    throw new StartupError(
      `the TLS certificate '${tlsCert}' with the key '${tlsKey}' cannot be used (${(error as Error).message}); expected PEM files that belong together`,
    )
  }
  return certificate
}

/** Reads the files again on SIGHUP; what cannot be used is logged, and the one before stays. Returns how to stop. */
export function renewOnHangup(server: Server, files: TlsFiles, logger: Logger): () => void {
  if (!(server instanceof TlsServer)) return () => undefined
  const renew = () => {
    try {
      server.setSecureContext(readCertificate(files) ?? {})
      logger.info({ file: files.tlsCert }, 'the TLS certificate was read again')
    } catch (error) {
      logger.error({ err: error }, 'the TLS certificate could not be read again; the one before stays')
    }
  }
  process.on('SIGHUP', renew)
  return () => void process.off('SIGHUP', renew)
}

function contentOf(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new StartupError(`the TLS ${what} '${file}' cannot be read (${(error as Error).message}); name a PEM file that can`)
  }
}
