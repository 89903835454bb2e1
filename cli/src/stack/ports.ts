/** Ports on the loopback interface. */
import { createServer } from 'node:net'
import { CommandFailure } from '../failure.ts'

export const loopback = '127.0.0.1'

/** `port` itself if it is free, any free one for 0. Throws {@link CommandFailure} that names `option` when it is taken. */
export async function freePort(port: number, option: string): Promise<number> {
  const server = createServer()
  try {
    return await new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host: loopback, port, exclusive: true }, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address !== null ? address.port : port)
      })
    })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    const why = code === 'EADDRINUSE' ? 'is in use by another program' : `cannot be opened (${code})`
    throw new CommandFailure(
      `port ${port} on ${loopback} ${why}; expected a free one: stop that program, or choose with ${option} (0 takes any free port)`,
      {
        cause: error,
      },
    )
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
