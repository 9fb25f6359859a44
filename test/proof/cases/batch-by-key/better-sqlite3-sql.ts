import { db } from './db.ts'

interface Comment { id: number; post_id: number; text: string }

const anyOf = db.prepare('SELECT 1 FROM comments WHERE post_id = ? AND approved = ?')

export async function keptByAClass(ids: number[]) {
  class Comments {
    private readonly newest
    private readonly db: typeof db

    constructor(client: typeof db) {
      this.db = client
      this.newest = this.db.prepare<[number], Comment>('SELECT * FROM comments WHERE post_id = ? ORDER BY created_at DESC LIMIT 1')
    }

    newestOf(all: number[]) {
      return all.map((id) => ({ id, text: this.newest.get(id)?.text ?? null }))
    }
  }
  return new Comments(db).newestOf(ids)
}

const ofUser = db.prepare<[number, number], { text: string }>('SELECT text FROM comments WHERE post_id = ? AND user_id = ? ORDER BY id')

export async function severalValues(ids: number[]) {
  const pairs = ids.map((id) => ({ post: id, user: id % 3 }))
  return pairs.flatMap((pair) => ofUser.all(pair.post, pair.user).map((comment) => comment.text))
}

export async function whetherAny(ids: number[]) {
  return ids.filter((id) => anyOf.get(id, 1) === undefined)
}

export async function firstBySort(ids: number[]) {
  const texts = []
  for (const id of ids) {
    const row = db.prepare('select text from comments where post_id = ? order by created_at').get(id) as { text: string } | undefined
    texts.push(row?.text)
  }
  return texts
}

export async function spreadRows(ids: number[]) {
  return ids.map((id) => ({ wanted: id, ...(db.prepare('SELECT email, name FROM users WHERE id = ?').get(id) as { email: string } | undefined) }))
}
