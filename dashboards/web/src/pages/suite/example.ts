/** What the editor begins with: the suite of the demo, as far as it needs no files. */
import demo from '../../../../../bench/suites/demo.yaml?raw'

/** Its head speaks of files and commands; a capture would lie beside the file. */
export const example: string = demo
  .slice(demo.indexOf('apiVersion:'))
  .replace(/, \{ capture: [^}]*\}/, '')
  .replace(/, or a capture to replay \([^)]*\)/, '')
