import fc from 'fast-check'
import { join } from 'node:path'
import { emails, keys } from '../kit/data.ts'
import { prismaGround } from '../kit/grounds.ts'
import { proofFolder } from '../kit/places.ts'
import { generatedClient } from '../kit/prisma.ts'
import { proveQueries } from '../kit/query-proof.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }
const byEmails = { given: fc.tuple(emails), sized: (number: number) => [numbers(number).map((id) => `user-${id}@example.org`)] }

/** The lookup is in another file, which gets a sibling for many keys. */
proveQueries({
  title: 'batch-by-key: behind helpers',
  wish: {
    rule: 'n-plus-one',
    recipe: 'batch-by-key',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient(), 'src/lookups.ts': join(proofFolder, 'cases/batch-by-key/behind/lookups.ts') },
  },
  files: ['batch-by-key/helpers.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    userOfEachId: byIds,
    nameOfEachEmail: byEmails,
    commentsOfEachPost: { ...byIds, most: 900 },
    byAClass: byIds,
  },
})

/** The function does more than one lookup, or at some depth: its sibling gives a function for each item. */
proveQueries({
  title: 'batch-by-key: behind functions that do more',
  wish: {
    rule: 'n-plus-one',
    recipe: 'batch-by-key',
    workspace: 'prisma',
    packages: ['@prisma/adapter-libsql', '@prisma/client'],
    from: { 'src/generated/prisma': await generatedClient(), 'src/profiles.ts': join(proofFolder, 'cases/batch-by-key/behind/profiles.ts') },
  },
  files: ['batch-by-key/preload.ts'],
  open: prismaGround,
  dangling: false,
  cases: {
    profileOfEach: { ...byIds, severalFindings: true },
    failuresAreCaught: { ...byIds, severalFindings: true, expects: 'equal' },
    lineOfEach: {},
    textsOfEach: {
      given: fc.tuple(keys.map((list) => list.map((postId, index) => ({ postId, approved: index % 2 === 0 })))),
      sized: (number) => [numbers(number).map((postId) => ({ postId, approved: true }))],
      most: 400,
    },
    newestOfEach: { ...byIds, most: 900 },
    latestOfPairs: {
      given: fc.tuple(keys.map((list) => list.map((postId, index) => ({ postId, approved: index % 2 === 0 })))),
      sized: (number) => [numbers(number).map((postId) => ({ postId, approved: true }))],
    },
    thoseWithAny: byIds,
    byItsName: { severalFindings: true },
    byItsType: byIds,
    inTwoLoops: { given: fc.tuple(keys.map((list) => [list.slice(0, 2), [], list.slice(2)])), sized: (number) => [[numbers(number)]], severalFindings: true },
  },
})
