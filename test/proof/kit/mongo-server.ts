/**
 * A MongoDB in this process: official drivers and Mongoose connect over a socket, documents are kept in memory and asked
 * by mingo. It stands in for commands, results and errors, not for plans, locks or isolation.
 */
import { Long, ObjectId, deserialize, serialize, type Document } from 'bson'
import { Aggregator, Query, update as change } from 'mingo'
import { CommandError, openMongoWire } from './mongo-wire.ts'

export interface MongoServer {
  url: string
  /** A collection's documents, for filling and looking; read in the order in which they were put in. */
  documents(name: string): Document[]
  /** Replaces all documents of a collection. */
  put(name: string, documents: readonly Document[]): void
  /** Commands about these collections are refused from now on; none to end it. */
  refuse(names: readonly string[]): void
  /** Commands that ask or change something, since the last call. */
  count(): number
  close(): Promise<void>
}

const counted = new Set(['find', 'getMore', 'aggregate', 'count', 'distinct', 'insert', 'update', 'delete', 'findAndModify'])
const harmless = new Set(['ping', 'endSessions', 'create', 'killCursors', 'killSessions'])

const greeting = {
  ok: 1, isWritablePrimary: true, ismaster: true, helloOk: true, setName: 'proof', hosts: [] as string[], maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, minWireVersion: 0, maxWireVersion: 21, readOnly: false, logicalSessionTimeoutMinutes: 30,
}

