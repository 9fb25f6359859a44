import { describe, expect, test } from 'vitest'
import { inLoop, offered } from './offered.ts'

const lookup = 'const user = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } })'
const named = `${lookup}\nresult.push(user?.name)`
const each = (body: string, loop = 'const post of posts') => offered(inLoop(body, 'posts: { id: number; authorId: number }[]', loop))

describe('keys that the turns change are not known in advance', () => {
  for (const [name, before] of Object.entries({
    'by a copy of the name': 'const same = post\nsame.authorId++',
    'by what is assigned to it': 'Object.assign(post, { authorId: 2 })',
    'by all that something has': 'Object.assign(post, changes)',
    'by what is deleted': 'delete post.authorId',
    'in the next element': 'const next = posts[posts.indexOf(post) + 1]\nnext.authorId = 2',
    'in an element that is found': 'posts.find((it) => it.id === 1).authorId = 2',
    'in all of them': 'posts.forEach((it) => { it.authorId = 2 })',
    'by another element': 'posts[2] = { ...post, authorId: 2 }',
  })) test(name, () => expect(each(`${before}\n${named}`).title).toBeUndefined())

  test('in the place after the next', () => {
    expect(each(`const post = posts[i]\n${named}\nposts[i + 1] = post`, 'let i = 0; i < posts.length; i++').title).toBeUndefined()
    expect(each(`const post = posts[i]\n${named}\nposts[i] = { ...post, id: 1 }`, 'let i = 0; i < posts.length; i++').trust).toBe('safe')
  })

  test('unless they only gain something', () => {
    expect(each(`post.seen = true\nObject.assign(post, { seen: true })\n${named}`).trust).toBe('safe')
  })

  test('who gets the element before its key is read might change it', () => {
    expect(each(`normalize(post)\n${named}`).title).toBe('Load all users in one query, if `normalize` leaves `post` as it is (review)')
    expect(each(`${named}\nformat(post)`).trust).toBe('safe')
    expect(each(`console.log(post)\n${named}`).trust).toBe('safe')
  })

  test('a generator gives its elements once', () => {
    const text = inLoop(lookup.replace('post.authorId', 'id'), 'ids: number[]', 'const id of walk(ids)')
    expect(offered(`${text}\nfunction* walk(ids: number[]) {\n  yield* ids\n}\n`).title).toBeUndefined()
  })
})

describe('rows that are told apart are not shared', () => {
  for (const [name, after] of Object.entries({
    'by comparing them': 'if (user !== last) result.push(user)',
    'by a set': 'seen.add(user)',
    'by the keys of a map': 'counts.set(user, 1)',
    'by looking for them': 'if (!result.includes(user)) result.push(user)',
  })) test(name, () => expect(each(`${lookup}\n${after}`).title).toBeUndefined())

  test('behind a condition', () => {
    expect(each(`const user = post.id > 1 ? await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } }) : null\nseen.add(user)`).title).toBeUndefined()
    expect(each(`const user = await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } }) ?? nobody\nformat(user)`).trust).toBe('review')
  })

  test('where nothing names them', () => {
    expect(each(`seen.add(await ⟦prisma.user.findUnique⟧({ where: { id: post.authorId } }))`).title).toBeUndefined()
  })

  test('being there or not is no difference', () => {
    expect(each(`${lookup}\nif (user === null || user == undefined) continue\nresult.push(user.name)\nseen.add(user.id)`).trust).toBe('safe')
  })
})

describe('who else runs in between', () => {
  test('a generator hands over in each turn', () => {
    expect(offered('export async function* load(ids: number[]) {\n  for (const id of ids) {\n    yield await ⟦prisma.user.findUnique⟧({ where: { id } })\n  }\n}\n').title).toBeUndefined()
  })
})

describe('a key that is worked out', () => {
  test('is never missing', () => {
    const { text } = offered(inLoop('if (flag) result.push((await ⟦prisma.user.findUnique⟧({ where: { id: id + 1 } }))?.name)', 'ids: number[], flag: boolean'))
    expect(text).toContain('in: ids.map((id) => id + 1)')
    const { text: other } = offered(inLoop('if (flag) result.push((await ⟦prisma.user.findUnique⟧({ where: { id: id ?? 1 } }))?.name)', 'ids: (number | null)[], flag: boolean'))
    expect(other).toContain('in: ids.map((id) => id ?? 1)')
  })
})

test('a label belongs to its loop', () => {
  const { text } = offered(inLoop(named.replace('post.authorId', 'id')).replace('for (', 'walk: for ('))
  expect(text).toContain('  const usersById = new Map(users.map((user) => [user.id, user]))\n  walk: for (const id of ids) {\n')
})
