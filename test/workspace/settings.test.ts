import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { defaultSettings, readSettings, withEditorSettings } from '../../server/workspace/settings.ts'
import { settingsJsonSchema } from '../../server/workspace/settings-schema.ts'

const rules = new Set(['n-plus-one', 'missing-timeout'])
const read = (text: string | undefined) => readSettings(text, rules)
const messages = async (text: string): Promise<[number | undefined, string][]> =>
  (await read(text)).problems.map(({ line, message }) => [line, message])

test('without a file, or with an empty one, the defaults', async () => {
  expect(await read(undefined)).toEqual({ settings: defaultSettings, problems: [] })
  expect(await read(' \n')).toEqual({ settings: defaultSettings, problems: [] })
  expect(await read('{}')).toEqual({ settings: defaultSettings, problems: [] })
})

test('everything set, with comments', async () => {
  const { settings, problems } = await read(`{
    "$schema": "./node_modules/crowdproof/schema/crowdproof.schema.json",
    // legacy code
    "rules": { "n-plus-one": "hint", "missing-timeout": { "level": "off" }, },
    "scale": { "users": 5000, "rows": 20 },
    "exclude": ["legacy/"],
    "fixes": { "timeout": 3000, "maxAge": 0, "limit": 20 },
    "scripts": "check",
    "instances": 4,
    "libraries": [{ "name": "House", "files": ["src/rpc.ts"], "exports": { "ask": { "does": "query", "rows": "many" } } }],
  }`)
  expect(problems).toEqual([])
  expect(settings).toEqual({
    levels: { 'n-plus-one': 'hint', 'missing-timeout': 'off' }, scale: { users: 5000, rows: 20 }, exclude: ['legacy/'],
    fixes: { timeout: 3000, maxAge: 0, limit: 20 }, scripts: 'check', instances: 4,
    libraries: [{ name: 'House', docs: '', packages: ['described: House'], files: ['src/rpc.ts'], exports: { ask: { does: 'query', rows: 'many' } } }],
  })
})

