/** What is being done and for how long: one moving line on a terminal, plain lines elsewhere. All on stderr. */

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const frameMs = 100
/** Elsewhere than on a terminal: often enough to see that it lives. */
const plainMs = 15_000

export function showProgress(output = process.stderr) {
  const running = new Map()
  let frame = 0
  const draw = () => {
    const parts = [...running].map(([title, task]) => `${title} ${seconds(task.beganMs)}${task.last ? `: ${task.last}` : ''}`)
    const line = `${frames[frame++ % frames.length]} ${parts.join(' | ')}`
    output.write(`\r\x1b[K${line.slice(0, (output.columns ?? 80) - 1)}`)
  }
  const repeat = () => {
    for (const [title, task] of running) output.write(`setup: ${title}: ${seconds(task.beganMs)} ...\n`)
  }
  const timer = setInterval(output.isTTY ? draw : repeat, output.isTTY ? frameMs : plainMs)
  const clear = () => output.isTTY && output.write('\r\x1b[K')
  return {
    /** Begins a task; `note` shows a line of its output, `end` says how it went. */
    start(title) {
      const task = { beganMs: performance.now(), last: '' }
      running.set(title, task)
      if (!output.isTTY) output.write(`setup: ${title} ...\n`)
      return {
        note(line) {
          task.last = line.trim()
        },
        end(succeeded) {
          running.delete(title)
          clear()
          output.write(`setup: ${title}: ${succeeded ? 'done' : 'failed'} after ${seconds(task.beganMs)}\n`)
        },
      }
    },
    stop() {
      clearInterval(timer)
      clear()
    },
  }
}

const seconds = (beganMs) => `${((performance.now() - beganMs) / 1000).toFixed(1)} s`
