import { library, type Call } from '../kit/library.ts'

const pack: Call = { does: 'document', cost: 'writes a document' }

export default library({
  name: 'docx',
  packages: ['docx'],
  docs: 'https://docx.js.org/#/usage/packers',
  exports: { Packer: { class: 'Packer' } },
  types: { Packer: { static: { toBuffer: pack, toBase64String: pack, toString: pack, toBlob: pack, toStream: pack } } },
})
