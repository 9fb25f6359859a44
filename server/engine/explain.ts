/** What was understood of a line, in words: the first answer to every false alarm and every miss. */
import { reasonsAgainst } from '../../rules/kit/batching/declines.ts'
import type { Source } from '../../rules/kit/source.ts'
import type { Finding } from './finding.ts'
import { aboutOf, isOn, type Asking } from './findings.ts'
import { classIn } from './entries/classify.ts'
import { calleeName } from './graph.ts'
import type { Site } from './sites.ts'
import { reachedAt } from './subjects.ts'

export function explainLine(asking: Asking, path: string, line: number, findings: readonly Finding[]): string {
  const source = asking.evaluator.world.peek(path)
  const links = asking.graph.links(path)
  if (!source || !links) return `${path} is not among the analysed files.`
  const lines: string[] = []
  const kind = classIn(asking.evaluator.world.surroundings, path, source.facts)
  if (kind !== 'production') lines.push(`This file is taken for a ${kind}: no rule speaks here by default.`)
  const isHere = (start: number): boolean => source.position(start).line === line
  for (const sites of links.sites.values()) {
    for (const site of sites) if (isHere(markStart(source, site))) lines.push(...explainSite(asking, source, site, findings))
  }
  for (const it of links.unresolved) {
    if (isHere(it.at.start)) lines.push(`\`${it.name}\`: could not check. Its receiver could not be followed to a library.`)
  }
  for (const entry of links.entries) if (entry.at.path === path && isHere(entry.at.start)) lines.push(`${entry.name}: an entry of ${entry.framework.name} (${entry.middleware ? 'middleware' : entry.form.kind}).`)
  for (const finding of findings) {
    if (isHere(finding.at.start) && !lines.some((it) => it.includes(finding.rule))) lines.push(`${finding.rule} (${finding.level}): ${finding.message}`)
  }
  return lines.length ? lines.join('\n') : `Nothing on line ${line} of ${path} calls a library that is known here, nor code that leads to one.`
}

const markStart = (source: Source, site: Site): number => {
  const node = source.node(site.node)
  const callee = node.kind === 'call' ? source.node(node.callee) : node
  return callee.kind === 'member' ? callee.nameStart : callee.start
}

function explainSite(asking: Asking, source: Source, site: Site, findings: readonly Finding[]): string[] {
  const lines: string[] = []
  const name = calleeName(source, site.node)
  if (site.meaning) lines.push(`\`${name}\`: ${site.meaning.fact.does ?? 'a call'} of ${site.meaning.library}${site.meaning.subject ? ` on ${site.meaning.subject}` : ''}${site.waited ? '' : ', not waited for'}.`)
  else lines.push(`\`${name}\`: calls ${site.targets.map((target) => target.path).join(', ')}.`)
  for (const turn of site.turns) {
    const { repetition } = turn
    const at = source.position(repetition.at.start)
    lines.push(`  Repeated by the ${repetition.kind} in line ${at.line}${repetition.element ? ` for each \`${repetition.element}\`` : ', which has no element'}${repetition.bound === undefined ? '' : `, at most ${repetition.bound} times`}${repetition.concurrent ? ', all at once' : ''}.`)
  }
  for (const reached of reachedAt(asking, source, site)) {
    const what = reached.path.length ? `  Behind it: \`${reached.call.name}\` (${reached.call.effect}), ${reached.path.length} call(s) away.` : ''
    if (what) lines.push(what)
    if (site.turns.length) {
      lines.push(reached.keyedBy ? `  Its arguments depend on \`${reached.keyedBy.element ?? 'the element'}\`.` : '  Its arguments do not depend on an element: the same each time.')
      if (reached.guards.length) lines.push(`  Guards: ${reached.guards.join(', ')}.`)
    }
    lines.push(`  Reached by: ${reached.entry ? `${reached.entry.name} (${reached.entry.framework})` : 'nothing that receives requests, as far as can be seen'}${reached.from.length ? `, through ${reached.from.map((hop) => hop.name).join(' → ')}` : ''}.`)
    const spoken = findings.filter((finding) => finding.at.start === reached.at.start && finding.at.path === reached.at.path)
    for (const rule of asking.rules.filter((it) => isOn(it, reached.call.effect))) {
      const finding = spoken.find((it) => it.rule === rule.id)
      if (finding) rule.check(reached, aboutOf(asking))
      lines.push(finding ? `  ${rule.id} (${finding.level}, confidence ${finding.confidence}): ${finding.message}` : `  ${rule.id}: silent.`)
      if (finding && finding.fixes.length === 0) lines.push(...reasonsAgainst(reached).map((why) => `    No fix: ${why}.`))
    }
  }
  return lines
}
