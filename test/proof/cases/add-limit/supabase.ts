import { supabase } from './db.ts'

export async function everyPost() {
  const { data } = await supabase.from('posts').select('id, title').order('id')
  return data ?? []
}

export async function publishedPosts() {
  const { data, error } = await supabase.from('posts').select('*').eq('published', true).order('id', { ascending: false })
  if (error) throw error
  return data
}
