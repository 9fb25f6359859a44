/** crowdproof.json and what an editor's settings change of it. A wrong value is named and left out; the rest counts. */
import type { z } from 'zod'
import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser'
import { levels as allLevels, softer, unusedSuppression } from '../engine/suppress.ts'
import type { Library } from '../../rules/kit/library.ts'
import type { FixSettings, Level, Scale } from '../../rules/kit/rule.ts'
import { isRecord, readJsonWithComments } from './json.ts'
import type { DescribedLibrary } from './library-schema.ts'
import { lineAt, type Problem } from './problem.ts'
import type { SessionOptions } from './session.ts'
import type { WrittenSettings } from './settings-schema.ts'

export const settingsFile = 'crowdproof.json'

export interface Settings {
  /** Highest level by rule id, for the rules that are named. */
  levels: Record<string, Level>
  scale: Scale
  exclude: string[]
  fixes: FixSettings
  scripts: 'ignore' | 'check'
  /** Instances of the app that run at once. */
  instances: number
  /** What the project says of its own wrappers and packages. */
  libraries: readonly Library[]
}

export const defaultSettings: Settings = {
  levels: {}, scale: { users: 100, rows: 100 }, exclude: [], fixes: { timeout: 10_000, maxAge: 60, limit: 100 }, scripts: 'ignore', instances: 1, libraries: [],
}

/** `text` is undefined where there is no file. `rules` are the ids there are; unknown ones are named. */
export const readSettings = async (
  text: string | undefined, rules: ReadonlySet<string> | undefined,
): Promise<{ settings: Settings; problems: Problem[] }> => {
  if (text === undefined || text.trim() === '') return { settings: defaultSettings, problems: [] }
  const problems: Problem[] = []
  const { value, problem } = readJsonWithComments(text)
  if (problem !== undefined) problems.push({ path: settingsFile, ...problem })
  // Loaded only where there is such a file: it takes as long as listing all others.
  const { settingsSchema } = await import('./settings-schema.ts')
  const tree = parseTree(text, [], { allowTrailingComma: true })
  const written: unknown = structuredClone(value)
  for (;;) {
    const result = settingsSchema.safeParse(written)
    if (result.success) {
      if (rules !== undefined) problems.push(...unknownRules(result.data, rules, text, tree))
      return { settings: filled(result.data), problems }
    }
    const removed = result.error.issues.flatMap(nearest).flatMap((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
      return keys.map((key) => ({ path: key === undefined ? issue.path : [...issue.path, key], message: key === undefined ? issue.message : undefined }))
    })
    for (const { path, message } of removed) {
      const line = lineOf(text, tree, path)
      const name = path.length === 0 ? 'The file' : `“${path.join('.')}”`
      problems.push({ path: settingsFile, line, message: message === undefined ? `There is no setting ${name}.` : `${name} is not used: ${message}.` })
    }
    if (removed.some(({ path }) => path.length === 0) || !isRecord(written)) return { settings: defaultSettings, problems }
    for (const { path } of removed) remove(written, path)
  }
}

/** Of what a library may be described with, the form that was nearly met says most. */
const nearest = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union' || issue.path[0] !== 'libraries') return [issue]
  const [best] = issue.errors.toSorted((a, b) => a.length - b.length)
  return best === undefined ? [issue] : best.flatMap((each) => nearest({ ...each, path: [...issue.path, ...each.path] }))
}

/** Stands for nothing at all. */
const leftOut: DescribedLibrary = { name: 'left out', packages: [] }

const remove = (value: unknown, path: readonly PropertyKey[]): void => {
  const [setting, item] = path
  if (setting === 'libraries' && item !== undefined && isRecord(value)) {
    // A library that is understood by half would mislead.
    (value[setting] as unknown[])[Number(item)] = leftOut
    return
  }
  let at: unknown = value
  for (const key of path.slice(0, -1)) at = isRecord(at) || Array.isArray(at) ? (at as Record<PropertyKey, unknown>)[key] : undefined
  const last = path.at(-1)!
  // Positions of later items must stay: removed items are marked, and what is left of the list is read afterwards.
  if (Array.isArray(at)) at.splice(Number(last), 1, '')
  else if (isRecord(at)) Reflect.deleteProperty(at, last)
}

const lineOf = (text: string, tree: Node | undefined, path: readonly PropertyKey[]): number => {
  for (let length = path.length; tree !== undefined && length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length).map((key) => (typeof key === 'symbol' ? String(key) : key)))
    if (node !== undefined) return lineAt(text, (node.parent?.type === 'property' ? node.parent : node).offset)
  }
  return 1
}

const unknownRules = ({ rules: named }: WrittenSettings, rules: ReadonlySet<string>, text: string, tree: Node | undefined): Problem[] =>
  Object.keys(named ?? {}).filter((id) => !rules.has(id) && id !== unusedSuppression).map((id) => (
    { path: settingsFile, line: lineOf(text, tree, ['rules', id]), message: `There is no rule “${id}”.` }
  ))

/** As the engine wants it. Imports lead to a file's library by a package's name; no package can be called like this one. */
const libraryOf = ({ name, packages, files, docs = '', ...facts }: DescribedLibrary): Library => ({
  name, docs, packages: packages ?? [`described: ${name}`], ...files && { files }, ...facts,
})

const filled = ({ rules, scale, exclude, fixes, scripts, instances, libraries }: WrittenSettings): Settings => ({
  levels: Object.fromEntries(Object.entries(rules ?? {}).map(([id, rule]) => [id, typeof rule === 'string' ? rule : rule.level])),
  scale: { ...defaultSettings.scale, ...scale },
  exclude: (exclude ?? []).filter((pattern) => pattern !== ''),
  fixes: { ...defaultSettings.fixes, ...fixes },
  scripts: scripts ?? defaultSettings.scripts,
  instances: instances ?? defaultSettings.instances,
  libraries: (libraries ?? []).map(libraryOf),
})

/** The editor chooses the scale it shows, and may make levels softer, never harder. */
export const withEditorSettings = (settings: Settings, editor: SessionOptions['settings']): Settings => {
  if (editor === undefined) return settings
  const merged = { ...settings, scale: { ...settings.scale }, levels: { ...settings.levels } }
  for (const part of ['users', 'rows'] as const) {
    const value = editor.scale?.[part]
    if (value !== undefined && Number.isFinite(value) && value >= 1) merged.scale[part] = Math.floor(value)
  }
  for (const [id, written] of Object.entries(editor.levels ?? {})) {
    const level = allLevels.find((it) => it === written)
    if (level !== undefined) merged.levels[id] = softer(level, settings.levels[id] ?? 'error')
  }
  return merged
}
