import { db, users } from './db.ts'

export async function nameOfEachId(ids) {
  const names = []
  for (const id of ids) {
    const user = await db.collection('users').doc(id).get()
    names.push(user.exists ? user.get('name') : 'nobody')
  }
  return names
}

export async function allAtOnce(ids) {
  const found = await Promise.all(ids.map((id) => users.doc(id).get()))
  return found.map((user) => user.data())
}

export async function ofEachAuthor(posts) {
  return Promise.all(posts.map(async (post) => {
    const written = await db.doc(`users/${post.authorId}/posts/${post.id}`).get()
    return { ...post, title: written.exists ? written.data().title : null }
  }))
}

async function findUser(id) {
  const snapshot = await users.doc(id).get()
  return snapshot.exists ? { id, ...snapshot.data() } : null
}

export async function behindACall(ids) {
  const names = []
  for (const id of ids) {
    const user = await findUser(id)
    if (user) names.push(user.name)
  }
  return names
}

export async function inATransaction(ids) {
  return db.runTransaction(async (tx) => {
    const missing = []
    for (const id of ids) {
      const user = await tx.get(db.collection('users').doc(id))
      if (!user.exists) missing.push(id)
    }
    return missing
  })
}
