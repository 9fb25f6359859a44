import fc from 'fast-check'
import { keys } from '../kit/data.ts'
import { proveQueries } from '../kit/query-proof.ts'
import { supabaseGround } from '../kit/supabase.ts'

const numbers = (number: number) => Array.from({ length: number }, (_, index) => index + 1)
const byIds = { given: fc.tuple(keys), sized: (number: number) => [numbers(number)] }

proveQueries({
  title: 'batch-by-key: Supabase',
  wish: { rule: 'n-plus-one', recipe: 'batch-by-key', workspace: 'supabase', packages: ['@supabase/supabase-js'] },
  files: ['batch-by-key/supabase.ts', 'batch-by-key/supabase-doubts.ts'],
  open: supabaseGround,
  dangling: true,
  answersErrors: true,
  cases: {
    authorOfEachPost: { most: 200 },
    commentsOfEachPost: { most: 200 },
    nameOfEachId: { ...byIds, most: 200 },
    approvedTexts: { given: fc.tuple(fc.boolean()), sized: () => [true], most: 200 },
    errorOfEachId: { ...byIds, most: 200 },
    newestOfEachPost: byIds,
    errorIsThrown: { ...byIds, expects: 'equal' },
    columnsWithoutTheKey: { ...byIds, expects: 'equal' },
    twoOfEach: { ...byIds, expects: 'equal' },
    commentsOfEachEditor: { expects: 'equal' },
    counted: { ...byIds, expects: 'equal' },
    renamesTheKey: { ...byIds, expects: 'equal' },
    changesTheRow: { ...byIds, expects: 'equal' },
    readsWhatItWrote: { ...byIds, expects: 'equal' },
    wholeAnswers: { ...byIds, expects: 'equal' },
  },
})
