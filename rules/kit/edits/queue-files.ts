/** The two files of a queue: one that requests put work into, one that does it. */
import type { Supplies } from './background.ts'
import type { Source } from '../source.ts'
import { isCommonJs } from './imports.ts'
import { quoted, styleOf, type Style } from './style-of.ts'

export interface QueueFiles {
  source: Source
  word: string
  queue: string
  queuePath: string
  workerPath: string
  steps: string[]
  /** Several arguments travel as a list. */
  isList: boolean
}

const redis = (style: Style): string => `process.env.REDIS_URL ?? ${quoted(style, 'redis://localhost:6379')}`

/** Imports, then the exported constant, in the module system of the file that the work came from. */
function moduleText(source: Source, imports: string[], name: string, body: string[], rest: string[] = []): string {
  const style = styleOf(source)
  const isCommon = isCommonJs(source)
  const lines = [
    ...imports, '', ...body.map((line, index) => (index === 1 ? `${isCommon ? '' : 'export '}${line}` : line)), ...rest,
    ...isCommon ? ['', `module.exports = { ${name} }${style.semicolon}`] : [], '',
  ]
  return lines.map(line => line.replace(/^( {2})+/, blanks => style.indent.repeat(blanks.length / 2))).join(style.newline)
}

const bullmq = (source: Source, name: string): string => {
  const style = styleOf(source)
  const from = quoted(style, 'bullmq')
  return (isCommonJs(source) ? `const { ${name} } = require(${from})` : `import { ${name} } from ${from}`) + style.semicolon
}

export function queueText({ source, word, queue }: QueueFiles): string {
  const style = styleOf(source)
  const { semicolon: end } = style
  return moduleText(source, [bullmq(source, 'Queue')], queue, [
    `/** Work that \`workers/${word}\` does outside of the request. */`,
    `const ${queue} = new Queue(${quoted(style, word)}, {`,
    '  // While Redis is away a request fails within a second, rather than wait for its return.',
    '  connection: {',
    `    url: ${redis(style)},`,
    '    maxRetriesPerRequest: 1,',
    '    retryStrategy: () => 500,',
    '  },',
    '  skipWaitingForReady: true,',
    '  defaultJobOptions: {',
    '    attempts: 3,',
    `    backoff: { type: ${quoted(style, 'exponential')}, delay: 1000 },`,
    '    removeOnComplete: true,',
    '  },',
    `})${end}`,
  ])
}

export function workerText({ source, word, steps, isList }: QueueFiles, { imports, declaration }: Supplies): string {
  const style = styleOf(source)
  const { semicolon: end } = style
  const worker = `${word}Worker`
  const job = style.arrowParentheses ? '(job)' : 'job'
  return moduleText(source, [bullmq(source, 'Worker'), ...imports, ...declaration === undefined ? [] : ['', declaration]], worker, [
    `/** Does the jobs of \`queues/${word}\`. Start it as a process of its own, beside the server. */`,
    `const ${worker} = new Worker(`,
    `  ${quoted(style, word)},`,
    `  async ${job} => {`,
    `    await ${steps.join('.')}(${isList ? '...job.data' : 'job.data'})${end}`,
    '  },',
    `  { connection: { url: ${redis(style)}, maxRetriesPerRequest: null } },`,
    `)${end}`,
  ], [
    '',
    `${worker}.on(${quoted(style, 'failed')}, (job, error) => {`,
    `  console.error(\`Job \${job?.id} (\${job?.name}) has failed\`, error)${end}`,
    `})${end}`,
  ])
}
