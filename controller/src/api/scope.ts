/** What a caller must be allowed to do: every route says it in its `config`. */
export type Scope = 'read' | 'run' | 'agent' | 'admin'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly scope?: Scope
  }
}
