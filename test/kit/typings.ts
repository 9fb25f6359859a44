/** Type errors of many little workspaces against the real typings of `test/typings`, by one program for all of them. */
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { baseNameOf, folderOf, joinPath } from '../../server/engine/packages/paths.ts'
import { prismaTypings, typingsRoot } from './prisma-typings.ts'
import type { Files } from './workspace.ts'

export const dependenciesOfTypings = (): Record<string, string> =>
  (JSON.parse(fs.readFileSync(path.join(typingsRoot, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }).dependencies

export interface TypeError {
  path: string
  line: number
  message: string
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'], types: ['node'],
  typeRoots: [path.join(typingsRoot, 'node_modules', '@types')],
  strict: true, noEmit: true, skipLibCheck: true, allowJs: true, checkJs: false, esModuleInterop: true,
  resolveJsonModule: true, allowImportingTsExtensions: true, jsx: ts.JsxEmit.ReactJSX,
  experimentalDecorators: true, emitDecoratorMetadata: true, moduleDetection: ts.ModuleDetectionKind.Force,
}

/** A package that is not installed here is no fault of the example: whatever comes from it is `any`. */
const unknownPackage = new Set([2307, 7016])

const endings = ['', '.ts', '.tsx', '.js', '.jsx', '.json', '/index.ts', '/index.tsx', '/index.js']

/** The type errors of each of the workspaces, in their order. */
export async function typeErrors(workspaces: readonly Files[]): Promise<TypeError[][]> {
  const root = path.join(typingsRoot, 'pages')
  const texts = new Map<string, string>()
  const clients: string[] = []
  for (const [index, files] of workspaces.entries()) {
    for (const [name, text] of files) texts.set(path.join(root, String(index), name), text)
    clients.push(usesPrisma(files) ? await prismaTypings(schemaOf(files)) : '')
  }
  const ownerOf = (file: string): number | undefined => {
    const inside = path.relative(root, file)
    return inside.startsWith('..') ? undefined : Number(inside.split(path.sep)[0])
  }

  const base = ts.createCompilerHost(options)
  const cache = ts.createModuleResolutionCache(typingsRoot, (name) => name, options)
  const host: ts.CompilerHost = {
    ...base,
    getCurrentDirectory: () => typingsRoot,
    fileExists: (file) => texts.has(file) || base.fileExists(file),
    readFile: (file) => texts.get(file) ?? base.readFile(file),
    getSourceFile: (file, language) => {
      const text = texts.get(file)
      return text === undefined ? base.getSourceFile(file, language) : ts.createSourceFile(file, text, language)
    },
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => ({ resolvedModule: resolve(text, from) })),
  }
  const resolve = (specifier: string, from: string): ts.ResolvedModuleFull | undefined => {
    const owner = ownerOf(from)
    if (owner !== undefined) {
      const inside = path.relative(path.join(root, String(owner)), from).replaceAll(path.sep, '/')
      const own = ownFile(workspaces[owner]!, inside, specifier)
      if (own !== undefined) return moduleAt(path.join(root, String(owner), own))
      if (/^@prisma\/client(\/default)?$|(^|\/)generated\/(prisma|client)(\/client)?(\.[jt]s)?$/.test(specifier)) return moduleAt(clients[owner]!)
    }
    // Every generated client brings a copy of the same runtime.
    if (specifier.startsWith('./runtime/') && path.basename(from) === 'index.d.ts' && clients.includes(from)) {
      return resolve(`@prisma/client/${specifier.slice(2)}`, path.join(typingsRoot, 'index.ts'))
    }
    const place = owner === undefined ? from : path.join(typingsRoot, 'index.ts')
    return ts.resolveModuleName(specifier, place, options, base, cache).resolvedModule
  }

  const checked = [...texts.keys()].filter((file) => /\.[cm]?tsx?$/.test(file))
  const program = ts.createProgram({ rootNames: checked, options, host })
  const broken = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()]
  if (broken.length > 0) throw new Error(broken.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')).join('\n'))
  const errors: TypeError[][] = workspaces.map(() => [])
  for (const file of checked) {
    const source = program.getSourceFile(file)!
    for (const { code, start = 0, messageText } of [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]) {
      if (unknownPackage.has(code)) continue
      const owner = ownerOf(file)!
      errors[owner]!.push({
        path: path.relative(path.join(root, String(owner)), file).replaceAll(path.sep, '/'),
        line: ts.getLineAndCharacterOfPosition(source, start).line + 1,
        message: `${ts.flattenDiagnosticMessageText(messageText, '\n')} (${code})`,
      })
    }
  }
  return errors
}

const usesPrisma = (files: Files): boolean => [...files.values()].some((text) => /@prisma\/client|generated\/(prisma|client)/.test(text))

const schemaOf = (files: Files): string | undefined => {
  const schemas = [...files].filter(([name]) => name.endsWith('.prisma')).map(([, text]) => text)
  return schemas.length > 0 ? schemas.join('\n') : undefined
}

const moduleAt = (file: string): ts.ResolvedModuleFull => ({
  resolvedFileName: file, extension: /(\.d\.ts|\.[^.]+)$/.exec(file)![0] as ts.Extension, isExternalLibraryImport: false,
})

/** A relative or aliased (`@/…`, `~/…`) import, or one of another package of the workspace. */
function ownFile(files: Files, from: string, specifier: string): string | undefined {
  const starts = specifier.startsWith('.')
    ? [joinPath(folderOf(from), specifier)]
    : /^[@~]\//.test(specifier) ? [specifier.slice(2), `src/${specifier.slice(2)}`] : packageFolders(files, specifier)
  for (const start of starts) {
    if (start === undefined) continue
    for (const stem of [start, start.replace(/\.jsx?$/, '')]) {
      const found = endings.map((ending) => stem + ending).find((candidate) => files.has(candidate))
      if (found !== undefined) return found
    }
  }
  return undefined
}

function packageFolders(files: Files, specifier: string): string[] {
  for (const [name, text] of files) {
    if (baseNameOf(name) !== 'package.json' || folderOf(name) === '') continue
    const own = (JSON.parse(text) as { name?: string }).name
    if (own === undefined || (specifier !== own && !specifier.startsWith(`${own}/`))) continue
    const deep = specifier.slice(own.length + 1)
    return deep ? [`${folderOf(name)}/${deep}`, `${folderOf(name)}/src/${deep}`] : [`${folderOf(name)}/src/index`, `${folderOf(name)}/index`]
  }
  return []
}
