/** Tunes the host for the journal, tuning (JSON) and measured CPUs (JSON) given, says so, and stays until killed. */
import { KernelFiles } from '../tuning/kernel-files.ts'
import { Tuner } from '../tuning/tuner.ts'

const [file = '', tuning = '{}', cpus = '[]', root = ''] = process.argv.slice(2)
const tuner = new Tuner({ file, measuredCpus: () => JSON.parse(cpus) as number[], files: new KernelFiles(root) })
tuner.tune(JSON.parse(tuning), 'r-child')
process.stdout.write('tuned\n')
setInterval(() => undefined, 60_000)
