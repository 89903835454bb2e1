/** Fills the spool in the folder given, until it is killed; says on stdout that it has begun. The request N holds N, many times. */
import { Spool } from '../otlp/spool.ts'

const spool = await Spool.open({ folder: process.argv[2] ?? '', limitBytes: 1 << 30 })
for (let sequence = 1; sequence < 5_000; sequence++) {
  await spool.put({ body: Buffer.from(String(sequence).repeat(50_000)), gzip: false }, 7)
  if (sequence === 5) process.stdout.write('begun\n')
}
