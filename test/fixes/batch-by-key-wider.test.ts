import { describe, expect, test } from 'vitest'
import { inLoop, offered } from './offered.ts'

const lookup = 'const user = await ⟦prisma.user.findUnique⟧({ where: { id } })\nresult.push(user)'

describe('beyond one row by one key', () => {
  test('what can be walked only once is kept', () => {
    const { text, trust } = offered(inLoop('result.push(await ⟦prisma.user.findUnique⟧({ where: { id } }))').replace('of ids', 'of new Set(ids)'))
    expect(trust).toBe('review')
    expect(text).toContain('const items = [...new Set(ids)]\n  const users = await prisma.user.findMany({ where: { id: { in: items } } })')
  })

  test('the first of several rows, if there are few', () => {
    const { title, text } = offered(inLoop('result.push(await ⟦prisma.comment.findFirst⟧({ where: { postId: id }, orderBy: { createdAt: \'desc\' } }))'))
    expect(title).toBe('Load all comments in one query, if few `comments` share their `postId` (review)')
    expect(text).toContain("    where: { postId: { in: ids } },\n    orderBy: { createdAt: 'desc' },\n    distinct: ['postId'],\n")
  })

  test('keys of several parts', () => {
    const { text } = offered(inLoop('result.push(await ⟦prisma.comment.findMany⟧({ where: { postId: id, text: String(id) } }))'))
    expect(text).toContain('OR: ids.map((id) => ({ postId: id, text: String(id) })),')
    expect(text).toContain('commentsByPostIdAndText.get(JSON.stringify([id, String(id)])) ?? []')
  })

  test('a write of the very row that was read comes in between', () => {
    const title = 'Load all users in one query, if no `id` comes twice (review)'
    const after = (write: string) => offered(inLoop(`${lookup}\n${write}`)).title
    expect(after(`await prisma.user.update({ where: { id }, data: { name: 'x' } })`)).toBe(title)
    expect(after(`await prisma.user.delete({ where: { id: user!.id } })`)).toBe(title)
    expect(after(`if (!user) await prisma.user.create({ data: { id, name: 'x' } })`)).toBe(title)
  })

  test('a write of other rows, or of the key, comes in between', () => {
    const after = (write: string) => offered(inLoop(`${lookup}\n${write}`)).title
    expect(after(`await prisma.user.update({ where: { id: 1 }, data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.updateMany({ data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.updateMany({ where: { name: user!.name }, data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.updateMany({ where: { OR: [{ id }, { id: 1 }] }, data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.updateMany({ where: { id: { not: user!.id } }, data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.updateMany({ where: { teamId: user!.id }, data: { name: 'x' } })`)).toBeUndefined()
    expect(after(`await prisma.user.update({ where: { id }, data: { id: 5 } })`)).toBeUndefined()
    expect(after(`await prisma.user.create({ data: { id: id + 1, name: 'x' } })`)).toBeUndefined()
  })

  test('a new row has a key that nobody asks for', () => {
    expect(offered(inLoop(`${lookup}\nawait prisma.user.create({ data: { id: makeId(), name: user!.name } })`)).title).toContain('(review)')
    expect(offered(inLoop(`${lookup}\nawait prisma.user.create({ data: { ...user, name: 'copy' } })`)).title).toBeUndefined()
  })

  test('a callback that says what it gives', () => {
    const all = (returns: string) => offered(`export async function names(ids: number[]) {\n  return Promise.all(ids.map(async (id): ${returns} => {\n    const user = await ⟦prisma.user.findUnique⟧({ where: { id } })\n    return user?.name ?? ''\n  }))\n}\n`).text
    expect(all('Promise<string>')).toContain('return ids.map((id): string => {')
    expect(all('Later')).toContain('Promise.all(ids.map(async (id): Later => {')
  })

  test('a member that only one kind may have is not asked of all', () => {
    const only = (rows: string) => offered(inLoop(`if (row.kind !== 'user') continue\n${lookup.replace('{ id }', '{ id: row.userId }')}`, `rows: ${rows}`, 'const row of rows')).text
    expect(only('Row[]')).toBeUndefined()
    expect(only('{ kind: string; userId: number }[]')).toContain('in: rows.map((row) => row.userId)')
  })

  test('a key that may be cut short is left out', () => {
    const { text } = offered(inLoop(`const id = row.id?.trim()\nif (!id) continue\n${lookup}`, 'rows: { id?: string }[]', 'const row of rows'))
    expect(text).toContain('in: rows.flatMap((row) => row.id?.trim() ?? [])')
  })

  test('what is walked by pairs may be a map', () => {
    expect(offered(inLoop(`${lookup}\nresult.push(role)`, 'members: Members', 'const [id, role] of members')).text).toContain('in: [...members].map(([id]) => id)')
    expect(offered(inLoop(lookup, 'members: [number, string][]', 'const [id] of members')).text).toContain('in: members.map(([id]) => id)')
  })

  test('loops by an index, also from the end', () => {
    const by = (loop: string) => offered(inLoop(`const id = ids[i]!\n${lookup}`).replace('const id of ids', loop)).text
    for (const loop of ['let i = 0; i < ids.length; i++', 'let i = 0; i < ids.length; i += 1', 'let i = ids.length - 1; i >= 0; i--']) expect(by(loop)).toContain('where: { id: { in: ids } }')
    for (const loop of ['let i = 1; i < ids.length; i++', 'let i = 0; i < ids.length; i += 2', 'let i = ids.length - 1; i > 0; i--']) expect(by(loop)).toBeUndefined()
  })

  test('what fails for one item is caught', () => {
    expect(offered(inLoop(`try {\n${lookup}\n} catch {}`)).title).toBe('Load all users in one query, if a query that fails may end the loop (review)')
    expect(offered(inLoop(`try {\n${lookup}\n} catch (error) {\nconsole.error(id)\nthrow error\n}`)).title).toBe('Load all users in one query (review)')
    expect(offered(inLoop(`try {\n${lookup}\n} finally {\ndone(id)\n}`)).title).toBeUndefined()
  })

  test('a loop that gives up early', () => {
    expect(offered(inLoop(`${lookup}\nif (!user) return null`)).title).toBe('Load all users in one query, if the loop seldom ends early (review)')
  })
})
