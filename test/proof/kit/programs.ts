/**
 * Writes small programs that ask for something once per item, each put together at random: a list, a way to walk it, a
 * key, what happens before the query, what becomes of the row, what happens after the loop. Most are of a kind that no
 * fix should touch, or only with care.
 */

/** How one library asks. Queries come with their `await`, as far as they need one. */
export interface Dialect {
  /** Imports and helpers at the top of a file. */
  head: string
  user(key: string): string
  comments(key: string): string
  posts: string
  author: string
  editor: string
  /** A statement that changes the user with that key. */
  rename(key: string): string
}

export interface Program { name: string; text: string }

/** The same for the same seed. */
export function programs(dialect: Dialect, seed: number, count: number): Program[] {
  const pick = picker(seed)
  return Array.from({ length: count }, (_, index) => {
    const name = `program${index + 1}`
    return { name, text: program(dialect, name, pick) }
  })
}

/** What every file of programs needs besides its imports. */
export const helpers = `
interface Row { userId: number; note: string }
function* each<T>(list: T[]) { yield* list }
const isEven = (value: number) => value % 2 === 0
function bump(row: Row) { row.userId++ }
const noted: unknown[] = []
const note = (value: unknown) => { noted.push(value) }
`

type Pick = <T>(choices: readonly T[]) => T

function picker(seed: number): Pick {
  let state = seed >>> 0 || 1
  return (choices) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 0
    return choices[((mixed ^ (mixed >>> 16)) >>> 0) % choices.length]!
  }
}

/** `guard`: what has to be there before the key can be read. */
interface List { declare: string; list: string; element: string; key: string; row?: string; guard?: string }

const lists = ({ posts, author, editor }: Dialect): List[] => [
  { declare: '', list: 'ids', element: 'id', key: 'id' },
  { declare: '', list: 'ids', element: 'id', key: 'id' },
  { declare: '', list: 'rows', element: 'row', key: 'row.userId', row: 'row' },
  { declare: '', list: 'rows', element: 'row', key: 'row.userId', row: 'row' },
  { declare: '', list: 'rows', element: '{ userId, note: word }', key: 'userId' },
  { declare: '', list: 'rows', element: '{ userId: id }', key: 'id' },
  { declare: '', list: 'maybe', element: 'id', key: 'id!' },
  { declare: '', list: 'maybe', element: 'id', key: '(id ?? 2)' },
  { declare: `const posts = ${posts}`, list: 'posts', element: 'post', key: `post.${author}` },
  { declare: `const posts = ${posts}`, list: 'posts', element: 'post', key: `post.${editor}!` },
  { declare: `const all = ${posts}\nconst posts = all.filter((post) => post.id > 2)`, list: 'posts', element: 'post', key: `post.${author}` },
  { declare: `const posts = ${posts}`, list: 'posts', element: `{ id, ${author}: author }`, key: 'author' },
  { declare: 'const wanted = new Set(ids)', list: 'wanted', element: 'id', key: 'id' },
  { declare: '', list: 'each(ids)', element: 'id', key: 'id' },
  { declare: '', list: 'ids.entries()', element: '[index, id]', key: 'id' },
  { declare: '', list: 'ids.filter(isEven)', element: 'id', key: 'id' },
  { declare: 'const links = maybe.map((id) => ({ user: id ? { id } : null }))', list: 'links', element: 'link', key: 'link.user.id', guard: '!link.user' },
  { declare: 'const links = maybe.map((id) => (id ? { user: { id } } : null))', list: 'links', element: 'link', key: 'link.user.id', guard: 'link === null' },
  { declare: 'const mixed = ids.map((id) => (id % 2 ? id : { id }))', list: 'mixed', element: 'either', key: 'either.id', guard: "typeof either === 'number'" },
  { declare: 'const tags = ids.map((id) => (id % 3 ? [{ id }] : []))', list: 'tags', element: 'tag', key: 'tag[0]!.id', guard: 'tag.length === 0' },
  { declare: 'const texts = ids.map(String)', list: 'texts', element: 'text', key: 'Number(text)' },
  { declare: 'const numbers = ids.map(String)', list: 'numbers', element: 'number', key: '+number' },
]

