import { describe, expect, test } from 'vitest'
import type { Guard } from '../../rules/kit/rule.ts'
import { blog } from './blog.ts'
import { inLoop, offered } from './offered.ts'

const lookup = 'const user = await ⟦prisma.user.findUnique⟧({ where: { id } })\nresult.push(user)'

describe('Prisma', () => {
  test('one row for each key of a loop', () => {
    expect(offered(inLoop(lookup))).toEqual({
      title: 'Load all users in one query', trust: 'safe', text: `export async function load(ids: number[]) {
  const result = []
  const users = await prisma.user.findMany({ where: { id: { in: ids } } })
  const usersById = new Map(users.map((user) => [user.id, user]))
  for (const id of ids) {
    const user = usersById.get(id) ?? null
    result.push(user)
  }
  return result
}
` })
  })

  test('rows for each element of Promise.all, which then waits for nothing', () => {
    const { text, trust } = offered(`export async function load() {
  const posts = await prisma.post.findMany({ where: { published: true } })
  return Promise.all(
    posts.map(async (post) => ({
      ...post,
      comments: await ⟦prisma.comment.findMany⟧({
        where: { postId: post.id },
        // newest first
        orderBy: { createdAt: 'desc' },
      }),
    })),
  )
}
`)
    expect(trust).toBe('safe')
    expect(text).toBe(`export async function load() {
  const posts = await prisma.post.findMany({ where: { published: true } })
  const comments = await prisma.comment.findMany({
    where: { postId: { in: posts.map((post) => post.id) } },
    // newest first
    orderBy: { createdAt: 'desc' },
  })
  const commentsByPostId = new Map(
    posts.map((post) => [post.id, [] as typeof comments]),
  )
  for (const comment of comments) commentsByPostId.get(comment.postId)?.push(comment)
  return posts.map((post) => ({
    ...post,
    comments: commentsByPostId.get(post.id) ?? [],
  }))
}
`)
  })

  test('a callback that returns the promise', () => {
    expect(offered(`export async function load(ids: number[]) {
  return Promise.all(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))
}
`).text).toBe(`export async function load(ids: number[]) {
  const users = await prisma.user.findMany({ where: { id: { in: ids } } })
  const usersById = new Map(users.map(user => [user.id, user]))
  return ids.map(id => usersById.get(id) ?? null)
}
`)
  })

  test('promises stay where more is waited for', () => {
    expect(offered(`export async function load(ids: number[]) {
  return Promise.all(ids.map(async id => {
    const user = await ⟦prisma.user.findFirst⟧({ where: { id } })
    return { name: user?.name, posts: await prisma.post.count({ where: { authorId: id } }) }
  }))
}
`).text).toContain('return Promise.all(ids.map(async id => {\n    const user = usersById.get(id) ?? null')
  })

  test('the key is added to the listed columns where nobody sees it', () => {
    const text = inLoop('const user = await ⟦prisma.user.findUnique⟧({ where: { email }, select: { name: true } })\nresult.push(user?.name)', 'emails: string[]', 'const email of emails')
    expect(offered(text).text).toContain(`const users = await prisma.user.findMany({
    where: { email: { in: emails } },
    select: { name: true, email: true },
  })`)
    expect(offered(text.replace('user?.name', 'user')).text).toContain('new Map(users.map(({ email: key, ...user }) => [key, user]))')
  })

  test('a constant of the loop stands for its key', () => {
    expect(offered(`export async function load(rows: { userId: number }[]) {
  for (const row of rows) {
    const id = row.userId
    console.log(await ⟦prisma.user.findUnique⟧({ where: { id } }))
  }
}
`).text).toContain('where: { id: { in: rows.map((row) => row.userId) } }')
  })

  test('elements that are taken apart', () => {
    expect(offered(`export async function load(rows: { userId: number; note: string }[]) {
  for (const { userId: id, note } of rows) {
    console.log(note, await ⟦prisma.user.findUnique⟧({ where: { id } }))
  }
}
`).text).toContain('id: { in: rows.map(({ userId: id }) => id) }')
    const pairs = inLoop('result.push(await ⟦prisma.user.findUnique⟧({ where: { id } }))', 'pairs: [string, number][]', 'const [, id] of pairs')
    expect(offered(pairs).text).toContain('in: pairs.map(([, id]) => id)')
    expect(offered(pairs.replace('of pairs', 'of pairs.entries()')).text).toContain('const items = [...pairs.entries()]')
    expect(offered(pairs.replace('of pairs', 'of Object.entries(pairs)')).title).toBeDefined()
  })

  test('a list without a name gets one', () => {
    expect(offered(`export async function load() {
  for (const post of await prisma.post.findMany()) {
    console.log(await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } }))
  }
}
`).text).toBe(`export async function load() {
  const posts = await prisma.post.findMany()
  const users = await prisma.user.findMany({
    where: { id: { in: posts.map((post) => post.authorId) } },
  })
  const usersById = new Map(users.map((user) => [user.id, user]))
  for (const post of posts) {
    console.log(usersById.get(post.authorId) ?? null)
  }
}
`)
  })

  test('keys that may be missing are left out where the turn skips them', () => {
    const { text, trust } = offered(`export async function load() {
  const posts = await prisma.post.findMany()
  for (const post of posts) {
    if (!post.editorId) continue
    console.log(await ⟦prisma.user.findUnique⟧({ where: { id: post.editorId } }))
  }
}
`)
    expect(trust).toBe('safe')
    expect(text).toContain('id: { in: posts.flatMap((post) => post.editorId ?? []) }')
  })

  test('in another hand: tabs, double quotes, semicolons, CRLF', () => {
    const lines = [
      'const { prisma } = require("./db");', '', 'exports.load = async function (ids) {', '\tconst result = [];', '\tfor (const id of ids) {',
      '\t\tresult.push(await ⟦prisma.user.findUnique⟧({', '\t\t\twhere: { id },', '\t\t\tselect: { id: true },', '\t\t}));', '\t}', '\treturn result;', '};', '',
    ]
    const { text, title } = offered(lines.join('\r\n'), { path: 'src/load.js' })
    expect(title).toBe('Load all users in one query, if `ids` is an array … (review)')
    expect(text).toBe([
      'const { prisma } = require("./db");', '', 'exports.load = async function (ids) {', '\tconst result = [];',
      '\tconst users = await prisma.user.findMany({', '\t\twhere: { id: { in: [...ids] } },', '\t\tselect: { id: true },', '\t});',
      '\tconst usersById = new Map(users.map((user) => [user.id, user]));', '\tfor (const id of ids) {',
      '\t\tresult.push(usersById.get(id) ?? null);', '\t}', '\treturn result;', '};', '',
    ].join('\r\n'))
  })

  test('names that are taken are not used', () => {
    const { text } = offered(`import { usersById } from './cache'
export async function load(ids: number[], users: string[]) {
  for (const id of ids) console.log(users, await ⟦prisma.user.findUnique⟧({ where: { id } }))
}
`)
    expect(text).toContain('const foundUsers = await')
    expect(text).toContain('const usersById2 = new Map(foundUsers.map((user) => [user.id, user]))')
    expect(text).toContain('usersById2.get(id)')
  })

  test('a missing row throws as before', () => {
    const { text, title } = offered(inLoop('result.push(await ⟦prisma.user.findUniqueOrThrow⟧({ where: { id } }))'))
    expect(title).toBe('Load all users in one query')
    expect(text?.replaceAll(/\s+/g, ' ')).toContain('usersById.get(id) ?? (await prisma.user.findUniqueOrThrow({ where: { id } }))')
  })

  test('parentheses where the operator needs them', () => {
    expect(offered(inLoop('result.push((await ⟦prisma.user.findUnique⟧({ where: { id } }))?.name)')).text).toContain('result.push(usersById.get(id)?.name)')
    expect(offered(inLoop('result.push(await ⟦prisma.user.findUnique⟧({ where: { id } }) || 1)')).text).toContain('result.push((usersById.get(id) ?? null) || 1)')
  })

  test('lists that must not change are copied, unknown ones are a matter of review', () => {
    expect(offered(inLoop(lookup, 'ids: readonly number[]')).text).toContain('in: [...ids]')
    expect(offered(inLoop(lookup, 'ids'))).toMatchObject({ title: 'Load all users in one query, if `ids` is an array … (review)', trust: 'review' })
    expect(offered(inLoop(lookup, 'ids: Iterable<number>')).title).toBeUndefined()
    expect(offered(inLoop('const user = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } })', 'posts: Post[]', 'const post of posts'))).toMatchObject({ trust: 'review' })
  })

  test('changes of other things than the rows', () => {
    for (const rest of ['seen.count++', 'result.sort()', 'const entry = { user }\nentry.place = 1', 'this.last = user', 'ids.name = 1']) {
      expect([rest, offered(inLoop(`${lookup}\n${rest}`).replace('const result', 'const seen = { count: 0 }\n  const result')).trust]).toEqual([rest, 'safe'])
    }
  })

  test('other work in the turn', () => {
    expect(offered(inLoop(`${lookup}\nawait notify(user)`))).toMatchObject({ trust: 'review' })
    expect(offered(inLoop(`${lookup}\nawait prisma.comment.update({ where: { id }, data: {} })`)).trust).toBe('review')
    expect(offered(inLoop(`${lookup}\nconst posts = await prisma.post.findMany({ where: { authorId: id } })`)).trust).toBe('safe')
    expect(offered(inLoop(`${lookup}\nif (!user) throw new Error('gone')`)).trust).toBe('safe')
  })

  describe('is not offered', () => {
    const refusals: Record<string, string> = {
      'when the turn writes what is read': `${lookup}\nawait prisma.user.updateMany({ where: { name: 'y' }, data: { name: 'x' } })`,
      'when the turn changes the row': `${lookup}\nuser.name = 'x'`,
      'when a row that items share is changed later': `${lookup}\n  }\n  for (const [index, user] of result.entries()) {\n    user.place = index`,
      'when another name of the row changes it': 'const user = await ⟦prisma.user.findUnique⟧({ where: { id } })\nconst other = user\nother.place = 1',
      'when rows that items share are sorted later': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: id } }))\n  }\n  for (const list of result) {\n    list.reverse()',
      'when the loop ends early': `${lookup}\nif (user) break`,
      'when the function ends early': `${lookup}\nif (user) return user`,
      'for a limited number of rows': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: id }, take: 2 }))',
      'when another condition varies that is no equality': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: id, text: { contains: String(id) } } }))',
      'when the key is inside of an operator': 'result.push(await ⟦prisma.user.findFirst⟧({ where: { OR: [{ id }] } }))',
      'when the condition is no equality': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: { gt: id } } }))',
      'when the key is worked out by a call': 'result.push(await ⟦prisma.user.findUnique⟧({ where: { id: next(id) } }))',
      'when the argument is a name': 'result.push(await ⟦prisma.user.findUnique⟧(query))',
      'when the argument is spread': 'result.push(await ⟦prisma.user.findUnique⟧({ ...query, where: { id } }))',
      'when the result is chained on': 'result.push(await ⟦prisma.user.findUnique⟧({ where: { id } }).posts())',
      'when the columns leave the key out': 'result.push(await ⟦prisma.user.findUnique⟧({ where: { id }, omit: { id: true } }))',
      'when null finds rows too': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { userId: id as number | null } }))',
      'for dates as keys': 'result.push(await ⟦prisma.comment.findMany⟧({ where: { createdAt: id } }))',
      'when the list grows': `${lookup}\nids.push(user.id)`,
    }
    for (const [name, body] of Object.entries(refusals)) {
      test(name, () => expect(offered(inLoop(body)).title).toBeUndefined())
    }

    test('in loops of other kinds', () => {
      expect(offered(inLoop(lookup, 'ids: number[]', 'const id in ids')).title).toBeUndefined()
      expect(offered(inLoop(lookup, 'ids: number[]', 'let id = 0; id < 9; id++')).title).toBeUndefined()
      expect(offered(inLoop(lookup, 'stream: AsyncIterable<number>').replace('for (', 'for await (')).title).toBeUndefined()
      expect(offered('async function load(ids) { ids.forEach(async id => { await ⟦prisma.user.findUnique⟧({ where: { id } }) }) }').title).toBeUndefined()
    })

    test('where nothing can be awaited before the loop', () => {
      expect(offered('function load(ids: number[]) {\n  return Promise.all(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))\n}').title).toBeUndefined()
      expect(offered('const load = async (ids: number[]) => Promise.all(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))').title).toBeUndefined()
      expect(offered('async function load(ids: number[]) {\n  if (ids) for (const id of ids) console.log(await ⟦prisma.user.findUnique⟧({ where: { id } }))\n}').title).toBeUndefined()
      expect(offered('async function load(ids?: number[]) {\n  return ids && await Promise.all(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))\n}').title).toBeUndefined()
      expect(offered('async function load(ids: number[]) {\n  return [await first(), await Promise.all(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))]\n}').title).toBeUndefined()
      expect(offered('async function load(ids: number[]) {\n  return Promise.allSettled(ids.map(id => ⟦prisma.user.findFirst⟧({ where: { id } })))\n}').title).toBeUndefined()
    })

    test('by guard, or behind another call', () => {
      for (const guard of ['chunk', 'cursor', 'carried', 'retry', 'paced'] satisfies Guard[]) {
        expect(offered(inLoop(lookup), { reached: { guards: [guard] } }).title).toBeUndefined()
      }
      const at = { path: 'src/app.ts', start: 0, end: 1 }
      expect(offered(inLoop(lookup), { reached: { path: [{ at, name: 'load', proven: true }] } }).title).toBeUndefined()
    })

    test('when a comment would be lost', () => {
      expect(offered(inLoop('const user = await /* slow */ ⟦prisma.user.findUnique⟧({ where: { id } })'))).toMatchObject({ text: undefined })
      expect(offered(inLoop('const user = await ⟦prisma.user.findUnique⟧({ where: { id: /* why */ id } })'))).toMatchObject({ text: undefined })
    })
  })

  test('lists that are fetched one after the other', () => {
    const walk = (loop: string) => `export async function load() {
  ${loop} {
    const posts = await prisma.post.findMany({ take: 100, skip: done() })
    for (const post of posts) {
      const author = await ⟦prisma.user.findUnique⟧({
        where: { id: post.authorId },
        select: {
          name: true,
        },
      })
      console.log(author?.name)
    }
  }
}
`
    expect(offered(walk('for (;;)')).text).toContain(`
    const users = await prisma.user.findMany({
      where: { id: { in: posts.map((post) => post.authorId) } },
      select: {
        name: true,
        id: true,
      },
    })
`)
    expect(offered(walk('for (const group of groups)')).title).toBeUndefined()
  })

  test('databases that take few keys at once', () => {
    const sqlite = { schema: { ...blog, provider: 'sqlite' } }
    const sorted = inLoop('result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: id }, orderBy: { id: \'asc\' } }))')
    expect(offered(sorted).trust).toBe('safe')
    expect(offered(sorted, sqlite).title).toBe('Load all comments in one query, if `ids` has fewer than 1000 elements (review)')
    expect(offered(sorted.replace(', orderBy: { id: \'asc\' }', ''), sqlite).trust).toBe('safe')
  })

  test('without a schema, uniqueness is the open condition', () => {
    expect(offered(inLoop(lookup), { schema: undefined })).toMatchObject({ title: 'Load all users in one query, if `id` is unique (review)', trust: 'review' })
  })
})
