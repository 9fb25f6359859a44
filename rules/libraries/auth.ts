import { library, type Call, type Value } from '../kit/library.ts'

const asked: Call = { personal: true }
/** A middleware that asks who somebody is. */
const guard: Call = { returns: 'Guard' }

/** Exported functions that tell who asks, by the subpath they are exported from. */
const functions: Record<string, Value> = {
  getServerSession: asked, getToken: asked, getAuth: asked, auth: asked, currentUser: asked, getSession: asked, unstable_getServerSession: asked,
  'next.getServerSession': asked, 'jwt.getToken': asked, 'server.auth': asked, 'server.currentUser': asked, 'server.getAuth': asked,
  getIronSession: asked, getKindeServerSession: asked,
  requireAuth: guard, expressjwt: guard, withApiAuthRequired: guard,
}

export default library({
  name: 'Sessions',
  packages: [
    'next-auth', 'next-auth/*', '@auth/express', '@auth/core', '@clerk/nextjs', '@clerk/nextjs/*', '@clerk/express', '@clerk/fastify', '@hono/clerk-auth',
    'iron-session', 'iron-session/*', 'express-jwt', '@kinde-oss/kinde-auth-nextjs', '@auth0/nextjs-auth0', 'express-oauth2-jwt-bearer', 'express-openid-connect',
  ],
  docs: 'https://authjs.dev/getting-started/session-management/get-session',
  exports: { ...functions, default: { returns: 'Auth' } },
  types: {
    /** `NextAuth(options)` of version 5 gives `{ auth, handlers, … }`. */
    Auth: { members: { auth: asked, handlers: {}, signIn: {}, signOut: {} } },
    Guard: { personal: true },
  },
})
