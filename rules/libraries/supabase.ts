import { library, type Call, type ManyKeys } from '../kit/library.ts'
import { asks } from './definitions/supabase.ts'

const select: Call = {
  does: 'query', rows: 'many', rowsIn: 'data', builds: true, returns: 'Builder',
  many: {
    style: 'rest', equals: 'eq', in: 'in', one: ['single', 'maybeSingle'], strict: 'single', first: 'limit', rows: 'data', error: 'error', limit: 200, mostRows: 1000,
    keeps: ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'ilike', 'is', 'in', 'contains', 'containedBy', 'overlaps', 'not', 'or', 'filter', 'match', 'textSearch', 'order'],
  },
}
const write: Call = { does: 'write', builds: true, returns: 'Builder' }
const manyKeys: ManyKeys = {
  where: ['eq'], forms: ['pair'], by: ['delete', 'update'], in: { link: 'in' }, empty: 'nothing', limit: 200,
  keeps: ['from', 'neq', 'gt', 'gte', 'lt', 'lte', 'is', 'in', 'not'],
}
const change: Call = { ...write, manyKeys }
const upsert: Call = { ...write, manyRows: { link: 'upsert', argument: 0, gives: 'nothing', keeps: ['from', 'upsert'], options: true, changes: true, empty: 'nothing' } }
const insert: Call = { ...write, manyRows: { link: 'insert', argument: 0, gives: 'nothing', keeps: ['from', 'insert'], empty: 'nothing' } }
const asked: Call = { does: 'request', personal: true }
const request: Call = { does: 'request' }

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
const client: Call = { returns: 'Client' }

export default library({
  name: 'Supabase',
  packages: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs', '@supabase/auth-helpers-react', '@supabase/auth-helpers-remix'],
  docs: 'https://supabase.com/docs/reference/javascript/select',
  asks,
  exports: {
    createClient: client, createServerClient: client, createBrowserClient: client,
    createServerComponentClient: client, createRouteHandlerClient: client, createServerActionClient: client, createMiddlewareClient: client,
    createClientComponentClient: client, createPagesServerClient: client, createPagesBrowserClient: client, useSupabaseClient: client,
  },
  types: {
    Client: {
      names: ['SupabaseClient'],
      members: {
        from: { returns: 'Table' }, schema: { returns: 'self' }, rpc: { does: 'query', rows: 'many', rowsIn: 'data', builds: true, returns: 'Builder' },
        auth: { is: 'Auth' }, storage: { is: 'Storage' }, functions: { is: 'Functions' }, channel: {}, removeChannel: {},
      },
    },
    Table: { members: { select, insert, upsert, update: change, delete: change } },
    Builder: { members: { '*': { returns: 'self' } } },
    Auth: {
      members: {
        getUser: asked, getSession: { personal: true }, getClaims: { personal: true }, signInWithPassword: request, signInWithOtp: request, signUp: request, signOut: request,
        admin: { is: 'Admin' },
      },
    },
    Admin: { members: { getUserById: request, listUsers: request, createUser: request, deleteUser: request, updateUserById: request, inviteUserByEmail: request, generateLink: request } },
    Storage: { members: { from: { returns: 'Bucket' } } },
    Bucket: {
      members: {
        upload: request, download: request, remove: request, list: request, createSignedUrl: request, createSignedUrls: request, createSignedUploadUrl: request, move: request, copy: request, getPublicUrl: {},
      },
    },
    Functions: { members: { invoke: request } },
  },
})
