/** Mongoose and MongoDB's own driver, on a server in this process; counted by that server. */
import { ObjectId, type Document } from 'bson'
import { join } from 'node:path'
import type { Rows } from './data.ts'
import { load } from './load.ts'
import { openMongoServer, type MongoServer } from './mongo-server.ts'
import { proofFolder } from './places.ts'
import type { Ground } from './query-proof.ts'

/** The object id that stands for a number. */
export const objectId = (id: number): ObjectId => new ObjectId(`65a${id.toString(16).padStart(21, '0')}`)
const pointer = (id: number | null): ObjectId | null => (id === null ? null : objectId(id))

export async function mongooseGround(): Promise<Ground> {
  const server = await openMongoServer()
  const { default: mongoose } = await import('mongoose')
  const connection = await mongoose.connect(server.url, { autoIndex: false, autoCreate: false })
  const models = await load(join(proofFolder, 'workspaces', 'mongoose', 'src', 'models.ts'))
  return {
    instead: { './models.ts': models },
    ...filling(server),
    async close() {
      await connection.disconnect()
      await server.close()
    },
  }
}

export async function mongodbGround(): Promise<Ground> {
  const server = await openMongoServer()
  const { MongoClient } = await import('mongodb')
  const client = await new MongoClient(server.url).connect()
  const db = client.db()
  return {
    instead: { './db.ts': { client, db, users: db.collection('users'), posts: db.collection('posts'), comments: db.collection('comments') } },
    ...filling(server),
    async close() {
      await client.close()
      await server.close()
    },
  }
}

const names = ['users', 'posts', 'comments']

function filling(server: MongoServer): Omit<Ground, 'instead' | 'close'> {
  return {
    fill({ users, posts, comments }: Rows) {
      server.put('users', users.map(({ id, ...rest }) => ({ _id: objectId(id), ...rest })))
      server.put('posts', posts.map(({ id, authorId, editorId, ...rest }) => ({ _id: objectId(id), ...rest, author: objectId(authorId), editor: pointer(editorId) })))
      server.put('comments', comments.map(({ id, postId, userId, ...rest }) => ({ _id: objectId(id), ...rest, post: objectId(postId), user: pointer(userId) })))
    },
    dump: () => names.map((name) => [...server.documents(name)].sort((a, b) => idOf(a).localeCompare(idOf(b)))),
    hide: () => server.refuse(['users', 'comments']),
    show: () => server.refuse([]),
    count: () => server.count(),
  }
}

const idOf = (document: Document): string => String(document._id)
