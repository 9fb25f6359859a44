/** `crowdproof rules`: the rules as a table, or the page of one. */
import { printable } from '../reports/words.ts'
import { WrongUse, exit } from './shell.ts'
import type { Io, Parts } from './shell.ts'

export async function rules(wanted: string | undefined, io: Io, parts: Parts): Promise<number> {
  const known = await parts.rules()
  if (wanted === undefined) {
    const rows = known.map(({ id, killer, level, title }) => [id, killer, level, title])
    io.output.write(table([['RULE', 'KILLER', 'LEVEL', 'FINDS'], ...rows]))
    return exit.clean
  }
  const rule = known.find(({ id }) => id === wanted)
  if (!rule) throw new WrongUse(`There is no rule ${printable(wanted)}: \`crowdproof rules\` names them all.`)
  const page = parts.page(rule)
  if (page === undefined) throw new Error(`The page of ${rule.id} is missing from this installation.`)
  io.output.write(`${page.trimEnd()}\n`)
  return exit.clean
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const lines = rows.map(row => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
  return `${lines.join('\n')}\n`
}
