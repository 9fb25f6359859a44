import { describe, expect, test } from 'vitest'
import { inLoop, offered } from './offered.ts'

const ask = (key: string) => `result.push(await ⟦prisma.user.findUnique⟧({ where: { id: ${key} } }))`
const guarded = (guard: string, key: string, head = 'posts: Post[]') => offered(inLoop(`${guard}\n${ask(key)}`, head, 'const post of posts')).text

describe('all items are asked for, also those that the turn passes over', () => {
  test('what the turn has found to be there may be missing elsewhere', () => {
    expect(guarded('if (!post.author) continue', 'post.author.id')).toContain('in: posts.flatMap((post) => post.author?.id ?? [])')
    expect(guarded('if (post.meta === null) continue', 'post.meta.author!.id')).toContain('posts.flatMap((post) => post.meta?.author?.id ?? [])')
    expect(guarded('if (post.ids.length === 0) continue', 'post.ids[0].user')).toContain('posts.flatMap((post) => post.ids?.[0]?.user ?? [])')
  })

  test('an item that may be missing itself', () => {
    expect(guarded('if (!post) continue', 'post.authorId')).toContain('posts.flatMap((post) => post?.authorId ?? [])')
    expect(guarded('if (!post?.authorId) continue', 'post.authorId')).toContain('posts.flatMap((post) => post?.authorId ?? [])')
    expect(guarded('if (skipped(post)) continue', 'post.authorId')).toContain('posts.flatMap((post) => post.authorId ?? [])')
  })

  test('a part of it that has got a name', () => {
    expect(guarded('const { author } = post\nif (!author) continue', 'author.id')).toContain('return author?.id ?? []')
    expect(guarded('if (!post.author) continue\nconst { id } = post.author', 'id')).toBeUndefined()
    expect(guarded('if (!post.author) continue\nconst { authorId } = post', 'authorId')).toContain('return authorId ?? []')
  })

  test('types that say that it is there are believed', () => {
    expect(guarded('if (post.hidden) continue', 'post.author.id', 'posts: { hidden: boolean; author: { id: number } }[]')).toContain('posts.map((post) => post.author.id)')
    expect(guarded('if (!post.author) continue', 'post.author.id', 'posts: { author: { id: number } | null }[]')).toContain('posts.flatMap((post) => post.author?.id ?? [])')
  })

  test('an item of another type has no such key', () => {
    expect(guarded("if (typeof post === 'string') continue", 'post.authorId')).toBeUndefined()
    expect(guarded('if (!(post instanceof Draft)) continue', 'post.authorId')).toBeUndefined()
    expect(guarded("if (!('author' in post)) continue", 'post.author.id')).toBeUndefined()
    expect(guarded("if (typeof post.author !== 'object') continue", 'post.author.id')).toBeUndefined()
  })

  test('a conversion that refuses what the turn passes over', () => {
    expect(guarded('if (!post.code) continue', 'BigInt(post.code)')).toBeUndefined()
    expect(guarded('if (!post.code) continue', 'post.code.trim()')).toContain('posts.flatMap((post) => post.code?.trim() ?? [])')
  })

  test('a list of an item that is passed over', () => {
    const nested = (guard: string) => offered(inLoop(`${guard}\nfor (const comment of post.comments) {\n${ask('comment.authorId')}\n}`, 'posts: Post[]', 'const post of posts')).text
    expect(nested('console.log(post)')).toContain('const comments = posts.flatMap((post) => post.comments)')
    expect(nested('if (!post.comments) continue')).toBeUndefined()
    expect(nested("if (post.kind === 'talk') continue")).toBeUndefined()
  })
})
