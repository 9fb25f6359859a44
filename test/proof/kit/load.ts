/** Compiles a file of a workspace and loads it into this process. */
import { build, type Plugin } from 'esbuild'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { workFolder } from './places.ts'

export type Module = Record<string, unknown>

const handedOver = Symbol.for('crowdproof.proof')
const registry = ((globalThis as Record<symbol, unknown>)[handedOver] ??= {}) as Record<string, Module>

/**
 * Loads `file`. `instead` gives, for imports as written in the workspace (`./db.ts`), the module to use in their
 * place: that is how both forms of a case meet the same counting client.
 */
export async function load(file: string, instead: Record<string, Module> = {}): Promise<Module> {
  return import(pathToFileURL(await compile(file, instead)).href) as Promise<Module>
}

/** Compiles `file` into one module beside the libraries and gives its path. */
export async function compile(file: string, instead: Record<string, Module> = {}): Promise<string> {
  const outfile = join(workFolder, `${randomUUID()}.mjs`)
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    // What entities with decorators are written for.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [handOver(instead)],
  })
  return outfile
}

function handOver(instead: Record<string, Module>): Plugin {
  return {
    name: 'hand-over',
    setup(build) {
      for (const [specifier, module] of Object.entries(instead)) {
        const key = `${specifier} ${randomUUID()}`
        registry[key] = module
        const filter = new RegExp(`^${specifier.replaceAll('.', '\\.')}$`)
        build.onResolve({ filter }, () => ({ path: key, namespace: 'hand-over' }))
      }
      build.onLoad({ filter: /^/, namespace: 'hand-over' }, ({ path }) => ({
        contents: [
          `const module = globalThis[Symbol.for('crowdproof.proof')][${JSON.stringify(path)}]`,
          ...Object.keys(registry[path]!).map((name) => `export const ${name} = module[${JSON.stringify(name)}]`),
        ].join('\n'),
      }))
    },
  }
}
