/**
 * Firestore's documents by their references, in memory: there is no server for it but one that takes a Java runtime. As in
 * the real client, `ref.get()` is a `getAll` of one, that one refuses to be called with nothing, gives the documents in the
 * order of the references, also the missing ones, and one that is asked for twice in both places.
 */
import type { Rows } from './data.ts'
import type { Ground } from './query-proof.ts'

type Fields = Record<string, unknown>

export async function firestoreGround(): Promise<Ground> {
  const documents = new Map<string, Fields>()
  let isHidden = false
  let trips = 0

  class Snapshot {
    readonly ref: Reference
    readonly #fields: Fields | undefined
    constructor(ref: Reference, fields: Fields | undefined) {
      this.ref = ref
      this.#fields = fields
    }
    get id() { return this.ref.path.split('/').at(-1)! }
    get exists() { return this.#fields !== undefined }
    data() { return this.#fields && structuredClone(this.#fields) }
    get(name: string) { return this.data()?.[name] }
  }
  class Reference {
    readonly path: string
    readonly firestore = db
    constructor(path: string) {
      if (path.split('/').some(part => part === '')) throw new Error(`Value for argument "documentPath" is not a valid resource path: ${path}`)
      this.path = path
    }
    async get() { return (await db.getAll(this))[0] }
  }
  const collection = (name: string) => ({ firestore: db, doc: (id: unknown) => new Reference(typeof id === 'string' ? `${name}/${id}` : '') })
  const db = {
    collection,
    doc: (path: string) => new Reference(path),
    runTransaction: <Result>(run: (transaction: object) => Promise<Result>) => run({ get: (reference: Reference) => reference.get(), getAll: (...references: Reference[]) => db.getAll(...references) }),
    async getAll(...references: Reference[]) {
      if (references.length === 0) throw new Error('Function "Firestore.getAll()" requires at least 1 argument.')
      trips++
      if (isHidden) throw new Error('7 PERMISSION_DENIED')
      return references.map(each => new Snapshot(each, documents.get(each.path)))
    },
  }
  return {
    instead: { './db.ts': { db, users: collection('users') } },
    fill({ users, posts }: Rows) {
      documents.clear()
      for (const { id, ...user } of users) documents.set(`users/${id}`, user)
      for (const { id, ...post } of posts) documents.set(`users/${post.authorId}/posts/${id}`, post)
    },
    dump: () => [...documents],
    hide: () => { isHidden = true },
    show: () => { isHidden = false },
    count() {
      const number = trips
      trips = 0
      return number
    },
    close: async () => {},
  }
}
