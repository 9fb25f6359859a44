import { describe, expect, test } from 'vitest'
import { includeRelation } from '../../rules/fixes/include-relation.ts'
import prisma from '../../rules/libraries/prisma.ts'
import { fixed, reach, type Given } from '../kit/reached.ts'
import { blog } from './blog.ts'

const offered = (text: string, given: Partial<Given> = {}) => {
  const whole: Given = { library: prisma, schema: blog, text, ...given }
  const { reached, about } = reach(whole)
  const fix = includeRelation(reached, about)
  return { title: fix?.title, trust: fix?.trust, text: fixed(fix, reached.source, whole)?.[reached.source.path] }
}
/** A loop over posts; what is returned at the end tells who sees the list. */
const overPosts = (body: string, { query = 'await prisma.post.findMany()', end = 'result', head = '' } = {}) =>
  `export async function load(${head}) {\n  const posts = ${query}\n  const result = []\n  for (const post of posts) {\n${body.replace(/^/gm, '    ')}\n  }\n  return ${end}\n}\n`
const author = 'const author = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } })\nresult.push({ title: post.title, author: author?.name })'

test('the author of each post', () => {
  expect(offered(overPosts(author))).toEqual({
    title: 'Load `author` along with `posts`', trust: 'safe', text: `export async function load() {
  const posts = await prisma.post.findMany({ include: { author: true } })
  const result = []
  for (const post of posts) {
    const author = post.author
    result.push({ title: post.title, author: author?.name })
  }
  return result
}
` })
})

test('the comments of each post move with their wishes', () => {
  expect(offered(`export async function load(approved: boolean) {
  const posts = await prisma.post.findMany({
    where: { published: true },
    include: { author: true }
  });
  return await Promise.all(posts.map(async (post) => ({
    ...post,
    comments: await ⟦prisma.comment.findMany⟧({ where: { postId: post.id, approved }, orderBy: { createdAt: 'desc' }, take: 2 })
  })));
}
`).text).toBe(`export async function load(approved: boolean) {
  const posts = await prisma.post.findMany({
    where: { published: true },
    include: { author: true, comments: { where: { approved }, orderBy: { createdAt: 'desc' }, take: 2 } }
  });
  return posts.map((post) => ({
    ...post,
    comments: post.comments
  }));
}
`)
})

test('columns that are listed on both sides', () => {
  expect(offered(overPosts(
    'const author = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId }, select: { name: true } })\nresult.push(author)',
    { query: 'await prisma.post.findMany({ select: { authorId: true } })' },
  )).text).toContain('    select: { authorId: true, author: { select: { name: true } } },\n')
})

test('the other side of a one-to-one relation, and an optional one', () => {
  expect(offered(`export async function load() {
  for (const user of await prisma.user.findMany()) {
    console.log(user.name, await ⟦prisma.profile.findUnique⟧({ where: { userId: user.id } }))
  }
}
`)).toMatchObject({
    title: 'Load `profile` along with `users`', trust: 'safe', text: `export async function load() {
  for (const user of await prisma.user.findMany({ include: { profile: true } })) {
    console.log(user.name, user.profile)
  }
}
` })
  expect(offered(overPosts('if (!post.editorId) continue\nresult.push(await ⟦prisma.user.findUnique⟧({ where: { id: post.editorId } }))')).text).toContain('result.push(post.editor)')
})

test('a relation that is loaded already', () => {
  const { text } = offered(overPosts(author, { query: 'await prisma.post.findMany({ include: { author: true } })' }))
  expect(text).toContain('findMany({ include: { author: true } })\n')
  expect(text).toContain('const author = post.author\n')
})

test('an assignment to the element has nothing left to do, nor has its loop', () => {
  expect(offered(`export async function load(res) {
  const posts = await prisma.post.findMany();

  for (const post of posts) {
    post.author = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } });
  }

  res.json(posts);
}
`, { path: 'src/load.js' }).text).toBe(`export async function load(res) {
  const posts = await prisma.post.findMany({ include: { author: true } });

  res.json(posts);
}
`)
})