describe('wrong values are named with their line, and the others count', () => {
  test('each one', async () => {
    const text = '{\n  "scale": { "users": "many", "rows": 7 },\n  "rules": { "n-plus-one": "loud", "missing-timeout": "hint" },\n'
      + '  "exclude": ["a", 3, "b"],\n  "fixes": {\n    "timeout": 1.5\n  },\n  "scripts": true,\n  "instance": 3\n}'
    const { settings } = await read(text)
    expect(settings).toEqual({
      ...defaultSettings, scale: { users: 100, rows: 7 }, levels: { 'missing-timeout': 'hint' }, exclude: ['a', 'b'],
    })
    expect((await messages(text)).sort((a, b) => a[0]! - b[0]!)).toEqual([
      [2, '“scale.users” is not used: a whole number from 1 to 1000000000 is expected.'],
      [3, expect.stringContaining('“rules.n-plus-one” is not used: ') as string],
      [4, '“exclude.1” is not used: a text is expected.'],
      [6, '“fixes.timeout” is not used: a whole number from 1 to 3600000 is expected.'],
      [8, '“scripts” is not used: “ignore” or “check” is expected.'],
      [9, 'There is no setting “instance”.'],
    ])
  })

  test('in what a library is described with', async () => {
    const text = `{ "libraries": [
      { "name": "House", "packages": ["@house/data"],
        "exports": { "db": { "is": "Client" }, "ask": { "does": "quest" },
          "open": { "returns": "Missing" }, "prisma": { "is": "Prisma#Client" } },
        "types": { "Client": { "members": { "find": { "does": "query" }, "each": { "runs": [{ "argument": 0, "times": "often" }] } } } } },
      { "exports": {} },
      { "name": "Nowhere" },
      { "name": "Half", "files": ["a.ts"], "exports": { "open": { "returns": "Missing" } } },
      { "name": "Sound", "packages": ["sound"] } ] }`
    const { settings } = await read(text)
    expect(settings.libraries.filter(({ packages }) => packages.length > 0)).toEqual([{ name: 'Sound', docs: '', packages: ['sound'] }])
    expect((await messages(text)).sort((a, b) => a[0]! - b[0]!)).toEqual([
      [3, expect.stringContaining('“libraries.0.exports.ask.does” is not used: one of “query”, “write”') as string],
      [5, expect.stringContaining('“libraries.0.types.Client.members.each.runs.0.times” is not used: one of “once”') as string],
      [6, '“libraries.1.name” is not used: a text is expected.'],
      [7, '“libraries.2” is not used: “packages” or “files” are expected.'],
      [8, '“libraries.3.exports.open.returns” is not used: there is no type “Missing” among its “types”.'],
    ])
  })

  test('a rule that does not exist', async () => {
    const { settings, problems } = await read('{\n "rules": {\n  "n-plus-on": "off",\n  "n-plus-one": "off", "unused-suppression": "off" } }')
    expect(problems).toEqual([{ path: 'crowdproof.json', line: 3, message: 'There is no rule “n-plus-on”.' }])
    expect(settings.levels['n-plus-one']).toBe('off')
  })

  test('broken JSON: what can be read counts', async () => {
    const { settings, problems } = await read('{\n  "scale": { "rows": 7 }\n  "scripts": "check"\n')
    expect(problems).toMatchObject([{ line: 3, message: 'Not valid JSON: a comma is missing.' }])
    expect(settings.scale.rows).toBe(7)
  })

  test.each(['[]', '3', 'null', '"x"', '{"scale": []}', '{"rules": 3}', '{"rules": {"n-plus-one": {"level": "x", "y": 1}}}', '{"exclude": "a"}',
    '{"fixes": null}', '{"scale": {"users": 0}}', '{"scale": {"users": 1e99}}', '{"instances": -1}', 'rules: 3'])(
    '%s', async (text) => {
      const { settings, problems } = await read(text)
      expect(problems.length).toBeGreaterThan(0)
      expect(settings).toEqual(defaultSettings)
    },
  )
})

describe('the editor\'s settings', () => {
  test('choose the scale, and only soften levels', async () => {
    const { settings } = await read('{"scale": {"rows": 7}, "rules": {"n-plus-one": "hint"}}')
    const merged = withEditorSettings(settings, { scale: { users: 9 }, levels: { 'n-plus-one': 'error', 'missing-timeout': 'off', other: 'shout' } })
    expect(merged).toMatchObject({ scale: { users: 9, rows: 7 }, levels: { 'n-plus-one': 'hint', 'missing-timeout': 'off' } })
    expect(merged.levels).not.toHaveProperty('other')
  })

  test('that make no sense are passed over', () => {
    expect(withEditorSettings(defaultSettings, { scale: { users: NaN, rows: -3 } }).scale).toEqual(defaultSettings.scale)
    expect(withEditorSettings(defaultSettings, undefined)).toBe(defaultSettings)
  })
})

test('the JSON schema agrees with what is accepted, and knows the rules', async () => {
  const schema = settingsJsonSchema([{ id: 'n-plus-one', title: 'One query per item' }])
  const validate = new Ajv({ strict: false }).compile(schema)
  const texts = [
    '{}', '{"$schema": "x"}', '{"rules": {"n-plus-one": "off", "later": {"level": "hint"}}}', '{"scale": {"users": 3}}', '{"fixes": {"maxAge": 0}}',
    '{"scripts": "check", "instances": 2, "exclude": []}', '{"scale": {"user": 3}}', '{"rules": {"n-plus-one": "loud"}}', '{"x": 1}', '{"scripts": 1}',
    '{"instances": 1.5}', '{"exclude": [1]}',
  ]
  for (const text of texts) {
    const { problems } = await readSettings(text, undefined)
    expect([text, validate(JSON.parse(text))]).toEqual([text, problems.length === 0])
  }
  expect(schema).toMatchObject({ properties: { rules: { properties: { 'n-plus-one': { description: 'One query per item' } } } } })
})
