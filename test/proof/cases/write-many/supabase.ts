import { supabase } from './db.ts'

export interface NewUser { id: number; email: string; name: string | null }

export async function deleteEach(ids: number[]) {
  for (const id of ids) {
    await supabase.from('comments').delete().eq('id', id)
  }
}

export async function approveEach(ids: number[]) {
  for (const id of ids) {
    await supabase.from('comments').update({ approved: true }).eq('approved', false).eq('id', id)
  }
}
