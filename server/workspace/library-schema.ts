/**
 * How a project describes its own data access in crowdproof.json, in the words of `rules/kit/library.ts`: a wrapper
 * that cannot be followed, a client that code nobody sees has generated, a package of the house.
 */
import { z } from 'zod'

const text = z.string({ error: 'a text is expected' })
const texts = z.array(text, { error: 'a list of texts is expected' })
const flag = z.literal(true, { error: '“true” is expected, or nothing' })
const position = z.number({ error: 'the position of an argument, from 0, is expected' }).int().min(0)
const group = 'an object in { } is expected'
const oneOf = <const Words extends readonly string[]>(...words: Words) =>
  z.enum(words, { error: `one of ${words.map((word) => `“${word}”`).join(', ')} is expected` })

const option = z.strictObject({
  argument: position.describe('The argument that holds it.'),
  path: text.describe('Where in that argument: “timeout”, “retry.limit”; nothing for the argument itself.'),
  unit: oneOf('ms', 's', 'signal', 'number', 'boolean'),
}, { error: group })

const runs = z.strictObject({
  argument: z.union([position, z.literal('last')], { error: 'a position from 0, or “last”, is expected' }).describe('Which argument is the callback.'),
  property: text.optional().describe('It is that property of the argument.'),
  with: texts.optional().describe('The types of the callback\'s parameters; “self” for the receiver, “” for one that nothing is said of.'),
  times: oneOf('once', 'per-element', 'later').describe('How often it runs: once, for each element of a list, or later on its own.'),
  of: position.optional().describe('The argument whose elements it runs for; the first one by default.'),
  gives: flag.optional().describe('The call gives what the callback gives.'),
  transaction: flag.optional().describe('What it does belongs to one transaction.'),
}, { error: group })

const call = z.strictObject({
  does: oneOf('query', 'write', 'request', 'mail', 'document', 'media', 'model', 'connect', 'release', 'cache', 'enqueue', 'block').optional()
    .describe('What it does to the world outside the process.'),
  rows: oneOf('one', 'many', 'number').optional().describe('How many rows a query gives.'),
  rowsIn: text.optional().describe('The property of the result that holds the rows.'),
  returns: text.optional().describe('The type that it gives: one of “types”, “self”, or another library\'s, as in “Prisma#Client”.'),
  row: text.optional().describe('The type of each row, where rows have methods.'),
  target: z.union([position, z.literal('receiver')]).optional().describe('What names the table: that argument, or the receiver.'),
  builds: flag.optional().describe('It only builds a query, which runs when it is awaited.'),
  wraps: position.optional().describe('It gives that argument itself, which is a function.'),
  memoises: oneOf('request', 'shared').optional().describe('What it wraps runs once for each key.'),
  personal: flag.optional().describe('What it gives depends on who asks.'),
  runs: z.array(runs, { error: 'a list is expected' }).optional().describe('Callbacks that it calls.'),
  options: z.strictObject({ timeout: option, retries: option, limit: option, concurrency: option }, { error: group }).partial().optional(),
}, { error: group })

const value = z.union([
  z.strictObject({ class: text, new: call.optional() }).describe('A class: “new” gives that type.'),
  z.strictObject({ is: text }).describe('A value of that type.'),
  call,
], { error: 'a call, { "class": … } or { "is": … } is expected' })
const values = z.record(z.string(), value, { error: group })

const type = z.strictObject({
  names: texts.optional().describe('Exported type names that mean it in annotations.'),
  members: values.optional().describe('What its members are; “*” for all others.'),
  called: call.optional().describe('What calling the value does.'),
  tagged: call.optional().describe('What it does as a template\'s tag.'),
  oneAtATime: flag.optional().describe('It does one thing at a time: a checked-out connection.'),
}, { error: group })

const described = z.strictObject({
  name: text.min(1, 'a name is expected').describe('For messages.'),
  packages: texts.optional().describe('The packages whose exports these are.'),
  files: texts.optional().describe('Files of the workspace that it stands for, as globs; only what is said here is then known of their exports.'),
  docs: text.optional().describe('Where to read more.'),
  exports: values.optional().describe('What is exported, by name; “default” for a default export.'),
  types: z.record(z.string(), type, { error: group }).optional().describe('The types of the values that it hands out.'),
  over: texts.optional().describe('Names of libraries whose clients it works with.'),
}, { error: group })

/** Every place of it that names a type. */
function* typesNamed({ exports = {}, types = {} }: DescribedLibrary): Generator<{ name: string; path: PropertyKey[] }> {
  const records: [PropertyKey[], Record<string, z.infer<typeof value>>][] = [
    [['exports'], exports], ...Object.entries(types).map(([name, { members = {} }]): [PropertyKey[], typeof members] => [['types', name, 'members'], members]),
  ]
  const calls: [PropertyKey[], z.infer<typeof call>][] = Object.entries(types).flatMap(([name, { called = {}, tagged = {} }]) => [[['types', name, 'called'], called], [['types', name, 'tagged'], tagged]])
  for (const [at, record] of records) {
    for (const [key, fact] of Object.entries(record)) {
      if ('class' in fact) yield { name: fact.class, path: [...at, key, 'class'] }
      else if ('is' in fact) yield { name: fact.is, path: [...at, key, 'is'] }
      else calls.push([[...at, key], fact])
      if ('class' in fact && fact.new) calls.push([[...at, key, 'new'], fact.new])
    }
  }
  for (const [at, { returns, row, runs: callbacks = [] }] of calls) {
    if (returns !== undefined && returns !== 'self') yield { name: returns, path: [...at, 'returns'] }
    if (row !== undefined) yield { name: row, path: [...at, 'row'] }
    for (const [index, { with: handed = [] }] of callbacks.entries()) {
      for (const [place, name] of handed.entries()) if (name !== '' && name !== 'self') yield { name, path: [...at, 'runs', index, 'with', place] }
    }
  }
}

export const librarySchema = described.superRefine((library, context) => {
  if (!library.packages && !library.files) context.addIssue({ code: 'custom', path: [], message: '“packages” or “files” are expected' })
  for (const { name, path } of typesNamed(library)) {
    if (!name.includes('#') && !Object.hasOwn(library.types ?? {}, name)) context.addIssue({ code: 'custom', path, message: `there is no type “${name}” among its “types”` })
  }
}).describe('A library in the project\'s own words.')

export type DescribedLibrary = z.infer<typeof described>