function program(dialect: Dialect, name: string, pick: Pick): string {
  const of = pick(lists(dialect))
  const isMap = pick([false, false, false, true])
  const way = isMap ? pick(['all', 'all', 'settled', 'values']) : pick(['of', 'of', 'of', 'of', 'index', 'await', 'generator', 'labelled', 'while', 'nested', 'nested', 'tried'])
  const hasOwnKey = pick([false, false, true])
  const key = hasOwnKey ? 'key' : of.key
  const leave = isMap ? 'return null' : 'continue'
  // In which of several turns at a time something is noted first, nobody can tell: each notes for itself.
  const lines: string[] = isMap ? ['const result: unknown[] = []', 'const seen = new Set<unknown>()', 'const later: (() => unknown)[] = []', 'let last: unknown', 'let turns = 0'] : []
  if (of.guard !== undefined) lines.push(`if (${of.guard}) ${leave}`)
  if (hasOwnKey) lines.push(`const key = ${pick([of.key, of.key, of.key, `${of.key} % 4`, `Math.max(${of.key}, 1)`])}`)
  for (let count = pick([0, 0, 0, 1, 1, 2]); count > 0; count--) lines.push(before(dialect, of, key, leave, isMap, pick))
  const asked = pick(['user', 'user', 'user', 'comments'] as const)
  const query = asked === 'user' ? dialect.user(key) : dialect.comments(key)
  lines.push(...declared(asked, query, key, pick))
  if (pick([false, false, false, true])) lines.push(`const other = ${dialect.user(pick([key, `${key} + 1`, '2']))}`, 'result.push(other?.email)')
  for (let count = pick([1, 1, 2]); count > 0; count--) lines.push(asked === 'user' ? ofUser(leave, isMap, pick) : ofComments(dialect, pick))
  if (isMap) lines.push(pick([`return ${asked}`, `return { ${asked} }`, 'return result', 'return [result, seen.size, last, turns]']))

  const body = [
    'const result: unknown[] = []', 'const seen = new Set<unknown>()', 'const later: (() => unknown)[] = []', 'let last: unknown', 'let turns = 0',
    ...of.declare === '' ? [] : of.declare.split('\n'),
    ...pick([false, false, false, true]) ? ['const users = 0', 'result.push(users)'] : [],
    ...loop(way, of, lines),
    ...pick([[], [], [], ['for (const it of result) if (it && typeof it === \'object\') Object.assign(it, { mark: `${(it as { mark?: string }).mark ?? \'\'}!` })']]),
    'result.push(seen.size, turns, last, later.map((run) => run()))',
    'return result',
  ]
  const text = indented(body, '  ')
  return `export async function ${name}(ids: number[], rows: Row[], maybe: (number | null | undefined)[], flag: boolean) {\n${text}\n}\n`
}

function before(dialect: Dialect, { list, key: own, row }: List, key: string, leave: string, isMap: boolean, pick: Pick): string {
  const any = [
    'turns++', '// The order matters here.', `if (${key} === 3) ${leave}`, `if (!${key}) ${leave}`, `if (flag) ${leave}`,
    `if (${key} === 4) throw new Error('four')`, `note(${key})`, dialect.rename(key), dialect.rename('2'),
    `if (ids.length < 14) ids.push(${own} + 1)`, 'for (const users of [1]) turns += users',
  ]
  const leaves = isMap ? [] : ['if (turns > 3) break', 'if (result.length > 5) return result']
  const ofRow = row === undefined ? [] : [
    `${row}.userId++`, `${row}.note = 'seen'`, `Object.assign(${row}, { userId: 2 })`, `bump(${row})`, `rows.forEach((it) => { it.userId = 3 })`,
    `const next = rows[rows.indexOf(${row}) + 1]\nif (next) next.userId = ${own}`,
  ]
  return pick([...any, ...any, ...leaves, ...ofRow, ...list === 'ids' ? ['ids[ids.length - 1] = 5', 'ids[0] = 5'] : []])
}

/** How the query stands there. */
function declared(name: string, query: string, key: string, pick: Pick): string[] {
  const none = name === 'user' ? 'null' : '[]'
  const type = name === 'user' ? 'Awaited<ReturnType<typeof oneUser>>' : 'Awaited<ReturnType<typeof someComments>>'
  return pick([
    [`const ${name} = ${query}`], [`const ${name} = ${query}`], [`const ${name} = ${query}`], [`const ${name} = ${query}`],
    [`let ${name} = ${query}`],
    [`const ${name} = ${key} > 4 ? ${query} : ${none}`],
    [`let ${name}: ${type} = ${none}`, `if (${key} % 2) {`, `  ${name} = ${query}`, '}'],
    [`let ${name}: ${type} = ${none}`, 'try {', `  ${name} = ${query}`, '} catch {', '  turns += 10', '} finally {', '  turns++', '}'],
    [`let ${name}: ${type} = ${none}`, `switch (${key}) {`, '  case 1:', '  case 2:', `    ${name} = ${query}`, '    break', '}'],
    [`/* asked */ const ${name} = ${query} // for each`],
    [`const ${name} = (${query})${name === 'user' ? '' : '.slice(0, 2)'}`],
  ])
}

