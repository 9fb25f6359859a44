import { library, type Call } from '../kit/library.ts'

const render: Call = { does: 'media', cost: 'works on a picture' }

export default library({
  name: 'sharp',
  packages: ['sharp'],
  docs: 'https://sharp.pixelplumbing.com/api-output/',
  exports: { default: { returns: 'Sharp' } },
  types: { Sharp: { names: ['Sharp'], members: { toBuffer: render, toFile: render, metadata: {}, stats: {}, '*': { returns: 'self' } } } },
})
