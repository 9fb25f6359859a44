/** Code actions: fixes, one by one and all of a kind, and the ways to silence a rule or read about it. */
import {
  CodeAction, CodeActionKind, type CodeActionParams, type Command, type Diagnostic, type WorkspaceEdit,
} from 'vscode-languageserver/node'
import type { Finding, OfferedFix } from '../engine/finding.ts'
import type { IgnoreScope } from '../engine/ignore.ts'
import { unusedSuppression } from '../engine/suppress.ts'
import { fixAllKind, showPageCommand } from '../messages.ts'
import type { FileEdit } from '../../rules/kit/rule.ts'
import { mergeFixes } from '../workspace/merge-fixes.ts'
import type { Abilities } from './abilities.ts'
import { source, type DiagnosticData, type Reporter } from './diagnostics.ts'
import { createsFiles, previewed, snippetEdit, workspaceEdit } from './edits.ts'
import type { Folder } from './folder.ts'
import type { Located } from './folders.ts'
import type { Texts } from './texts.ts'

type Trust = OfferedFix['trust']

/** What a menu entry needs to work its edit out when it is chosen. */
type Order =
  | { do: 'fix'; uri: string; fingerprint: string; recipe: string; title: string }
  | { do: 'fix-all'; uri: string; rule?: string; trust: Trust }
  | { do: 'ignore'; uri: string; fingerprint: string; scope: IgnoreScope }

export interface ActionHelpers {
  texts: Texts
  abilities: Abilities
  reporter: Reporter
  locate(uri: string): Located | undefined
  hasPage(rule: string): boolean
  /** Words for the person who chose an action that cannot be done. */
  tell(message: string): void
}

export class Actions {
  readonly #help: ActionHelpers

  constructor(help: ActionHelpers) {
    this.#help = help
  }

