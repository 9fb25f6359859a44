import { describe, expect, it } from 'vitest'
import { read } from './read-kit.ts'

describe('types', () => {
  it('reads annotations', () => {
    const { binding, node, text } = read(`
      let a: Prisma.TransactionClient<X>, b: typeof db.client, c: A | B[], d: readonly [one: A, B?], e: 'x' | 1 | -2 | true | null
      let f: (x: A, ...y: B[]) => Promise<C>, g: A['k'], h: import('x').Y.Z<Q>, i: keyof A, j: string, k: (A & B), l: this`)
    const type = (name: string) => node(binding(name).type)
    expect(type('a')).toMatchObject({ kind: 'type-name', name: ['Prisma', 'TransactionClient'], arguments: [expect.any(Number)] })
    expect(type('b')).toMatchObject({ kind: 'type-query' })
    expect(text((type('b') as { value: number }).value)).toBe('db.client')
    expect(type('c')).toMatchObject({ kind: 'type-union' })
    expect((type('d') as { types: number[] }).types.map(text)).toEqual(['A', 'B'])
    expect((type('e') as { types: number[] }).types.map(id => (node(id) as { value?: unknown }).value)).toEqual(['x', 1, -2, true, null])
    const callback = type('f') as { parameters: number[]; returns: number }
    expect(callback.parameters.map(text)).toEqual(['x: A', '...y: B[]'])
    expect(text(callback.returns)).toBe('Promise<C>')
    expect(type('g')).toMatchObject({ kind: 'type-index' })
    expect(type('h')).toMatchObject({ kind: 'type-import', from: 'x', name: ['Y', 'Z'] })
    expect(type('i')).toMatchObject({ kind: 'type-other', word: '' })
    expect(type('j')).toMatchObject({ kind: 'type-other', word: 'string' })
    expect(type('k')).toMatchObject({ kind: 'type-intersection' })
    expect(type('l')).toMatchObject({ kind: 'type-other', word: 'this' })
  })

  it('reads aliases and interfaces into their bindings', () => {
    const { binding, node, text } = read(`
      type Row<T extends Base> = { id: string; next?: T; load(x: A): B; (call: 1): C; [key: string]: D }
      interface Service extends Parent<X> { get name(): string }
      interface Service { more: number }`)
    const row = node(binding('Row').type)
    if (row.kind !== 'type-object') throw new Error(row.kind)
    expect(row.properties.map(({ key, optional, method, signature, value }) => [key, optional, method ?? signature, node(value).kind])).toEqual([
      ['id', undefined, undefined, 'type-other'], ['next', true, undefined, 'type-name'], ['load', undefined, 'method', 'type-function'],
      [undefined, undefined, 'call', 'type-function'], [undefined, undefined, 'index', 'type-name'],
    ])
    expect(text(binding('T').type)).toBe('Base')
    const service = node(binding('Service').type)
    if (service.kind !== 'type-object') throw new Error(service.kind)
    expect(service.extends!.map(text)).toEqual(['Parent<X>'])
    expect(service.properties.map(({ key }) => key)).toEqual(['name', 'more'])
  })

  it('reads return types', () => {
    const { first, text } = read('const load = async (): Promise<User[]> => []')
    expect(text(first('function').returns)).toBe('Promise<User[]>')
  })
})

describe('JSX', () => {
  it('reads elements, attributes and children', () => {
    const code = `const page = <ul class="x" {...rest} disabled key={id} onClick={() => go()}>
      {/* nothing */}
      text
      {rows.map(row => <Row.Item key={row.id} icon=<Icon /> />)}
      <svg:path />
      <my-element />
      <>{...more}</>
    </ul>`
    const { all, first, node, text } = read(code, 'tsx')
    const list = first('jsx')
    expect(list).toMatchObject({ intrinsic: 'ul', tag: -1 })
    expect(code.slice(list.tagStart, list.tagEnd)).toBe('ul')
    expect(list.attributes.map(({ key, value, spread }) => [key, spread ?? false, node(value)?.kind])).toEqual([
      ['class', false, 'text'], [undefined, true, 'name'], ['disabled', false, undefined], ['key', false, 'name'],
      ['onClick', false, 'function'],
    ])
    expect(list.children.map(id => node(id).kind)).toEqual(['call', 'jsx', 'jsx', 'jsx'])
    expect(all('jsx').map(({ intrinsic, tag }) => intrinsic ?? text(tag))).toEqual([
      'ul', 'Row.Item', 'Icon', 'svg:path', 'my-element', '',
    ])
    expect(node(all('jsx').at(-1)!.children[0]).kind).toBe('spread')
  })
})
