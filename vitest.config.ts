import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Proof and editor have runners of their own; packages and fixtures are what tests work on.
    exclude: ['**/node_modules/**', 'test/proof/**', 'test/editor/**', '**/packages/**', '**/fixtures/**', '**/workspaces/**'],
    // Two cores may be shared with a browser, a database and a compiler.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
