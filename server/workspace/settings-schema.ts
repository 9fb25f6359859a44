/** What may stand in crowdproof.json: one definition for checking it and for the schema that editors complete from. */
import { z } from 'zod'
import { librarySchema } from './library-schema.ts'

const level = z.enum(['error', 'warning', 'information', 'hint', 'off'], {
  error: 'one of “error”, “warning”, “information”, “hint” and “off” is expected',
})

const whole = (least: number, most: number) => {
  const error = `a whole number from ${least} to ${most} is expected`
  return z.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

const listOfTexts = z.array(z.string({ error: 'a text is expected' }), { error: 'a list of texts is expected' })
const group = 'an object in { } is expected'

export const settingsSchema = z.strictObject({
  $schema: z.string({ error: 'a text is expected' }).describe('Where this schema lies, for editors.'),
  rules: z.record(z.string(), z.union([level, z.strictObject({ level })], {
    error: 'a level, or an object with a “level”, is expected: “error”, “warning”, “information”, “hint” or “off”',
  }), { error: group }).describe('The highest level of each rule\'s findings, by the rule\'s id.'),
  scale: z.strictObject({
    users: whole(1, 1_000_000_000).default(100).describe('How many people use the app at the same time.'),
    rows: whole(1, 1_000_000_000).default(100).describe('How long a list is that the code gives no limit for.'),
  }, { error: group }).partial().describe('The scale that costs are shown for.'),
  exclude: listOfTexts.describe('Files and folders to leave out, written as in .gitignore.'),
  fixes: z.strictObject({
    timeout: whole(1, 3_600_000).default(10_000).describe('Milliseconds that fixes write as a time limit.'),
    maxAge: whole(0, 31_536_000).default(60).describe('Seconds that fixes write as the lifetime of a cached response.'),
    limit: whole(1, 1_000_000).default(100).describe('Rows that fixes write as the most that a query gives.'),
  }, { error: group }).partial().describe('Values that fixes write down.'),
  scripts: z.enum(['ignore', 'check'], { error: '“ignore” or “check” is expected' }).default('ignore')
    .describe('Whether scripts, seeds, migrations, tests and fixtures are checked as well.'),
  libraries: z.array(librarySchema, { error: 'a list is expected' }).describe('Libraries and wrappers of the project itself, in the words in which Crowdproof knows others.'),
  instances: whole(1, 100_000).default(1).describe('How many instances of the app run at once, for sizing connection pools.'),
}, { error: group }).partial()

export type WrittenSettings = z.infer<typeof settingsSchema>

interface JsonSchema { properties: { rules: Record<string, unknown> } }

/** The JSON schema of crowdproof.json; with the rules' ids, so that editors can offer them. */
export const settingsJsonSchema = (rules: readonly { id: string; title: string }[]): Record<string, unknown> => {
  const schema = z.toJSONSchema(settingsSchema, { target: 'draft-7', io: 'input' }) as unknown as JsonSchema
  const { rules: rulesSchema } = schema.properties
  const properties = Object.fromEntries(
    [...rules].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, title }) => [
      id, { description: title, allOf: [rulesSchema.additionalProperties] },
    ]),
  )
  return { ...schema, title: 'Crowdproof', properties: { ...schema.properties, rules: { ...rulesSchema, properties } } }
}
