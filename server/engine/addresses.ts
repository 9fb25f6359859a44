/** Where a request goes, as far as its address is written in the code. */
import type { NodeId } from '../../rules/kit/facts.ts'
import type { Source } from '../../rules/kit/source.ts'

export function addressOf(source: Source, id: NodeId): 'own' | 'bundled' | 'outside' {
  const node = source.node(id)
  switch (node.kind) {
    case 'text': return node.value.startsWith('/') && !node.value.startsWith('//') ? 'own' : 'outside'
    case 'template': return node.texts[0]?.startsWith('/') ? 'own' : 'outside'
    case 'binary': return addressOf(source, node.left)
    case 'name': {
      const binding = node.binding < 0 ? undefined : source.facts.bindings[node.binding]
      return binding?.kind === 'const' && binding.value >= 0 && binding.path.length === 0 ? addressOf(source, binding.value) : 'outside'
    }
    // `new URL('./font.ttf', import.meta.url)` is a file that the bundler ships.
    case 'new': {
      const base = node.arguments[1] === undefined ? undefined : source.as(node.arguments[1], 'member')
      const meta = base && source.as(base.object, 'name')
      return meta?.name === 'import.meta' ? 'bundled' : 'outside'
    }
    default: return 'outside'
  }
}
