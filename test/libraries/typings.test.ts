import { describe, expect, test } from 'vitest'
import { frameworks } from '../../rules/frameworks/index.ts'
import { library } from '../../rules/kit/library.ts'
import { libraries } from '../../rules/libraries/index.ts'
import { checkTypings } from './typings.ts'

/** Libraries without typings to ask, each with the reason. */
const untyped: Record<string, string> = {}

/** Said although these typings do not know it, each with the reason. */
const known: Record<string, { paths: RegExp; why: string }> = {}

const all = [...libraries, ...frameworks]
const wrong = library({
  name: 'Wrong', packages: ['axios'], docs: '',
  exports: { default: { is: 'Axios' }, fetchAll: {} },
  types: {
    Axios: {
      names: ['AxiosInstance', 'AxiosClient'],
      members: { get: { options: { timeout: { argument: 1, path: 'timeoutMs', unit: 'ms' } } }, fetch: {}, create: { returns: 'Axios' } },
    },
  },
})
const checked = checkTypings([...all, wrong])

describe('the typings', () => {
  test.each(all.map((it) => it.name))('of %s have what is said of it', (name) => {
    const { problems, versions } = checked.get(name)!
    if (untyped[name] !== undefined) return expect(versions, `${name} has typings after all: ${untyped[name]}`).toEqual([])
    expect(versions, `no typings are installed for ${name}`).not.toEqual([])
    const unknown = problems.filter((it) => !known[name]?.paths.test(it))
    expect(unknown.map((it) => `${name}: ${it} is in none of ${versions.join(', ')}`).join('\n')).toBe('')
  })

  test('show what is not there', () => {
    expect(checked.get('Wrong')!.problems).toEqual([
      'Axios.fetch', 'Axios.get: timeout at timeoutMs of argument 1', 'export fetchAll', 'type name AxiosClient',
    ])
  })
})
