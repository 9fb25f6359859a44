/** Tables whose rows do not grow with the visitors. */
import type { SchemaModel } from '../schema.ts'

/** Somebody keeps them by hand. */
const keptByHand = new Set([
  'country', 'currency', 'language', 'locale', 'timezone', 'region', 'role', 'permission', 'plan', 'tier', 'setting', 'config', 'configuration', 'flag', 'status', 'type',
  'category', 'unit', 'rate', 'method', 'faq', 'option', 'migration', 'theme', 'provider', 'price',
])

export const staysSmall = (table: string | undefined, model: SchemaModel | undefined): boolean =>
  (table !== undefined && keptByHand.has(oneOf(table))) || (model !== undefined && isOfNamesAndValues(model))

const naming = new Set(['key', 'name', 'code', 'slug'])

/** A table of names and values: its rows are as many as the code has names for. */
function isOfNamesAndValues({ fields, primary, unique }: SchemaModel): boolean {
  const [key] = primary ?? unique.find((columns) => columns.length === 1) ?? []
  const named = fields.find(({ name }) => name === key)
  return named?.type === 'String' && naming.has(named.name) && fields.some(({ name }) => name === 'value') && fields.every(({ relation, refers, list }) => !relation && !refers && !list)
}

/** `siteSettings` → `setting`: the last word, without its plural. */
function oneOf(table: string): string {
  const words = table.split('.').at(-1)!.replace(/(Table|Model|Schema|Entity)$/, '').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z]+/).filter(Boolean)
  const plain = words.at(-1) ?? ''
  return plain.endsWith('ies') ? `${plain.slice(0, -3)}y` : plain.endsWith('s') && !plain.endsWith('ss') ? plain.slice(0, -1) : plain
}
