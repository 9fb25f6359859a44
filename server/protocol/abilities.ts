/** What the client at the other end can do, read once from its greeting. */
import type { InitializeParams } from 'vscode-languageserver/node'
import type { Encoding } from './positions.ts'

export interface Abilities {
  encoding: Encoding
  /** It asks for diagnostics; otherwise they are pushed. */
  pulls: boolean
  /** It can be told to ask again. */
  refreshes: boolean
  relatedInformation: boolean
  codeDescription: boolean
  /** Edits of a code action may follow when it is chosen. */
  resolvesEdits: boolean
  codeActionLiterals: boolean
  documentChanges: boolean
  createsFiles: boolean
  snippetEdits: boolean
  /** Edits can ask to be looked at before they are applied. */
  previewsEdits: boolean
  watchesFiles: boolean
  /** It can be asked for its settings; otherwise it sends them. */
  hasConfiguration: boolean
  registersConfiguration: boolean
  folders: boolean
  progress: boolean
  showsDocuments: boolean
  markdown: boolean
}

export function abilitiesOf({ capabilities = {} }: InitializeParams): Abilities {
  const { general, textDocument, window, workspace } = capabilities
  const edit = workspace?.workspaceEdit
  const hoverFormats = textDocument?.hover?.contentFormat
  return {
    encoding: general?.positionEncodings?.find((name): name is Encoding => name === 'utf-16' || name === 'utf-8') ?? 'utf-16',
    pulls: textDocument?.diagnostic !== undefined,
    refreshes: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true || textDocument?.diagnostic?.relatedInformation === true,
    codeDescription: textDocument?.publishDiagnostics?.codeDescriptionSupport === true || textDocument?.diagnostic?.codeDescriptionSupport === true,
    resolvesEdits: textDocument?.codeAction?.dataSupport === true && textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    codeActionLiterals: textDocument?.codeAction?.codeActionLiteralSupport !== undefined,
    documentChanges: edit?.documentChanges === true,
    createsFiles: edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true,
    snippetEdits: edit?.documentChanges === true && edit.snippetEditSupport === true,
    previewsEdits: edit?.documentChanges === true && edit.changeAnnotationSupport !== undefined,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasConfiguration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    showsDocuments: window?.showDocument?.support === true,
    markdown: hoverFormats === undefined || hoverFormats.includes('markdown'),
  }
}
