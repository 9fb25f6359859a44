import { addIndex } from '../fixes/add-index.ts'
import { unindexedColumn } from '../kit/conditions/indexes.ts'
import { rule } from '../kit/rule.ts'

const does = { equals: 'looks for rows by', range: 'looks for rows by a range of', sort: 'sorts all rows by' }

export default rule({
  id: 'missing-index',
  title: 'A query by a column without an index',
  killer: 'queries',
  level: 'warning',
  since: '0.1.0',
  on: 'query',

  check(reached, about) {
    const found = unindexedColumn(reached, about)
    if (!found) return
    const { model, field, by, isReference } = found
    return {
      at: reached.at,
      says: `\`${reached.call.name}\` ${does[by]} \`${field.name}\`, which has no index: each time all of \`${model.name}\` is read.`,
      see: field.at?.node !== undefined ? [{ at: field.at, says: `\`${field.name}\` is defined here.` }] : [],
      fixes: [addIndex(reached, about, found)],
      ...((!isReference || by !== 'equals' || reached.reach !== 'request') && { level: 'information' }),
    }
  },
})
