import { library, type Call } from '../kit/library.ts'

const operators = ['AND', 'OR', 'NOT']
const include = { argument: 0, property: 'include', selectProperty: 'select' } as const
const limitOption = { limit: { argument: 0, path: 'take', unit: 'number' } } as const

/** A lookup that can be asked for many keys at once: `where: { id }` becomes `where: { id: { in: ids } }`. */
const lookup = (rows: 'one' | 'many', missing: 'null' | 'throws' | 'rows'): Call => ({
  does: 'query',
  rows,
  include,
  ...(rows === 'many' && { options: limitOption }),
  many: {
    style: 'object', argument: 0, where: 'where', call: 'findMany', in: 'in', operators,
    keeps: rows === 'many' ? ['include', 'select', 'omit', 'where', 'orderBy'] : ['include', 'select', 'omit', 'where'],
    missing, limit: 32767, select: 'select',
  },
})
/** The client joins these by itself when they are issued in the same tick; no loader since 8. */
const joinedInOneTick = { batches: { versions: '<8' } }
const number: Call = { does: 'query', rows: 'number' }
const write: Call = { does: 'write', include }
const raw: Call = { does: 'query', rows: 'many' }

export default library({
  name: 'Prisma',
  packages: ['@prisma/client', '@prisma/client/*'],
  docs: 'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
  generated: ['**/generated/prisma/**', '**/generated/client/**', '**/prisma/generated/**', '**/prisma/client/**'],
  exports: {
    PrismaClient: {
      class: 'Client',
      new: { does: 'connect', connection: 'pooled-client' },
    },
  },
  types: {
    Client: {
      names: ['PrismaClient', 'Prisma.TransactionClient', 'Prisma.DefaultPrismaClient'],
      members: {
        $transaction: { runs: [{ argument: 0, with: ['self'], times: 'once', gives: true, transaction: true }] },
        $extends: { returns: 'self' },
        $queryRaw: raw, $queryRawUnsafe: raw, $queryRawTyped: raw,
        $executeRaw: { does: 'write' }, $executeRawUnsafe: { does: 'write' },
        $connect: {}, $disconnect: { does: 'release' }, $on: {}, $use: {},
        // Of `prisma-extension-kysely`.
        $kysely: { is: 'Kysely#Database' },
        '*': { is: 'Model' },
      },
    },
    Model: {
      members: {
        findUnique: { ...lookup('one', 'null'), ...joinedInOneTick },
        findUniqueOrThrow: { ...lookup('one', 'throws'), ...joinedInOneTick },
        findFirst: lookup('one', 'null'),
        findFirstOrThrow: lookup('one', 'throws'),
        findMany: lookup('many', 'rows'),
        count: number,
        aggregate: number,
        groupBy: { does: 'query', rows: 'many' },
        findRaw: raw, aggregateRaw: raw,
        create: write, createMany: write, createManyAndReturn: write,
        update: write, updateMany: write, updateManyAndReturn: write, upsert: write,
        delete: write, deleteMany: write,
      },
    },
  },
})
