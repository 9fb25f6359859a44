/** Types that hold each other: every way through them would be walked, if answers were not kept. */
import { expect, it } from 'vitest'
import { Project, type Files } from './project.ts'

const depth = 14
const implementers = 4

it('looks at each member of a type once, however many ways lead to it', () => {
  const files: Files = {
    [`layer${depth}.ts`]: `import type { PrismaClient } from '@prisma/client'\nexport interface Layer${depth} { client: PrismaClient }\n`,
    'app.ts': `import type { Layer0 } from './layer0'\nexport async function list(layer: Layer0, ids: string[]) {\n  for (const id of ids) await layer.client.user.findFirst({ where: { id } })\n}\n`,
  }
  for (let layer = 0; layer < depth; layer++) {
    const next = `Layer${layer + 1}`
    const classes = Array.from({ length: implementers }, (_, index) =>
      `export class Layer${layer}Form${index} implements Layer${layer} { client!: ${next}['client'] }\n`)
    files[`layer${layer}.ts`] = `import type { ${next} } from './layer${layer + 1}'\nexport interface Layer${layer} { client: unknown }\n${classes.join('')}`
  }
  expect(new Project(files).said()).toEqual(['n-plus-one app.ts:3 layer.client.user.findFirst'])
})
