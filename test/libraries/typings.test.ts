import { describe, expect, test } from 'vitest'
import { frameworks } from '../../rules/frameworks/index.ts'
import { library } from '../../rules/kit/library.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { prismaOperations } from './prisma-operations.ts'
import { checkTypings } from './typings.ts'

/** Libraries whose typings are not installed for every run, each with the reason and the version that was checked last. */
const unasked: Record<string, string> = {
  'Next.js': 'next 16.4.6 was checked; it is larger than all others together',
  Async: 'it has no typings of its own; from its documentation',
  Bluebird: 'it has no typings of its own; from its documentation',
  Effect: 'thousands of files; from its documentation',
  Lodash: 'it has no typings of its own; the pages are checked against those of @types/lodash',
  neverthrow: 'from its documentation',
  Remeda: 'from its documentation',
  RxJS: 'from its documentation',
  TypeGraphQL: 'it brings validators and parsers; from its documentation',
  'p-queue': 'from its documentation',
  Bun: 'of the platform; bun-types 1.4.5 was read',
  sqlite3: 'sqlite3 6.0.1 and sqlite 5.1.1 were checked; it is compiled when it is installed',
  'DynamoDB (AWS SDK 2)': 'aws-sdk 2.1693.0 was checked; the whole of AWS in one package, no longer developed',
  Elysia: 'elysia 1.4.30 was checked; it brings TypeBox and its kin',
  'p-map-series': 'from its documentation',
  'typeorm-transactional': 'from its documentation',
  Inngest: 'inngest 4.24.0 was checked; it brings the whole of OpenTelemetry',
  OpenAI: 'openai 7.57.0 was checked; thousands of files',
  Anthropic: '@anthropic-ai/sdk 0.130.0 was checked; thousands of files',
  'AI SDK': 'ai, checked with the newest of November 2026; large',
  TypeORM: 'typeorm 1.1.1 was checked; thousands of files',
  ExcelJS: 'exceljs 4.4.0 was checked; large',
  jsPDF: 'jspdf 4.2.1 was checked; large',
  docx: 'docx 9.15.2 was checked; large',
  'pdf-lib': 'pdf-lib 1.17.1 was checked; large',
  'React PDF': '@react-pdf/renderer 4.9.0 was checked; large',
  'Trigger.dev': 'its dependencies are large; from its documentation',
  'Better Auth': 'its dependencies are large; from its documentation',
  'html-pdf-node': 'it has no typings',
  Bookshelf: 'it has no typings',
  'node:sqlite': 'of the platform: its typings come with those of Node, and the proofs run it',
  'Web standards': 'no package: the platform itself',
  'Firestore for the web': 'firebase, checked by its documentation; large',
  'Vercel KV': 'the client is that of Upstash; the package is no longer developed',
}

