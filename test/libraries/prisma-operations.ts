import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** The literal members of the type `Operation` of Prisma's runtime. */
export function prismaOperations(): string[] {
  const text = fs.readFileSync(fileURLToPath(new URL('node_modules/@prisma/client/runtime/client.d.ts', import.meta.url)), 'utf8')
  const statements = ts.createSourceFile('client.d.ts', text, ts.ScriptTarget.Latest).statements
  const alias = statements.find((it): it is ts.TypeAliasDeclaration => ts.isTypeAliasDeclaration(it) && it.name.text === 'Operation')
  if (!alias || !ts.isUnionTypeNode(alias.type)) throw new Error('The runtime has no union `Operation`.')
  return alias.type.types.flatMap((it) => (ts.isLiteralTypeNode(it) && ts.isStringLiteral(it.literal) ? [it.literal.text] : []))
}
