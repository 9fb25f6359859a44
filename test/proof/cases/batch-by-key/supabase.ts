import { supabase } from './db.ts'

export async function authorOfEachPost() {
  const { data: posts, error } = await supabase.from('posts').select('*').order('id')
  if (error) throw error
  const feed = []
  for (const post of posts) {
    const { data: author } = await supabase.from('users').select('*').eq('id', post.author_id).single()
    feed.push({ title: post.title, author: author?.name ?? 'nobody' })
  }
  return feed
}

export async function commentsOfEachPost() {
  const { data: posts, error } = await supabase.from('posts').select('id, title').order('id', { ascending: false })
  if (error) throw error
  return Promise.all(posts.map(async (post) => {
    const { data: comments } = await supabase.from('comments').select('*').eq('post_id', post.id).order('created_at')
    return { ...post, comments }
  }))
}

export async function nameOfEachId(ids: number[]) {
  const names: (string | null)[] = []
  for (const id of ids) {
    const { data } = await supabase.from('users').select('name').eq('id', id).maybeSingle()
    names.push(data?.name ?? null)
  }
  return names
}

export async function approvedTexts(isApproved: boolean) {
  const { data: posts, error } = await supabase.from('posts').select('id').order('id')
  if (error) throw error
  const result = []
  for (const post of posts ?? []) {
    const { data: comments } = await supabase.from('comments').select('text').eq('post_id', post.id).eq('approved', isApproved).order('id')
    result.push((comments ?? []).map((comment) => comment.text))
  }
  return result
}

export async function errorOfEachId(ids: number[]) {
  const names = []
  for (const id of ids) {
    const { data, error } = await supabase.from('users').select('name').eq('id', id).maybeSingle()
    if (error) throw error
    names.push(data)
  }
  return names
}

export async function newestOfEachPost(ids: number[]) {
  const newest = []
  for (const id of ids) {
    const { data: comment } = await supabase
      .from('comments')
      .select('text')
      .eq('post_id', id)
      .order('created_at', { ascending: false })
      .limit(1)
      .maybeSingle()
    newest.push({ id, text: comment?.text ?? null })
  }
  return newest
}