function ofUser(leave: string, isMap: boolean, pick: Pick): string {
  const any = [
    'result.push(user?.name ?? null)', 'result.push(user)', 'result.push({ ...user })', 'result.push({ user })', 'if (user) result.push(user.email)',
    "if (!user) throw new Error('gone')", 'seen.add(user)', 'later.push(() => user?.name)', 'last = user', "result.push(Object.keys(user ?? {}).join())",
    'result.push(JSON.stringify(user))', `if (!user) ${leave}`, 'if (user === last) turns += 5\nlast = user', "result.push(user === null ? 'null' : typeof user)",
    "if (user) user.name = `${user.name}?`\nresult.push(user)", 'if (turns >= 0) {\n  const { name, ...rest } = user ?? { name: null }\n  result.push(rest)\n}',
    'note(user)', 'result.push(seen.has(user))', 'result.push(result.includes(user), result.indexOf(user))', 'result.push([user, user?.id])',
  ]
  return pick(isMap ? any : [...any, 'if (!user) break', 'if (user) return user', 'if (user) break'])
}

function ofComments(dialect: Dialect, pick: Pick): string {
  return pick([
    'result.push(comments.length)', 'result.push(comments)', 'result.push(comments.map((comment) => comment.text))', 'result.push(...comments)',
    "comments.push(...comments.slice(0, 1))\nresult.push(comments.length)", 'result.push(comments.reverse()[0])', 'for (const [first] of [comments]) result.push(first?.text)',
    'for (const comment of comments) comment.text += \'!\'\nresult.push(comments)', 'seen.add(comments)', 'result.push(comments.some((comment) => comment.approved))',
    `for (const comment of comments) {\n  const writer = ${dialect.user('comment.id')}\n  result.push(writer?.email ?? comment.text)\n}`,
    'if (comments === last) turns += 5\nlast = comments', 'result.push(comments[0]?.text, comments.at(-1)?.id)', 'result.push(Object.keys(comments[0] ?? {}).join())',
  ])
}

function loop(way: string, { list, element }: List, lines: string[]): string[] {
  const inner = lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)
  switch (way) {
    case 'of': return [`for (const ${element} of ${list}) {`, ...inner, '}']
    case 'index': return list.includes('(') || list === 'wanted'
      ? [`for (const ${element} of ${list}) {`, ...inner, '}']
      : [`for (let i = 0; i < ${list}.length; i++) {`, `  const ${element} = ${list}[i]!`, ...inner, '}']
    case 'await': return [`for await (const ${element} of ${list}) {`, ...inner, '}']
    case 'labelled': return [`walk: for (const ${element} of ${list}) {`, '  for (const half of [1, 2]) {', '    turns += half', '    if (turns > 8) continue walk', '  }', ...inner, '}']
    case 'while': return [`const open = [...${list}]`, 'while (open.length > 0) {', `  const ${element} = open.shift()!`, ...inner, '}']
    case 'generator': return ['async function* walk() {', `  for (const ${element} of ${list}) {`, ...inner.map((line) => `  ${line.replaceAll('return result', 'return').replaceAll('return user', 'return')}`), '    yield turns', '  }', '}', 'for await (const it of walk()) {', '  result.push(it)', '  if (result.length > 4) break', '}']
    case 'nested': return [`const groups = [{ items: [...${list}] }, { items: [] }, { items: [...${list}].slice(1) }]`, 'for (const group of groups) {', ...['turns++', `for (const ${element} of group.items) {`, ...inner, '}'].map((line) => `  ${line}`), '}']
    case 'tried': return [`for (const ${element} of ${list}) {`, '  try {', ...inner.map((line) => `  ${line}`), '  } catch (error) {', '    turns++', '    throw error', '  }', '}']
    case 'settled': return [`const settled = await Promise.allSettled([...${list}].map(async (${element}) => {`, ...inner, '}))', "result.push(settled.map((it) => it.status === 'fulfilled' ? it.value : 'failed'))"]
    case 'values': return [`const values = [...${list}].map(async (${element}) => {`, ...inner, '})', 'for (const value of values) result.push(await value)']
    default: return [`const values = await Promise.all(${list.includes('(') || list === 'wanted' ? `[...${list}]` : list}.map(async (${element}) => {`, ...inner, '}))', 'result.push(values)']
  }
}

const indented = (lines: readonly string[], by: string): string => lines.map((line) => by + line).join('\n')
