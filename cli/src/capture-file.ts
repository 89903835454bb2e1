/** Whether a file is a capture that can be replayed, as far as its header tells. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { messageOf } from './failure.ts'

/** First four bytes of classic pcap files: micro- and nanosecond timestamps, either byte order. */
const magics = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1']
/** Type of the section header block that a pcapng file starts with, and its byte-order magic (draft-ietf-opsawg-pcapng, 4.1). */
const pcapngMagic = '0a0d0d0a'
const byteOrderMagics = ['1a2b3c4d', '4d3c2b1a']
/** Bytes of the file header; the link type is the last four (draft-ietf-opsawg-pcap, section 4). */
const headerBytes = 24
const ethernetLinkType = 1

/** What is expected instead of the file at `path`, in words; undefined when it looks right. */
export function captureFault(path: string): string | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    return `a readable pcap or pcapng file at ${path} (${messageOf(error)}); paths start at the suite's folder`
  }
  try {
    if (!fstatSync(file).isFile()) return `a pcap or pcapng file; ${path} is something else`
    const header = Buffer.alloc(headerBytes)
    return headerFault(header.subarray(0, readSync(file, header, 0, headerBytes, 0)))
  } catch (error) {
    return `a readable pcap or pcapng file (${messageOf(error)})`
  } finally {
    closeSync(file)
  }
}

function headerFault(header: Buffer): string | undefined {
  const magic = header.toString('hex', 0, 4)
  if (magic === pcapngMagic) return sectionFault(header)
  if (!magics.includes(magic))
    return `a pcap or pcapng file, which starts with the bytes ${[...magics, pcapngMagic].join(' or ')}; this one starts with ${magic || 'nothing'}`
  if (header.length < headerBytes) return `a pcap file; this one ends after ${header.length} of the header's ${headerBytes} bytes`
  // The upper half of the field holds flags about frame check sequences.
  const linkType = (magic.startsWith('a1') ? header.readUInt32BE(20) : header.readUInt32LE(20)) & 0xffff
  return linkType === ethernetLinkType
    ? undefined
    : `a capture of Ethernet frames (link type 1); this one has link type ${linkType}`
}

/** Its link types are told further on, for each of its interfaces. */
function sectionFault(header: Buffer): string | undefined {
  const byteOrder = header.toString('hex', 8, 12)
  if (byteOrderMagics.includes(byteOrder)) return undefined
  return `a pcapng file, whose ninth byte begins ${byteOrderMagics.join(' or ')}; in this one ${byteOrder || 'nothing'} stands there`
}
