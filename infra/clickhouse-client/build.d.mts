export const program: string
