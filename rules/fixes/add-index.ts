import type { Unindexed } from '../kit/conditions/indexes.ts'
import type { About, Fix, Reached } from '../kit/rule.ts'
import { indexEdits } from '../kit/conditions/indexes-writing.ts'
import { offer } from '../kit/edits/offer.ts'

/** Adds an index to the schema; the database has it when a migration is made of it. */
export function addIndex({ call }: Reached, about: About, found: Unindexed): Fix | undefined {
  const edits = indexEdits(found, call.library.schema, about)
  return edits && offer({
    recipe: 'add-index',
    title: `Add an index on \`${found.field.name}\` to \`${found.model.name}\``,
    doubts: ['a migration follows'],
    edits,
  })
}
