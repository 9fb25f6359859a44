/** What the real typings of the libraries say of a repaired workspace. */
import { join, relative } from 'node:path'
import ts from 'typescript'
import type { Repaired } from './repair.ts'

/** Type errors of the case and of everything that the fix wrote; there should be none in either. */
export function typeErrors({ before, after, cases, created }: Repaired): string[] {
  const files = (folder: string, paths: string[]) => paths.filter((path) => /\.tsx?$/.test(path)).map((path) => join(folder, path))
  // One program for both: what takes the time are the typings, which they share.
  const paths = [...files(before, cases), ...files(after, [...cases, ...created])]
  const { config } = ts.readConfigFile(join(after, 'tsconfig.json'), ts.sys.readFile) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: paths }, ts.sys, after)
  const program = ts.createProgram(paths, options, hostFor(options))
  return paths.flatMap((path) => {
    const file = program.getSourceFile(path)!
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((error) =>
      `${relative(join(after, '..'), path)}: ${ts.flattenDiagnosticMessageText(error.messageText, '\n')}`)
  })
}

/** Typings of libraries are read once: they are the same for every workspace of a process. */
const typings = new Map<string, ts.SourceFile | undefined>()

function hostFor(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options)
  return {
    ...host,
    getSourceFile(name, ...rest) {
      if (!name.includes('node_modules')) return host.getSourceFile(name, ...rest)
      const key = `${options.moduleResolution} ${name}`
      if (!typings.has(key)) typings.set(key, host.getSourceFile(name, ...rest))
      return typings.get(key)
    },
  }
}
