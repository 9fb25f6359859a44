// Writes the lists of rules, libraries and frameworks: alphabetical, so that nobody keeps them by hand.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const rules = fileURLToPath(new URL('../rules/', import.meta.url))
const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const files = (folder) => readdirSync(join(rules, folder)).filter((name) => name.endsWith('.ts') && name !== 'index.ts').map((name) => name.slice(0, -3)).sort()
const killers = ['background', 'caching', 'connections', 'queries', 'resilience']

function write(file, header, type, list, entries) {
  const imports = entries.map(({ name, from }) => `import ${camel(name)} from '${from}'`)
  const text = [
    `/** ${header} Written by \`npm run index\`. */`,
    type, ...imports, '',
    `export const ${list}: readonly ${typeName(list)}[] = [`, ...entries.map(({ name }) => `  ${camel(name)},`), `]`, '',
  ].join('\n')
  const path = join(rules, file)
  if (process.argv.includes('--check')) {
    if (readFileSync(path, 'utf8') !== text) { console.error(`${file} is stale: run npm run index`); process.exitCode = 1 }
  } else writeFileSync(path, text)
}
const typeName = (list) => ({ rules: 'Rule', libraries: 'Library', frameworks: 'Framework' })[list]

const ruleEntries = killers.flatMap((killer) => files(killer).map((name) => ({ name, from: `./${killer}/${name}.ts` }))).sort((a, b) => (a.name < b.name ? -1 : 1))
write('index.ts', 'Every rule.', `import type { Rule } from './kit/rule.ts'`, 'rules', ruleEntries)
write('libraries/index.ts', 'Every library.', `import type { Library } from '../kit/library.ts'`, 'libraries', files('libraries').map((name) => ({ name, from: `./${name}.ts` })))
write('frameworks/index.ts', 'Every framework.', `import type { Framework } from '../kit/framework.ts'`, 'frameworks', files('frameworks').map((name) => ({ name, from: `./${name}.ts` })))
