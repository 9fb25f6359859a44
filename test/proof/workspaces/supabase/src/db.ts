import { createClient } from '@supabase/supabase-js'

interface UserRow { id: number; email: string; name: string | null }
interface PostRow { id: number; title: string; published: boolean; author_id: number; editor_id: number | null }
interface CommentRow { id: number; text: string; approved: boolean; created_at: string; post_id: number; user_id: number | null }
interface Table<Row> { Row: { [Key in keyof Row]: Row[Key] }; Insert: { [Key in keyof Row]: Row[Key] }; Update: Partial<Row>; Relationships: [] }

export interface Database {
  public: {
    Tables: { users: Table<UserRow>; posts: Table<PostRow>; comments: Table<CommentRow> }
    Views: Record<never, never>
    Functions: Record<never, never>
  }
}

export const supabase = createClient<Database>(process.env.SUPABASE_URL ?? 'http://localhost:54321', process.env.SUPABASE_KEY ?? 'key')
