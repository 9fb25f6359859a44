import type { About, FileEdit, Fix, Reached } from '../kit/rule.ts'
import type { Source } from '../kit/source.ts'
import { batchBehind } from './batch-by-key.ts'
import { fieldQuery } from '../kit/batching/field-query.ts'
import { nameOfLoad, type Load } from '../kit/batching/load.ts'
import { loadersBeside, namesFor } from '../kit/batching/loader-lines.ts'
import { loadsBehind } from '../kit/batching/loads-behind.ts'
import { addImport, below, moduleLines } from '../kit/edits/imports.ts'
import { fresh, plural, spoken, takenNames } from '../kit/edits/names.ts'
import { inFile, offer } from '../kit/edits/offer.ts'
import { contextOf, loaderLines } from '../kit/batching/request-loader.ts'

/**
 * Has a DataLoader collect the keys that are asked for in one moment, and ask for all of them at once: for field
 * resolvers one for each request, else one beside the query that keeps nothing.
 */
export const dataloader = (reached: Reached, about: About): Fix | undefined => ofRequest(reached, about) ?? ofMoment(reached, about)

/** What helps behind calls: a loader first where its package is there, else what needs none. */
export function loadBehind(reached: Reached, about: About): (Fix | undefined)[] {
  const ways = [dataloader(reached, about), batchBehind(reached, about)]
  return about.dependencies(reached.call.source.path).has('dataloader') ? ways : ways.reverse()
}

/** The loader is made for each request, kept by the request's context. */
function ofRequest(reached: Reached, about: About): Fix | undefined {
  const query = fieldQuery(reached, about)
  const handed = query && contextOf(query)
  if (!query || !handed) return undefined
  const { load } = query
  const { source, word } = load
  return offer({
    recipe: 'dataloader',
    title: `Load the ${spoken(plural(word))} of all fields with one query per request`,
    // A loader gives the same answer for all of a request, also after something has been written.
    doubts: [...needed(about, source), ...load.doubts],
    edits() {
      const taken = takenNames(source, load.query)
      const loader = fresh(taken, load.grouped ? `${plural(word)}Loader` : `${word}Loader`)
      const added = addImport(source, 'dataloader', 'default', 'DataLoader')
      const lines = loaderLines(query, { loader, taken, made: added.local, handed })
      if (!lines) return undefined
      return inFile(source, [
        ...below(source, added.edits, moduleLines(source, 0, lines)), ...handed.edits, ...load.use(`${loader}(${handed.name}).load(${load.key})`),
        ...load.join('keys')!.elsewhere,
      ])
    },
  })
}

/** The loader stands beside the query, wherever that is, and keeps nothing: it means the same for whoever asks. */
function ofMoment(reached: Reached, about: About): Fix | undefined {
  const found = loadsBehind(reached, about)
  if (!found) return undefined
  const { loads, doubts } = found
  const words = [...new Set(loads.map(({ word }) => spoken(plural(word))))]
  const sources = [...new Set(loads.map(({ source }) => source))]
  return offer({
    recipe: 'dataloader',
    title: words.length > 2 ? 'Load what is asked in one moment with one query each' : `Load all ${words.join(' and ')} of one moment with one query${loads.length > 1 ? ' each' : ''}`,
    // What fails for one key fails for all keys of its moment.
    doubts: [...sources.flatMap(source => needed(about, source)), ...doubts],
    edits() {
      const edits: FileEdit[] = []
      for (const source of sources) {
        const own = editsIn(source, loads.filter(load => load.source === source))
        if (!own) return undefined
        edits.push(...own)
      }
      return edits
    },
  })
}

function editsIn(source: Source, loads: readonly Load[]): FileEdit[] | undefined {
  const edits = loadersBeside(source, namesFor(source, loads, nameOfLoad))
  return edits && inFile(source, edits)
}

const needed = (about: About, source: Source): string[] => [about.dependencies(source.path).has('dataloader') ? '' : '`dataloader` is installed']
