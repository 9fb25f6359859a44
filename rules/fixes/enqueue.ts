import type { NodeId } from '../kit/facts.ts'
import type { About, FileEdit, Fix, Reached, TextEdit } from '../kit/rule.ts'
import { backgroundCall, mayBeData, suppliesFor } from '../kit/edits/background.ts'
import { stepsOf } from '../kit/code/code.ts'
import { endingOf, join, sourceRoot, specifierFrom } from '../kit/edits/files.ts'
import { addImport } from '../kit/edits/imports.ts'
import { kebab } from '../kit/edits/names.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { queueText, workerText, type QueueFiles } from '../kit/edits/queue-files.ts'
import { quoted, styleOf } from '../kit/edits/style-of.ts'

/**
 * Hands the work to a BullMQ queue, whose worker does it outside of the request and tries again when it fails. The
 * worker has to be started, which is why the reader decides.
 */
export function enqueue(reached: Reached, about: About): Fix | undefined {
  const { source, call } = reached
  if (!about.dependencies(source.path).has('bullmq')) return undefined
  const work = backgroundCall(reached)
  const steps = work && stepsOf(source, source.as(work.call, 'call')!.callee)
  if (!work || !steps) return undefined
  const given = source.as(work.call, 'call')!.arguments
  if (given.length === 0 || !given.every(each => mayBeData(source, each))) return undefined

  const word = call.effect
  const root = sourceRoot(about, source.path)
  const ending = (endingOf(source.path) ?? '.ts').replace('x', '')
  const place: QueueFiles = {
    source, word, queue: `${word}Queue`, steps, isList: given.length > 1,
    queuePath: join(root, `queues/${word}${ending}`), workerPath: join(root, `workers/${word}${ending}`),
  }
  const isThere = isQueueThere(about, place)
  if (!isThere && (about.exists(place.queuePath) || about.exists(place.workerPath))) return undefined
  const supplies = isThere ? undefined : suppliesFor(about, source, work.call, place.workerPath)
  if (!isThere && !supplies) return undefined

  return offer({
    recipe: 'enqueue',
    title: 'Hand it to a queue that a worker empties',
    doubts: [`\`workers/${word}\` is started beside the server`],
    edits: () => {
      const supplied = supplies?.()
      const own = ownEdits(about, place, work.call, supplied?.cleanUp ?? [])
      if (!own || !supplied) return own
      return [...own, { path: place.queuePath, create: queueText(place) }, { path: place.workerPath, create: workerText(place, supplied) }]
    },
  })
}

/** The queue and a worker that makes this very call exist already, as after the first such fix. */
function isQueueThere(about: About, { queue, queuePath, workerPath, steps, isList }: QueueFiles): boolean {
  const worker = about.source(workerPath)
  if (!worker || !about.source(queuePath)?.facts.exports.some(fact => fact.name === queue)) return false
  return worker.facts.nodes.some(node => {
    if (node.kind !== 'call' || stepsOf(worker, node.callee)?.join('.') !== steps.join('.')) return false
    const data = stepsOf(worker, worker.as(node.arguments[0] ?? -1, 'spread')?.value ?? node.arguments[0] ?? -1)
    return data?.at(-1) === 'data' && isList === (worker.node(node.arguments[0]!).kind === 'spread')
  })
}

function ownEdits(about: About, { source, word, queue, queuePath, steps, isList }: QueueFiles, id: NodeId, cleanUp: TextEdit[]): FileEdit[] | undefined {
  const { start, end, arguments: given } = source.as(id, 'call')!
  const { edits, local } = addImport(source, specifierFrom(about, source, source.path, queuePath), queue)
  const method = kebab(steps.at(-1)!)
  const job = quoted(styleOf(source), method.includes('-') ? method : `${method}-${word}`)
  const first = source.text.indexOf('(', source.node(source.as(id, 'call')!.callee).end) + 1
  const last = source.text[end - 1] === ')' ? end - 1 : end
  if (source.node(given[0]!).start < first) return undefined
  return inFile(source, [
    ...edits, ...cleanUp,
    { start, end: first, text: `${local}.add(${job}, ${isList ? '[' : ''}` },
    ...isList ? [{ start: last, end: last, text: ']' }] : [],
  ])
}
