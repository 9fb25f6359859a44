import { library } from '../kit/library.ts'

/** Upstash's client under another name. */
export default library({
  name: 'Vercel KV',
  packages: ['@vercel/kv'],
  docs: 'https://vercel.com/docs/storage/vercel-kv/kv-reference',
  exports: { kv: { is: 'Upstash Redis#Client' }, default: { is: 'Upstash Redis#Client' }, createClient: { returns: 'Upstash Redis#Client' } },
})