export async function openMongoServer(): Promise<MongoServer> {
  const collections = new Map<string, Document[]>()
  const uniques = new Map<string, string[][]>()
  let refused: readonly string[] = []
  let commands = 0
  /** All documents as they were when the open transaction began. */
  let before: Map<string, Document[]> | undefined

  const documents = (name: string): Document[] => {
    const known = collections.get(name) ?? []
    collections.set(name, known)
    return known
  }
  const options = { collectionResolver: (name: string) => documents(name) }
  const matching = (name: string, filter: Document | undefined): Document[] => new Query(filter ?? {}, options).find<Document>(documents(name)).all()
  const rows = (name: string, batch: unknown[]): Document => ({ ok: 1, cursor: { id: Long.ZERO, ns: `proof.${name}`, firstBatch: batch } })

  function find(name: string, command: Document): Document[] {
    const { filter, projection, sort, skip, limit } = command
    let cursor = new Query(filter ?? {}, options).find<Document>(documents(name), Object.keys(projection ?? {}).length ? projection : undefined)
    if (sort) cursor = cursor.sort(sort)
    if (skip) cursor = cursor.skip(Number(skip))
    if (limit) cursor = cursor.limit(Math.abs(Number(limit)))
    return cursor.all()
  }

  /** The first unique key that a document would share with another one. */
  function taken(name: string, document: Document): string[] | undefined {
    return [['_id'], ...uniques.get(name) ?? []].find((keys) => documents(name).some((other) =>
      other !== document && keys.every((key) => String(other[key]) === String(document[key]))))
  }

  function insert(name: string, command: Document): Document {
    const writeErrors: Document[] = []
    let n = 0
    for (const [index, document] of (command.documents as Document[]).entries()) {
      document._id ??= new ObjectId()
      const keys = taken(name, document)
      if (keys) writeErrors.push({ index, code: 11_000, errmsg: `E11000 duplicate key error: ${keys.join(', ')}` })
      else n = documents(name).push(document) && n + 1
      if (keys && command.ordered !== false) break
    }
    return { ok: 1, n, ...writeErrors.length && { writeErrors } }
  }

  function changeOne(document: Document, modifier: Document): boolean {
    const isReplacement = !Object.keys(modifier)[0]?.startsWith('$')
    if (!isReplacement) return change(document, modifier).length > 0
    for (const key of Object.keys(document)) if (key !== '_id') delete document[key]
    Object.assign(document, modifier)
    return true
  }

  /** A document made of the filter's plain equalities and the change. */
  function upserted(name: string, filter: Document, modifier: Document): Document {
    const plain = Object.fromEntries(Object.entries(filter).filter(([key, value]) => !key.startsWith('$') && !isOperator(value)))
    const { $setOnInsert, ...rest } = modifier
    const document: Document = { ...plain, ...$setOnInsert as Document | undefined }
    if (Object.keys(rest).length > 0) changeOne(document, rest)
    document._id ??= new ObjectId()
    documents(name).push(document)
    return document
  }

  function update(name: string, command: Document): Document {
    const added: Document[] = []
    let n = 0
    let nModified = 0
    for (const [index, one] of (command.updates as Document[]).entries()) {
      const found = matching(name, one.q)
      for (const document of one.multi ? found : found.slice(0, 1)) if (changeOne(document, one.u) && ++nModified) continue
      n += one.multi ? found.length : Math.min(1, found.length)
      if (found.length === 0 && one.upsert && ++n) added.push({ index, _id: upserted(name, one.q, one.u)._id })
    }
    return { ok: 1, n, nModified, ...added.length && { upserted: added } }
  }

  function remove(name: string, command: Document): Document {
    let n = 0
    for (const { q, limit } of command.deletes as Document[]) {
      const found = matching(name, q).slice(0, limit ? 1 : undefined)
      collections.set(name, documents(name).filter((document) => !found.includes(document)))
      n += found.length
    }
    return { ok: 1, n }
  }

  function findAndModify(name: string, command: Document): Document {
    const found = find(name, { filter: command.query, sort: command.sort, limit: 1 })[0]
    const document = found && documents(name).find((each) => String(each._id) === String(found._id))
    if (!document) return { ok: 1, value: command.upsert && command.new ? upserted(name, command.query, command.update) : null, lastErrorObject: { n: 0, updatedExisting: false } }
    const earlier = copy(document)
    if (command.remove) remove(name, { deletes: [{ q: { _id: document._id }, limit: 1 }] })
    else changeOne(document, command.update)
    return { ok: 1, value: command.new ? copy(document) : earlier, lastErrorObject: { n: 1, updatedExisting: true } }
  }

  function distinct(name: string, command: Document): unknown[] {
    const values = new Map(matching(name, command.query).map((document) => [String(document[command.key]), document[command.key] as unknown]))
    return [...values.values()]
  }

  function run(command: Document): Document {
    const kind = Object.keys(command)[0]!
    const name = String(command[kind])
    if (kind.toLowerCase() === 'hello' || kind.toLowerCase() === 'ismaster') {
      const host = url.slice('mongodb://'.length).split('/')[0]!
      return { ...greeting, hosts: [host], me: host, primary: host, localTime: new Date() }
    }
    if (counted.has(kind)) commands++
    if (refused.includes(name)) throw new CommandError(13, 'Unauthorized', `not authorized on proof to execute ${kind} on ${name}`)
    if (command.startTransaction) before = copyOf(collections)
    switch (kind) {
      case 'buildInfo': return { ok: 1, version: '7.0.0', versionArray: [7, 0, 0, 0] }
      case 'listCollections': return rows('$cmd.listCollections', [...collections.keys()].map((each) => ({ name: each, type: 'collection' })))
      case 'createIndexes':
        for (const { key, unique } of command.indexes) if (unique) uniques.set(name, [...uniques.get(name) ?? [], Object.keys(key)])
        return { ok: 1 }
      case 'find': return rows(name, find(name, command))
      case 'aggregate': return rows(name, new Aggregator(command.pipeline, options).run(documents(name)))
      case 'count': return { ok: 1, n: matching(name, command.query).length }
      case 'distinct': return { ok: 1, values: distinct(name, command) }
      case 'insert': return insert(name, command)
      case 'update': return update(name, command)
      case 'delete': return remove(name, command)
      case 'findAndModify': return findAndModify(name, command)
      case 'commitTransaction': return { ok: 1 }
      case 'abortTransaction':
        for (const [each, list] of before ?? []) collections.set(each, list)
        return { ok: 1 }
    }
    if (harmless.has(kind)) return { ok: 1 }
    throw new CommandError(59, 'CommandNotFound', `no such command: '${kind}'`)
  }

  const { url, close } = await openMongoWire(run)
  return {
    url, close, documents,
    put: (name, list) => { collections.set(name, list.map(copy)) },
    refuse: (names) => { refused = names },
    count() {
      const number = commands
      commands = 0
      return number
    },
  }
}

const isOperator = (value: unknown): boolean => typeof value === 'object' && value !== null && (Object.keys(value)[0] ?? '').startsWith('$')
const copy = (document: Document): Document => deserialize(serialize(document))
const copyOf = (collections: ReadonlyMap<string, Document[]>): Map<string, Document[]> => new Map([...collections].map(([name, list]) => [name, list.map(copy)]))
