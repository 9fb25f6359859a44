import { addErrorBoundary } from '../fixes/add-error-boundary.ts'
import { rule } from '../kit/rule.ts'

export default rule({
  id: 'missing-error-boundary',
  title: 'A tree of pages that one error takes down',
  killer: 'resilience',
  level: 'warning',
  since: '0.1.0',
  on: 'route-tree',

  check(tree, about) {
    const first = tree.uncovered[0]
    if (!first) return
    const count = tree.uncovered.length
    return {
      at: tree.at,
      says: count === 1
        ? `No error boundary covers ${first.page}: one error there takes the whole page down.`
        : `No error boundary covers ${count} pages: one error in any of them takes the whole page down.`,
      see: tree.uncovered.slice(0, 5).map((it) => ({ at: it.at, says: `${it.page} ${it.why}.` })),
      fixes: [addErrorBoundary(tree, about)],
    }
  },
})
