import { createRequire } from 'node:module'
import AjvDraft4 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type { Log } from 'sarif'
import { describe, expect, test } from 'vitest'
import { describeFindings } from '../../server/reports/report.ts'
import type { Report } from '../../server/reports/report.ts'
import { relativeUri } from '../../server/reports/sarif-fix.ts'
import { mostResults, sarifReport } from '../../server/reports/sarif.ts'
import { editsOf, findings, reportOf, rules, sources } from './report-stand-in.ts'

const schema = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
const ajv = new AjvDraft4.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv as unknown as Parameters<typeof addFormats.default>[0])
const validate = ajv.compile(schema)

const written = (report: Report): Log => JSON.parse(sarifReport(report, { rules, texts: sources, edits: editsOf }))

function valid(log: Log): Log {
  validate(log)
  expect(validate.errors ?? []).toEqual([])
  return log
}

describe('sarif', () => {
  test('the schema can say no', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
    const log = written(reportOf())
    log.runs[0]!.results![0]!.locations![0]!.physicalLocation!.region!.startLine = 0
    expect(validate(log)).toBe(false)
  })

  test('is valid with findings, without, and with trouble', () => {
    valid(written(reportOf()))
    valid(written(reportOf([])))
    valid(written(reportOf(findings, { problems: [{ path: 'crowdproof.json', message: 'No such rule.', line: 3 }, { path: 'schema.prisma', message: 'Broken.' }] })))
    valid(written(reportOf([{ ...findings[0]!, rule: 'unused-suppression' }])))
  })

  test('a result holds what the contract names', () => {
    const result = valid(written(reportOf())).runs[0]!.results![1]!
    expect(result).toMatchObject({
      ruleId: 'n-plus-one',
      ruleIndex: 0,
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'src/posts.ts' }, region: { startLine: 6, startColumn: 23, endLine: 6, endColumn: 41 } } }],
      partialFingerprints: { 'crowdproof/v1': 'n-plus-one:list:db.user.findUnique:0', primaryLocationLineHash: 'n-plus-one:list:db.user.findUnique:0' },
    })
    expect(result.relatedLocations).toMatchObject([
      { id: 1, message: { text: 'This loop, repeats: it.' }, physicalLocation: { region: { startLine: 5, startColumn: 3 } } },
      { id: 2, physicalLocation: { artifactLocation: { uri: 'src/a%20b/m%C3%A4il%231.ts' } } },
    ])
  })

  test('fixes are real replacements; one that cannot be made is left out', () => {
    const [result] = valid(written(reportOf([findings[0]!]))).runs[0]!.results!
    expect(result!.fixes).toMatchObject([
      {
        description: { text: 'Load all users at once' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'src/posts.ts' },
            replacements: [{ deletedRegion: { startLine: 5, startColumn: 3, endLine: 5, endColumn: 18 }, insertedContent: { text: 'const users = []\n  for (const post' } }],
          },
          { artifactLocation: { uri: 'src/new%20file.ts' }, replacements: [{ insertedContent: { text: 'export {}\n' } }] },
        ],
      },
    ])
    expect(result!.fixes).toHaveLength(1)
  })

  test('every rule has its help; rules that only a finding knows are listed too', () => {
    const { driver } = valid(written(reportOf([{ ...findings[0]!, rule: 'unused-suppression' }]))).runs[0]!.tool
    expect(driver.rules!.map(({ id }) => id)).toEqual(['n-plus-one', 'missing-timeout', 'unused-suppression'])
    expect(driver.rules![0]).toMatchObject({ help: { markdown: '# n-plus-one\n\nIt costs.\n' }, defaultConfiguration: { level: 'error' } })
    expect(driver.rules![1]).toMatchObject({ help: { text: 'An outside call that may wait far too long' } })
  })

  test('what could not be checked is told', () => {
    const [invocation] = valid(written(reportOf())).runs[0]!.invocations!
    expect(invocation!.toolExecutionNotifications).toMatchObject([{ message: { text: 'Could not be checked: Larger than 1 MB.' } }])
  })

  test('uris are relative and percent-encoded', () => {
    expect(relativeUri('c:/x y/[a]?#%.ts')).toBe('c%3A/x%20y/%5Ba%5D%3F%23%25.ts')
    expect(relativeUri('half \ud800.ts')).toBe('half%20%EF%BF%BD.ts')
  })

  test('stays below the limits of code scanning, and keeps the gravest', () => {
    const mild = Array.from({ length: mostResults }, (_, at) => ({ ...findings[1]!, fixes: [], at: { path: 'src/posts.ts', start: at % 90, end: 91 } }))
    const wide = { ...findings[0]!, fixes: [], related: Array.from({ length: 1200 }, () => findings[0]!.related[0]!) }
    const log = written({ ...reportOf([]), findings: describeFindings([...mild, wide], sources) })
    const [run] = log.runs
    expect(run!.results).toHaveLength(mostResults)
    expect(run!.results!.find(({ level }) => level === 'error')!.relatedLocations).toHaveLength(1000)
    expect(run!.invocations![0]!.toolExecutionNotifications!.at(-1)!.message.text).toBe('1 milder finding left out: a run holds 25000 results.')
  })
})