  /** The menu at a range: titles at once, edits when one is chosen, as far as the client can wait for them. */
  async offer({ textDocument: { uri }, range, context }: CodeActionParams): Promise<(CodeAction | Command)[]> {
    const located = this.#help.locate(uri)
    const session = located?.folder.session
    const positions = located && this.#help.texts.positions(located.folder, located.path)
    if (!located || !session || !positions) return []
    const { folder, path } = located
    const wanted = (kind: string): boolean =>
      !context.only || context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`))

    const actions: CodeAction[] = []
    if (context.only && wanted(fixAllKind) && session.findings(path).some((finding) => fixOf(finding, 'safe'))) {
      actions.push(this.#action('Fix all safe Crowdproof findings', fixAllKind, { do: 'fix-all', uri, trust: 'safe' }))
    }
    if (wanted(CodeActionKind.QuickFix)) {
      const start = positions.offset(range.start)
      const end = positions.offset(range.end)
      const inFile = session.findings(path)
      const touched = inFile.filter((finding) => finding.at.path === path && finding.at.start <= end && finding.at.end >= start)
      const offered = session.fixes(path, start, end)
      for (const finding of touched) {
        const diagnostic = this.#diagnostic(folder, path, finding, context.diagnostics)
        const fixes = offered.filter((one) => one.finding.fingerprint === finding.fingerprint).map(({ fix }) => fix)
        actions.push(...this.#fixes(uri, finding, fixes, diagnostic))
      }
      for (const rule of new Set(touched.map((finding) => finding.rule))) {
        actions.push(...this.#ofRule(uri, rule, touched, inFile))
      }
    }
    if (this.#help.abilities.resolvesEdits) return actions
    const complete = await Promise.all(actions.map((action) => this.#withEditNow(action)))
    return complete.filter((action) => action !== undefined)
  }

  /** The chosen action with its edit; without one when the text has moved on. */
  async resolve(action: CodeAction): Promise<CodeAction> {
    const order = action.data as Order | undefined
    if (!order || action.edit) return action
    const edit = await this.#edit(order, (reason) => this.#help.tell(reason))
    return edit ? { ...action, edit } : action
  }

  async #withEditNow(action: CodeAction): Promise<CodeAction | undefined> {
    if (action.command) return action
    const edit = await this.#edit(action.data as Order, () => {})
    return edit && { ...action, edit }
  }

  #fixes(uri: string, finding: Finding, fixes: OfferedFix[], diagnostic: Diagnostic | undefined): CodeAction[] {
    const safe = fixes.filter((fix) => fix.trust === 'safe')
    return fixes.map((fix) => ({
      ...this.#action(titled(fix.title, fix.trust), CodeActionKind.QuickFix, {
        do: 'fix', uri, fingerprint: finding.fingerprint, recipe: fix.recipe, title: fix.title,
      }),
      ...(diagnostic && { diagnostics: [diagnostic] }),
      ...(safe.length === 1 && fix === safe[0] && { isPreferred: true }),
    }))
  }

  #ofRule(uri: string, rule: string, touched: Finding[], inFile: Finding[]): CodeAction[] {
    const { QuickFix } = CodeActionKind
    const actions: CodeAction[] = []
    const same = inFile.filter((finding) => finding.rule === rule)
    const trust = (['safe', 'review'] as const).find((level) => same.filter((finding) => fixOf(finding, level)).length > 1)
    if (trust) {
      actions.push(this.#action(titled(`Fix all \`${rule}\` in this file`, trust), QuickFix, { do: 'fix-all', uri, rule, trust }))
    }
    // A comment that silences nothing is removed, not silenced.
    if (rule === unusedSuppression) return actions
    const { fingerprint } = touched.find((finding) => finding.rule === rule)!
    actions.push(
      this.#action(`Ignore \`${rule}\` on this line`, QuickFix, { do: 'ignore', uri, fingerprint, scope: 'line' }),
      this.#action(`Ignore \`${rule}\` in this file`, QuickFix, { do: 'ignore', uri, fingerprint, scope: 'file' }),
    )
    if (this.#help.abilities.showsDocuments && this.#help.hasPage(rule)) {
      const title = `Show page for \`${rule}\``
      actions.push(CodeAction.create(title, { title, command: showPageCommand, arguments: [rule] }, QuickFix))
    }
    return actions
  }

  #action(title: string, kind: string, order: Order): CodeAction {
    return { title, kind, data: order }
  }

  /** The client's own copy of the diagnostic, where it sent one, so that it knows what the action belongs to. */
  #diagnostic(folder: Folder, path: string, finding: Finding, sent: Diagnostic[]): Diagnostic | undefined {
    const own = sent.find((one) => one.source === source && (one.data as DiagnosticData | undefined)?.fingerprint === finding.fingerprint)
    return own ?? this.#help.reporter.diagnostic(folder, path, finding)
  }

  async #edit(order: Order, tell: (reason: string) => void): Promise<WorkspaceEdit | undefined> {
    const located = this.#help.locate(order.uri)
    const session = located?.folder.session
    if (!located || !session) return undefined
    const { path } = located
    if (order.do === 'fix-all') return this.#fixAll(located, order, tell)

    const finding = session.findings(path).find((one) => one.fingerprint === order.fingerprint)
    if (finding && order.do === 'ignore') return this.#ignore(located, finding, order.scope)

    const fix = order.do === 'fix' && finding?.fixes.find((one) => one.recipe === order.recipe && one.title === order.title)
    if (!fix) {
      tell('The code has changed since this was offered.')
      return undefined
    }
    const result = session.edits(fix)
    if ('reason' in result) {
      tell(`“${fix.title}” was left out: ${result.reason}`)
      return undefined
    }
    return this.#workspaceEdit(located, result.edits, fix.title, tell)
  }

  #fixAll(located: Located, { rule, trust }: Order & { do: 'fix-all' }, tell: (reason: string) => void): WorkspaceEdit | undefined {
    const { folder, path } = located
    const session = folder.session!
    const edits = session.findings(path)
      .filter((finding) => rule === undefined || finding.rule === rule)
      .flatMap((finding) => {
        const fix = fixOf(finding, trust)
        const result = fix && session.edits(fix)
        return result && 'edits' in result ? [result.edits] : []
      })
    const all = mergeFixes(edits).edits
    return all.length ? this.#workspaceEdit(located, all, `Fix all ${rule === undefined ? 'findings' : `\`${rule}\``} in this file`, tell) : undefined
  }

  #workspaceEdit({ folder, path }: Located, edits: FileEdit[], title: string, tell: (reason: string) => void): WorkspaceEdit | undefined {
    const { texts, abilities } = this.#help
    if (createsFiles(edits) && !abilities.createsFiles) {
      tell('This fix creates a file, which this editor does not let a language server do. `crowdproof fix` does it.')
      return undefined
    }
    const edit = workspaceEdit(folder, edits, texts, abilities)
    const changesOthers = edits.some((each) => !('create' in each) && each.path !== path)
    return changesOthers ? previewed(edit, title, abilities) : edit
  }

  async #ignore({ folder, path }: Located, finding: Finding, scope: IgnoreScope): Promise<WorkspaceEdit | undefined> {
    const { texts, abilities } = this.#help
    // The parser comes with the first folder; the server's first answer need not wait for it.
    const [{ ignoreEdit, reasonPlaceholder }, { languageOf }] = await Promise.all([
      import('../engine/ignore.ts'), import('../engine/reader/read-facts.ts'),
    ])
    const text = folder.session?.text(path)
    const language = languageOf(path)
    const edit = text !== undefined && language && ignoreEdit(text, language, finding.at.start, finding.rule, scope)
    if (!edit) return undefined
    const snippet = abilities.snippetEdits ? snippetEdit(folder, path, edit, reasonPlaceholder, texts) : undefined
    return snippet ?? workspaceEdit(folder, [{ path, edits: [edit] }], texts, abilities)
  }
}

/** The fix that stands for a finding where several findings are fixed at once. */
const fixOf = (finding: Finding, trust: Trust): OfferedFix | undefined => finding.fixes.find((fix) => fix.trust === trust)

/** What changes behaviour says so in its name. */
const titled = (title: string, trust: Trust): string => (trust === 'review' && !title.endsWith('(review)') ? `${title} (review)` : title)