/** Said although the installed typings do not know it, each with the reason. */
const known: Record<string, { paths: RegExp; why: string }> = {
  'AWS SDK': { paths: /^export (?!SESClient|SendEmail|SendRaw|SendTemplated|SendBulkTemplated)/, why: 'all clients have one shape; only that of SES is installed' },
  Containers: { paths: /^(?!Container.create$|(export|type name) ModuleRef$)/, why: 'tsyringe 4.10.0, inversify 8.2.3 and typedi 0.10.0 were checked; only the class of Nest is installed' },
  Convex: { paths: /^(export (internal|http)?[aA]ction$|export httpActionGeneric|type name ActionCtx$)/, why: 'of the files that Convex writes into a project; an HTTP action takes a function only' },
  Drizzle: { paths: /^(Database\._query$|Prepared\.|Query\.(prepare|all|get)$)/, why: 'the older queries of the 1.0 betas; each database has a class of its own for prepared ones, SQLite for those that answer at once' },
  Express: { paths: /^Request\.(auth|userId|session|sessionID|user|isAuthenticated)$/, why: 'added by middleware: sessions, passport, express-jwt' },
  GraphQL: { paths: /^export (buildFederatedSchema|buildSubgraphSchema|createHandler|createServer|(express4\.)?expressMiddleware|graphqlHTTP|startServerAndCreateNextHandler)/, why: 'of Apollo, its integrations and older servers, which are large' },
  Pothos: { paths: /^(Builder\.(prisma|drizzle)|(Root)?Fields\.(connection|drizzleField|prismaField))/, why: 'added by its plug-ins' },
  Fastify: { paths: /^(Request\.(auth|cookies|session|user|jwtVerify|unsignCookie)|Reply\.(setCookie|cookie|clearCookie))$/, why: 'added by plug-ins' },
  Koa: { paths: /^Context\.(session|user)$/, why: 'added by middleware' },
  Firestore: { paths: /^export firestore$/, why: 'of the namespace admin, until firebase-admin 13' },
  Mongoose: { paths: /^(Document\.(execPopulate|remove|update)|Model\.(aggregatePaginate|count|findByIdAndRemove|findOneAndRemove|paginate|remove|save|update)|type name (AggregatePaginate|Paginate|PassportLocal|SoftDelete)Model)$/, why: 'until 5, 6 or 7, and of plug-ins' },
  PocketBase: { paths: /^type name (Client|default)$/, why: 'the default export is the class' },
  'Next.js': { paths: /^(Request\.(auth|geo|ip)|ApiRequest\.session|export server\.unstable_after)$/, why: 'until Next 14, in 15.0, and added by session libraries' },
  Inngest: { paths: /^(Context|Step)\./, why: 'handed to a callback of a generic type that cannot be followed' },
  MikroORM: { paths: /^(export (Embedded|Entity|Enum|Formula|Index|ManyTo\w+|OneTo\w+|\w*PrimaryKey|Property|Unique)|Manager\.(execute|persistAndFlush|removeAndFlush)|type name (Sql|Mongo)Entity\w+)$/, why: 'until 6, and of the packages for single databases, and of @mikro-orm/decorators since 7' },
  NestJS: { paths: /^type name Nest(Express|Fastify)Application$/, why: 'of @nestjs/platform-*, which bring whole servers' },
  React: { paths: /^export (render|hydrate)$/, why: 'until React 18' },
  Sessions: { paths: /^(export (auth|currentUser|expressjwt|getAuth|getKindeServerSession|getSession|requireAuth|withApiAuthRequired|server\.\w+)|Auth\.\w+)$/, why: 'of Clerk, Auth0, Kinde and next-auth 5, which are large or not released' },
  Sequelize: { paths: /^export (AllowNull|BelongsTo|BelongsToMany|Column|CreatedAt|DeletedAt|ForeignKey|HasMany|HasOne|Index|PrimaryKey|Table|Unique|UpdatedAt)( can be called)?$|^export default$/, why: 'decorators of sequelize-typescript, and the class itself, which the package is where it is required' },
  SvelteKit: { paths: /^type name (Locals|Platform)$/, why: 'of the namespace App, which every project declares' },
  Stripe: { paths: /^Resource\.expire$/, why: 'two levels down: checkout.sessions.expire' },
  Supabase: { paths: /^export (create(Middleware|RouteHandler|ServerAction|ServerComponent|ClientComponent|PagesServer|PagesBrowser)Client|useSupabaseClient)$/, why: 'of the older @supabase/auth-helpers-*' },
  TypeORM: { paths: /^(type name Connection|(static )?\w+\.(exist|existBy|findByIds|findOneById))$/, why: 'until 0.3, and until 1.0' },
  got: { paths: /^export got$/, why: 'from 12 to 15' },
}

const all = [...libraries, ...frameworks]
const wrong = library({
  name: 'Wrong', packages: ['axios'], docs: '',
  exports: { default: { is: 'Axios' }, fetchAll: {} },
  types: {
    Axios: {
      names: ['AxiosInstance', 'AxiosClient'],
      members: { get: { options: { timeout: { argument: 1, path: 'timeoutMs', unit: 'ms' } } }, fetch: {}, create: { returns: 'Axios' } },
    },
  },
})
const checked = checkTypings([...all, wrong])

const asked = all.filter((it) => it.name !== 'Prisma' && checked.get(it.name)!.versions.length > 0).map((it) => it.name)

describe('the typings', () => {
  test.each(asked)('of %s have what is said of it', (name) => {
    const { problems, versions } = checked.get(name)!
    const missing = problems.filter((it) => !known[name]?.paths.test(it))
    expect(missing.map((it) => `${name}: ${it} is in none of ${versions.join(', ')}`).join('\n')).toBe('')
  })

  test('are there for every library but those with a reason', () => {
    const without = all.filter((it) => it.name !== 'Prisma' && !asked.includes(it.name)).map((it) => it.name)
    expect(without.filter((it) => unasked[it] === undefined)).toEqual([])
    expect([...Object.keys(unasked), ...Object.keys(known)].filter((name) => !all.some((it) => it.name === name))).toEqual([])
  })

  test('of Prisma are generated, but its runtime lists every operation', () => {
    const { types } = libraries.find((it) => it.name === 'Prisma')!
    const raw = Object.keys(types!.Client!.members!).filter((it) => /Raw/.test(it) && it !== '$queryRawTyped')
    const operations = prismaOperations()
    expect(operations.length).toBeGreaterThan(20)
    expect([...Object.keys(types!.Model!.members!), ...raw].filter((it) => !operations.includes(it))).toEqual([])
  })

  test('show what is not there', () => {
    expect(checked.get('Wrong')!.problems).toEqual([
      'Axios.fetch', 'Axios.get: timeout at timeoutMs of argument 1', 'export fetchAll', 'type name AxiosClient',
    ])
  })
})
