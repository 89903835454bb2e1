/** What people say of a host, so that suites can ask for it. */

const maxLength = 63
const part = /^[^\p{C}\s=,]+(?: [^\p{C}\s=,]+)*$/u

/** `nic=e810,rack=2` as pairs; names and values in any script. Throws with the pair that cannot be read. */
export function parseLabels(text: string): Readonly<Record<string, string>> {
  const labels = new Map<string, string>()
  for (const pair of text.split(',').map((pair) => pair.trim())) {
    if (pair === '') continue
    const [name = '', value = '', ...rest] = pair.normalize('NFC').split('=')
    const fits = [name, value].every((word) => part.test(word) && [...word].length <= maxLength)
    if (!fits || rest.length > 0) {
      throw new Error(
        `RINGSIDE_LABELS has '${pair}'; expected name=value, each of 1 to ${maxLength} characters without '=' and ','`,
      )
    }
    if (labels.has(name)) throw new Error(`RINGSIDE_LABELS has '${name}' twice; expected each name once`)
    labels.set(name, value)
  }
  return Object.fromEntries(labels)
}