test('a long line gets lines of its own', () => {
  expect(offered(overPosts(author, { query: 'await prisma.post.findMany({ where: { published: true }, orderBy: { id: \'asc\' } })' })).text).toContain(`findMany({
    where: { published: true },
    orderBy: { id: 'asc' },
    include: { author: true },
  })`)
})

test('other work in between, and relations that the database does not hold', () => {
  expect(offered(overPosts(`${author}\nawait notify(post.id)`))).toMatchObject({ trust: 'review', title: 'Load `author` along with `posts`, if `notify` does not change what is read (review)' })
  expect(offered(overPosts(author), { schema: { ...blog, provider: 'mongodb' } })).toMatchObject({ trust: 'review', title: 'Load `author` along with `posts`, if every `author` is there (review)' })
})

test('databases that take few keys at once, unless the list is short', () => {
  const sqlite = { schema: { ...blog, provider: 'sqlite' } }
  const comments = 'result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: post.id }, orderBy: { id: \'asc\' } }))'
  expect(offered(overPosts(comments), sqlite).title).toBe('Load `comments` along with `posts`, if `posts` has fewer than 1000 elements (review)')
  expect(offered(overPosts(comments, { query: 'await prisma.post.findMany({ take: 50 })' }), sqlite).trust).toBe('safe')
})

test('an error that cannot happen', () => {
  expect(offered(overPosts('result.push(await ⟦prisma.user.findUniqueOrThrow⟧({ where: { id: post.authorId } }))')).trust).toBe('safe')
  expect(offered(overPosts('result.push(await ⟦prisma.user.findUniqueOrThrow⟧({ where: { id: post.editorId! } }))')).title).toBeUndefined()
})

describe('is not offered', () => {
  const cases: Record<string, Parameters<typeof overPosts>> = {
    'when the list is answered whole': [author, { end: 'posts' }],
    'when the element is handed on whole': [`${author}\nresult.push(post)`],
    'when the element is spread without its own author': [`${author}\nresult.push({ ...post, writer: author })`],
    'when the list has a declared type': [author, { query: 'await prisma.post.findMany() as Post[]' }],
    'when the list is another query\'s': [author, { query: 'await other.post.findMany()' }],
    'when the list is no query': [author, { query: 'await loadPosts()' }],
    'when the list may be given anew': ['posts = []\n'.replace('posts = []', '') + author, { query: 'await prisma.post.findMany().then(sort)' }],
    'when there is no such relation': ['result.push(await ⟦prisma.user.findUnique⟧({ where: { id: post.id } }))'],
    'when a condition is left on one row': ['result.push(await ⟦prisma.user.findFirst⟧({ where: { id: post.authorId, name: \'x\' } }))'],
    'when a condition varies': ['result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: post.id, text: post.title } }))'],
    'when a wish is not known before the list': ['const order = \'asc\'\nresult.push(await ⟦prisma.comment.findMany⟧({ where: { postId: post.id }, orderBy: { id: order } }))'],
    'when the list\'s query cannot be read': [author, { query: 'await prisma.post.findMany(query)' }],
    'when the list\'s query is spread': [author, { query: 'await prisma.post.findMany({ ...query })' }],
    'when the list\'s columns leave the key out': [author, { query: 'await prisma.post.findMany({ select: { title: true } })' }],
    'when the relation is loaded otherwise': [author, { query: 'await prisma.post.findMany({ include: { author: { select: { id: true } } } })' }],
    'when what is read is written meanwhile': [`${author}\nawait prisma.user.update({ where: { id: 1 }, data: {} })`],
    'when the row is changed': [`${author}\nif (author) author.name = 'x'`],
    'when the loop ends early': [`${author}\nif (author) break`],
  }
  for (const [name, [body, around]] of Object.entries(cases)) {
    test(name, () => expect(offered(overPosts(body, around)).title).toBeUndefined())
  }
  test('without a schema', () => expect(offered(overPosts(author), { schema: undefined }).title).toBeUndefined())
  test('when a comment would be lost', () => {
    expect(offered(overPosts('const author = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } /* the writer */ })')).text).toBeUndefined()
  })
})
