/** What a caller must be allowed for a route, as routes declare it: `config: { scope }`. */
declare module 'fastify' {
  interface FastifyContextConfig {
    readonly scope?: 'public' | 'read' | 'run' | 'agent' | 'admin'
  }
}

export {}
