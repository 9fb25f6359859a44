import { library, type Call } from '../kit/library.ts'

const write: Call = { does: 'write', builds: true, returns: 'Builder' }
const asked: Call = { does: 'request', personal: true }
const request: Call = { does: 'request' }

/** Speaks HTTP: a client holds no connection, so making one is no `connect`. */
const client: Call = { returns: 'Client' }

export default library({
  name: 'Supabase',
  packages: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs'],
  docs: 'https://supabase.com/docs/reference/javascript/select',
  exports: {
    createClient: client, createServerClient: client, createBrowserClient: client,
    createServerComponentClient: client, createRouteHandlerClient: client, createServerActionClient: client, createMiddlewareClient: client,
  },
  types: {
    Client: {
      names: ['SupabaseClient'],
      members: {
        from: { returns: 'Table' }, schema: { returns: 'self' }, rpc: { does: 'query', rows: 'many', builds: true, returns: 'Builder' },
        auth: { is: 'Auth' }, storage: { is: 'Storage' }, functions: { is: 'Functions' },
      },
    },
    Table: { members: { select: { does: 'query', rows: 'many', builds: true, returns: 'Builder' }, insert: write, upsert: write, update: write, delete: write } },
    Builder: { members: { '*': { returns: 'self' } } },
    Auth: { members: { getUser: asked, getSession: { personal: true }, getClaims: { personal: true }, signInWithPassword: request, signUp: request, signOut: request } },
    Storage: { members: { from: { returns: 'Bucket' } } },
    Bucket: { members: { upload: request, download: request, remove: request, list: request, createSignedUrl: request, move: request, copy: request, getPublicUrl: {} } },
    Functions: { members: { invoke: request } },
  },
})
