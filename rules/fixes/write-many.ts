import type { About, Fix, Reached } from '../kit/rule.ts'
import { offer } from '../kit/edits/offer.ts'
import { manyByKeyList } from '../kit/writes/key-lists.ts'
import { manyByKeys } from '../kit/writes/keys.ts'
import { manyWriteEdits } from '../kit/writes/many.ts'
import { manyByOperations } from '../kit/writes/operations.ts'
import { manyByRows } from '../kit/writes/rows.ts'
import { writeSibling } from '../kit/writes/sibling.ts'
import { manyBySql } from '../kit/writes/sql.ts'

/** Writes the rows of all items with one call, in the place of one call for each. */
export function writeMany(reached: Reached, about: About): Fix | undefined {
  const many = manyByRows(reached, about) ?? manyByKeys(reached, about) ?? manyByKeyList(reached, about) ?? manyBySql(reached) ?? manyByOperations(reached, about)
  if (!many) {
    const sibling = writeSibling(reached, about)
    return sibling && offer({ recipe: 'write-many', ...sibling })
  }
  return offer({
    recipe: 'write-many',
    title: many.title,
    doubts: many.doubts,
    edits: () => manyWriteEdits(many),
  })
}
