import ts from 'typescript'
import type { Decorator, NodeId } from '../facts.ts'
import { readExpression } from './dispatch.ts'
import type { Reading } from './reading.ts'

// The enum is a large dictionary at run time: reading it once per module keeps it out of the hot path.
const {
  AsyncKeyword, StaticKeyword, ExportKeyword, DefaultKeyword, PublicKeyword, PrivateKeyword, ProtectedKeyword,
  ReadonlyKeyword, OverrideKeyword, Decorator: DecoratorKind, ComputedPropertyName, StringLiteral, NumericLiteral,
  NoSubstitutionTemplateLiteral, Identifier, PrivateIdentifier, BigIntLiteral, ExpressionStatement,
} = ts.SyntaxKind

export const isAsync = 1
export const isStatic = 2
export const isExported = 4
export const isDefault = 8
/** A constructor's parameter with one of these is a field as well. */
export const isProperty = 16
export const isDecorated = 32

/** The words before a declaration, as a sum of the flags above. */
export function modifiersOf(modifiers: readonly ts.Node[] | undefined): number {
  if (!modifiers) return 0
  let flags = 0
  for (const { kind } of modifiers) {
    if (kind === AsyncKeyword) flags |= isAsync
    else if (kind === StaticKeyword) flags |= isStatic
    else if (kind === ExportKeyword) flags |= isExported
    else if (kind === DefaultKeyword) flags |= isDefault
    else if (kind === DecoratorKind) flags |= isDecorated
    else if (kind === PublicKeyword || kind === PrivateKeyword || kind === ProtectedKeyword || kind === ReadonlyKeyword
      || kind === OverrideKeyword) flags |= isProperty
  }
  return flags
}

/** The decorators among the words before a declaration. */
export function readDecorators(reading: Reading, modifiers: readonly ts.Node[] | undefined, parent: NodeId): Decorator[] {
  const decorators: Decorator[] = []
  for (const modifier of modifiers ?? []) {
    if (modifier.kind !== DecoratorKind) continue
    const value = readExpression(reading, (modifier as ts.Decorator).expression, parent)
    decorators.push({ value, start: reading.startOf(modifier), end: modifier.end })
  }
  return decorators
}

/** The name that a property, member or declaration is written with; undefined if it has to be computed. */
export function plainName(name: ts.Node): string | undefined {
  switch (name.kind) {
    case Identifier:
    case PrivateIdentifier:
    case StringLiteral:
    case NumericLiteral:
    case BigIntLiteral:
    case NoSubstitutionTemplateLiteral:
      return (name as ts.Identifier).text
    case ComputedPropertyName: {
      const { expression } = name as ts.ComputedPropertyName
      return expression.kind === StringLiteral || expression.kind === NumericLiteral
        || expression.kind === NoSubstitutionTemplateLiteral
        ? (expression as ts.StringLiteral).text : undefined
    }
    default:
      return undefined
  }
}

/** `'use server'` and its like: the texts that stand alone at the top of a body. */
export function readDirectives(statements: readonly ts.Statement[]): string[] {
  const directives: string[] = []
  for (const statement of statements) {
    if (statement.kind !== ExpressionStatement) break
    const { expression } = statement as ts.ExpressionStatement
    if (expression.kind !== StringLiteral) break
    directives.push((expression as ts.StringLiteral).text)
  }
  return directives
}
