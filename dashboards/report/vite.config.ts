/** Builds the report into `dist/report.js`, a module for Node; libraries stay where npm put them. */
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  build: {
    ssr: 'src/page.tsx',
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'report.js' } },
  },
})
