import { supabase } from './db.ts'

export async function errorIsThrown(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data: user, error } = await supabase.from('users').select('*').eq('id', id).single()
    if (error) throw new Error(error.code)
    result.push(user)
  }
  return result
}

export async function columnsWithoutTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data: comments } = await supabase.from('comments').select('text').eq('post_id', id).order('id')
    result.push(comments)
  }
  return result
}

export async function twoOfEach(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data: comments } = await supabase.from('comments').select('*').eq('post_id', id).order('id').limit(2)
    result.push(comments)
  }
  return result
}

export async function commentsOfEachEditor() {
  const { data: posts } = await supabase.from('posts').select('*').order('id')
  const result = []
  for (const post of posts ?? []) {
    const { data: comments } = await supabase.from('comments').select('*').eq('user_id', post.editor_id!).order('id')
    result.push(comments)
  }
  return result
}

export async function counted(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { count } = await supabase.from('comments').select('*', { count: 'exact', head: true }).eq('post_id', id)
    result.push(count)
  }
  return result
}

export async function renamesTheKey(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data } = await supabase.from('users').select('id:email').eq('id', id).single()
    result.push(data?.id)
  }
  return result
}

export async function changesTheRow(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data: user } = await supabase.from('users').select('*').eq('id', id).single()
    if (user) user.name = `${user.name ?? ''}!`
    result.push(user)
  }
  return result
}

export async function readsWhatItWrote(ids: number[]) {
  const result = []
  for (const id of ids) {
    const { data: user } = await supabase.from('users').select('name').eq('id', id).single()
    await supabase.from('users').update({ name: `${id}` }).gt('id', 0)
    result.push(user?.name)
  }
  return result
}

export async function wholeAnswers(ids: number[]) {
  return Promise.all(ids.map(async (id) => {
    const answer = await supabase.from('users').select('*').eq('id', id).maybeSingle()
    return { user: answer.data, failed: answer.error !== null }
  }))
}
