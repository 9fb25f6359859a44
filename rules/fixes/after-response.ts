import semver from 'semver'
import type { NodeId } from '../kit/facts.ts'
import type { About, Fix, Reached } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { bindingOf, isConstant, rootOf, usesOf, within } from '../kit/code/code.ts'
import { replaceNode } from '../kit/edits/edit.ts'
import { addImport } from '../kit/edits/imports.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { backgroundCall } from '../kit/edits/background.ts'

const since = '15.1.0'

/**
 * Lets the answer go out first: `after(() => …)` of Next.js runs the call when the response is done, and logs what it
 * throws. It is not repeated when it fails, which is why the reader decides.
 */
export function afterResponse(reached: Reached, about: About): Fix | undefined {
  const { source, entry } = reached
  const version = about.version(source.path, 'next') ?? about.dependencies(source.path).get('next')
  const lowest = version !== undefined && semver.validRange(version) !== null ? semver.minVersion(version) : null
  if (!lowest || semver.lt(lowest, since)) return undefined
  // It belongs to the app router: the pages router's handlers know nothing of it.
  if (!entry || entry.at.path.split('/').includes('pages') || source.facts.directives.includes('use client')) return undefined
  const work = backgroundCall(reached)
  // A helper may also be called where there is no request, and there `after` throws.
  if (!work || reached.from.length > 0 || reached.repetitions.length > 0) return undefined
  if (!outlives(source, work.call)) return undefined
  // What it uses must still be the same when it runs.
  for (const id of [work.call, ...within(source, work.call)]) {
    const binding = bindingOf(source, id)
    if (binding && !isConstant(binding)) return undefined
    if (source.node(id).kind === 'await' || source.node(id).kind === 'yield') return undefined
  }
  return offer({
    recipe: 'after-response',
    title: 'Answer first, do this afterwards',
    doubts: ['it may be lost when it fails'],
    edits: () => {
      const { edits, local } = addImport(source, 'next/server', 'after')
      return inFile(source, [...edits, replaceNode(source, work.waits, `${local}(() => ${source.textOf(work.call)})`)])
    },
  })
}

/**
 * Whether the client is still there when the answer is out: it belongs to the module, or was made here without waiting
 * and is not touched again. A page of a browser, say, is closed with its browser.
 */
function outlives(source: Source, call: NodeId): boolean {
  const root = rootOf(source, source.as(call, 'call')!.callee)
  const name = source.as(root, 'name')
  const binding = bindingOf(source, root)
  if (!name) return source.node(root).kind === 'this'
  if (!binding || binding.function === 0) return true
  const kind = binding.value < 0 ? undefined : source.node(binding.value).kind
  const { end } = source.node(call)
  return (kind === 'call' || kind === 'new') && usesOf(source, name.binding).every(use => source.node(use).start < end)
}
