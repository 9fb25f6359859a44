/** A report on two small files, with everything a report can hold. */
import type { FileEdit } from '../../rules/kit/rule.ts'
import type { Finding, OfferedFix } from '../../server/engine/finding.ts'
import { describeFindings } from '../../server/reports/report.ts'
import type { Report, RuleFacts, Texts } from '../../server/reports/report.ts'

export const posts = `import { db } from './db'

export async function list() {
  const posts = await db.post.findMany()
  for (const post of posts) {
\t\tpost.author = await db.user.findUnique({ where: { id: post.authorId } })
  }
}
`
const mail = `// 名前 😀\nexport const send = () => fetch('/mail') // 名前\n`

export const texts: Record<string, string> = { 'src/posts.ts': posts, 'src/a b/mäil#1.ts': mail }

export const sources: Texts = { text: path => texts[path], shown: path => path }

export const place = (path: string, words: string) => {
  const start = texts[path]!.indexOf(words)
  if (start < 0) throw new Error(`${words} is not in ${path}`)
  return { path, start, end: start + words.length }
}

const edits = new Map<OfferedFix, FileEdit[]>()

function offer(recipe: string, title: string, trust: OfferedFix['trust'], made: FileEdit[] | undefined): OfferedFix {
  const fix: OfferedFix = { recipe, title, trust, edits: () => made }
  if (made) edits.set(fix, made)
  return fix
}

export const editsOf = (fix: OfferedFix): FileEdit[] | undefined => edits.get(fix)

export const findings: Finding[] = [
  {
    rule: 'n-plus-one',
    level: 'error',
    confidence: 'high',
    message: '`db.user.findUnique` runs once per `post`: 100% of them, one by one.',
    at: place('src/posts.ts', 'db.user.findUnique'),
    related: [
      { at: place('src/posts.ts', 'for (const post of posts)'), message: 'This loop, repeats: it.' },
      { at: place('src/a b/mäil#1.ts', 'send'), message: 'And this calls it.' },
    ],
    trips: '1 + posts',
    cost: 101,
    entry: 'GET /posts',
    fixes: [
      offer('batch-by-key', 'Load all users at once', 'safe', [
        { path: 'src/posts.ts', edits: [{ ...place('src/posts.ts', 'for (const post'), text: 'const users = []\n  for (const post' }] },
        { path: 'src/new file.ts', create: 'export {}\n' },
      ]),
      offer('impossible', 'Cannot be made', 'review', undefined),
    ],
    fingerprint: 'n-plus-one:list:db.user.findUnique:0',
  },
  {
    rule: 'missing-timeout',
    level: 'information',
    confidence: 'medium',
    message: '`fetch` waits for ever.',
    at: place('src/a b/mäil#1.ts', 'fetch'),
    related: [],
    trips: undefined,
    cost: undefined,
    entry: undefined,
    fixes: [offer('add-timeout', 'Add a time limit', 'review', [{ path: 'src/a b/mäil#1.ts', edits: [{ ...place('src/a b/mäil#1.ts', "'/mail'"), text: "'/mail', {}" }] }])],
    fingerprint: 'missing-timeout:send:fetch:0',
  },
]

export const rules: RuleFacts[] = [
  { id: 'n-plus-one', title: 'A query for each element of a list', killer: 'queries', level: 'error', page: '# n-plus-one\n\nIt costs.\n' },
  { id: 'missing-timeout', title: 'An outside call that may wait far too long', killer: 'resilience', level: 'warning', page: undefined },
]

export const rulesById = new Map(rules.map(rule => [rule.id, rule]))

export const reportOf = (some: Finding[] = findings, changes: Partial<Report> = {}): Report => ({
  version: '1.2.3',
  scale: { users: 100, rows: 100 },
  checked: { files: 12, skipped: [{ path: 'src/big.ts', reason: 'Larger than 1 MB.' }], unresolved: 2 },
  problems: [],
  findings: describeFindings(some, sources),
  ...changes,
})
