/** Random rows, and rows of a chosen number, for the databases that the proofs run on. */
import fc from 'fast-check'

export interface User { id: number; email: string; name: string | null }
export interface Post { id: number; title: string; published: boolean; authorId: number; editorId: number | null }
export interface Comment {
  id: number
  text: string
  approved: boolean
  createdAt: Date
  postId: number
  userId: number | null
}
export interface Rows { users: User[]; posts: Post[]; comments: Comment[] }

const somebody = (id: number, name: string | null): User => ({ id, email: `user-${id}@example.org`, name })
const day = (number: number): Date => new Date(Date.UTC(2026, 0, 1, 0, number))

export interface Wish {
  /** Rows may point to rows that do not exist: true where nothing in the database forbids it. */
  dangling: boolean
}

/** Few rows with few keys, so that empty lists, duplicates and gaps are frequent; in any order. */
export function rows(wish: Wish): fc.Arbitrary<Rows> {
  const id = fc.integer({ min: 1, max: 9 })
  const users = fc
    .uniqueArray(fc.tuple(id, fc.option(fc.constantFrom('Ada', 'Bo', 'Zoë', ''))), { selector: ([key]) => key, maxLength: 6 })
    .map((list) => list.map(([key, name]) => somebody(key, name)))

  return users.chain((people) => {
    const user = pointer(people, wish.dangling)
    const posts = fc.uniqueArray(
      fc.record({ id, title: fc.string({ maxLength: 5 }), published: fc.boolean(), authorId: user, editorId: fc.option(user) }),
      { selector: (post) => post.id, maxLength: people.length || wish.dangling ? 7 : 0 },
    )
    return posts.chain((written) => {
      const comment = fc.record({
        text: fc.string({ maxLength: 5 }),
        approved: fc.boolean(),
        postId: pointer(written, wish.dangling),
        userId: people.length || wish.dangling ? fc.option(user) : fc.constant(null),
      })
      const most = written.length || wish.dangling ? 12 : 0
      return fc
        .tuple(fc.array(comment, { maxLength: most }), fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }))
        .map(([list, moments]): Rows => ({
          users: people,
          posts: written.map((post) => ({ ...post, title: printable(post.title) })),
          // Ids and times are distinct but in different orders, so that sorting by one never passes for the other.
          comments: list.map((item, index) => ({
            ...item,
            id: index * 7 % 12 + 1,
            text: printable(item.text),
            createdAt: day(moments[index]!),
          })),
        }))
    })
  })
}

/** `number` users, as many posts each with an author of its own, and one comment to each post. */
export function sized(number: number): Rows {
  const numbers = Array.from({ length: number }, (_, index) => index + 1)
  return {
    users: numbers.map((id) => somebody(id, `Name ${id}`)),
    posts: numbers.map((id) => ({ id, title: `Title ${id}`, published: true, authorId: id, editorId: id })),
    comments: numbers.map((id) => ({ id, text: `Text ${id}`, approved: true, createdAt: day(id), postId: id, userId: id })),
  }
}

/** Keys that exist, that do not, and that come twice. */
export const keys = fc.array(fc.integer({ min: 1, max: 11 }), { maxLength: 12 })
/** The same, each once. */
export const distinctKeys = fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { maxLength: 9 })
export const someKeys = (value: fc.Arbitrary<number | null | undefined>) => fc.array(fc.oneof(keys.map((list) => list[0] ?? 1), value), { maxLength: 10 })
export const emails = keys.map((list) => list.map((id) => `user-${id}@example.org`))
export const days = fc.array(fc.integer({ min: 0, max: 14 }).map(day), { maxLength: 10 })

function pointer(list: { id: number }[], dangling: boolean): fc.Arbitrary<number> {
  const existing = list.map((item) => item.id)
  if (dangling) return fc.constantFrom(...existing, 77, 78)
  return existing.length ? fc.constantFrom(...existing) : fc.constant(0)
}

/** PostgreSQL's text holds anything but the zero character. */
const printable = (text: string): string => text.replaceAll('\0', '')
