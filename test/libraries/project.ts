/** A small workspace in memory, and what the engine understands of it. */
import { frameworks } from '../../rules/frameworks/index.ts'
import type { Handler } from '../../rules/kit/rule.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { entryFormOf, type FoundEntry } from '../../server/engine/entries/entries.ts'
import { Evaluator } from '../../server/engine/values/evaluate.ts'
import { Graph } from '../../server/engine/graph.ts'
import { Knowledge } from '../../server/engine/knowledge.ts'
import { languageOf, readFacts } from '../../server/engine/reader/read-facts.ts'
import { handlersOf } from '../../server/engine/subjects.ts'
import type { PackageFacts } from '../../server/engine/surroundings.ts'
import { World } from '../../server/engine/world.ts'

export interface Project {
  /** `FRAMEWORK KIND METHOD NAME`, middleware marked as such, by place. */
  entries(path?: string): string[]
  handler(name: string): Handler & { why: string[] }
  /** `EFFECT LIBRARY: callee text` of every call with an effect in a file, in order; ` (name)` says as part of which function. */
  effects(path: string): string[]
}

/** `files` by path; `dependencies` are those of the only package.json. */
export function project(files: Record<string, string>, dependencies: string[] = []): Project {
  const root: PackageFacts = {
    folder: '', name: 'app', dependencies: Object.fromEntries(dependencies.map((name) => [name, '*'])), installed: {}, exports: undefined,
    main: undefined, imports: undefined, type: 'module', scripts: {},
  }
  const world = new World(new Knowledge(libraries, frameworks), { packages: [root], paths: [], schemas: [], markers: [] }, (path) => files[path], true)
  const evaluator = new Evaluator(world)
  evaluator.entryForm = (source, functionId, path) => entryFormOf(evaluator, source, functionId, path)
  const graph = new Graph(evaluator)
  for (const [path, text] of Object.entries(files)) world.put(path, readFacts(text, languageOf(path)!))
  graph.touch()
  while (!graph.work(Number.MAX_SAFE_INTEGER, () => 0));

  const found = (path?: string): FoundEntry[] => [...graph.files()]
    .filter((links) => path === undefined || links.path === path)
    .flatMap((links) => links.entries)
    .sort((a, b) => a.at.path.localeCompare(b.at.path) || a.at.start - b.at.start)
  return {
    entries: (path) => found(path).map((it) => [it.framework.name, it.middleware ? 'middleware' : it.form.kind, it.method ?? '-', it.name].join(' ')),
    handler(name) {
      const handlers = world.paths().flatMap((path) => handlersOf({ evaluator, graph }, world.peek(path)!))
      const handler = handlers.find((it) => it.entry.name === name)
      if (!handler) throw new Error(`No handler ${name} among: ${handlers.map((it) => it.entry.name).join(', ')}`)
      return Object.assign(handler, { why: handler.personal.map((it) => it.says) })
    },
    effects(path) {
      const source = world.peek(path)!
      return [...graph.links(path)!.sites.values()].flat()
        .filter((site) => site.meaning?.fact.does)
        .sort((a, b) => source.node(a.node).start - source.node(b.node).start)
        .map((site) => {
          const node = source.node(site.node)
          const callee = node.kind === 'call' || node.kind === 'new' ? node.callee : node.kind === 'tagged' ? node.tag : site.node
          return `${site.meaning!.fact.does} ${site.meaning!.library}: ${source.textOf(callee)}`
        })
    },
  }
}
